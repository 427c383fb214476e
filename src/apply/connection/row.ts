import type {Row} from './connection.js'

/** A value that the query always gives. */
export function text(row: Row | undefined, name: string): string {
  const value = row?.[name]
  if (value === undefined || value === null) throw new TypeError(`Unexpected row without \`${name}\`, expected a value`)
  return value
}
