/** Reads the keys of somebody else's configuration; what is of another type is an error that names the key. */
import {UsageError} from '../../usage-error.js'

/** The content of a configuration file. */
export interface Fields {
  text: (key: string) => string | undefined
  number: (key: string) => number | undefined
  boolean: (key: string) => boolean | undefined
  /** Of texts; a single one counts as a list of one. */
  list: (key: string) => readonly string[]
  /** Of a key whose value is a table; without keys where it is not there. */
  table: (key: string) => ReadonlyMap<string, unknown>
  /** Those that are there. */
  keys: readonly string[]
}

/**
 * Make the keys of a parsed file readable.
 *
 * @throws {UsageError} When the file is no table of keys.
 */
export function fieldsOf(content: unknown, file: string): Fields {
  const values = tableOf(content ?? {}, () => new UsageError(`Unexpected content of \`${file}\`, expected keys`))

  function read<Value>(key: string, expected: string, is: (value: unknown) => value is Value): Value | undefined {
    const value = values.get(key) ?? undefined
    if (value === undefined || is(value)) return value
    throw unexpected(key, value, expected)
  }

  function unexpected(key: string, value: unknown, expected: string): UsageError {
    return new UsageError(`Unexpected ${JSON.stringify(value)} for \`${key}\` in \`${file}\`, expected ${expected}`)
  }

  return {
    text: (key) => read(key, 'a text', (value) => typeof value === 'string'),
    number: (key) => read(key, 'a number', (value) => typeof value === 'number'),
    boolean: (key) => read(key, '`true` or `false`', (value) => typeof value === 'boolean'),
    list: (key) => {
      const value = values.get(key)
      const listed = value === undefined ? [] : [value].flat()
      if (listed.every((each) => typeof each === 'string')) return listed
      throw unexpected(key, value, 'a list of texts')
    },
    table: (key) => {
      const value = values.get(key)
      return value === undefined ? new Map() : tableOf(value, () => unexpected(key, value, 'a table of keys'))
    },
    keys: [...values.keys()]
  }
}

function tableOf(value: unknown, error: () => UsageError): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw error()
  return new Map(Object.entries(value))
}

/**
 * Parse a file.
 *
 * @throws {UsageError} Says what the parser says.
 */
export function parseBy<Content>(
  parse: (text: string) => Content,
  text: string,
  file: string,
  format: string
): Content {
  try {
    return parse(text)
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new UsageError(`Unexpected content of \`${file}\`, expected ${format}: ${reason ?? ''}`, {cause: error})
  }
}
