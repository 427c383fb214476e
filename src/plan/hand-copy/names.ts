/** Names in the text of statements about a table that takes the place of another one. */
import type {Name} from '../../operations/definitions.js'
import {tokenize} from '../../parse/postgres/tokens.js'
import type {Token} from '../../parse/postgres/tokens.js'

/** Stands in statements for the schema that the new table is made in. */
export const schemaMark = '{{schema}}'

/** Whether two written names may mean the same: one without a schema means what the search path says. */
export function isSameName(a: Name | undefined, b: Name | undefined): boolean {
  if (a === undefined || b?.name !== a.name) return false
  return a.schema === undefined || b.schema === undefined || a.schema === b.schema
}

/** What a token names, as the server folds it; `undefined`: it is no name. */
function nameOf({kind, text}: Token): string | undefined {
  if (kind === 'word') return text.toLowerCase()
  return kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : undefined
}

/** Whether one of the names stands in a text, outside of its strings. */
export function mentions(text: string, names: ReadonlySet<string>): boolean {
  return tokenize(text).some((token) => names.has(nameOf(token) ?? ''))
}

/** The text with another schema before those of its names that are written with one, and that are of the new table. */
export function inNewSchema(text: string, isNew: (name: string) => boolean): string {
  return edited(text, (tokens, index) => {
    const [schema, dot, name] = tokens.slice(index, index + 3)
    const isQualified = schema !== undefined && nameOf(schema) !== undefined && dot?.text === '.'
    if (!isQualified || tokens[index - 1]?.text === '.') return undefined
    return name && isNew(nameOf(name) ?? '') ? {...schema, replacement: schemaMark} : undefined
  })
}

/** The text without a key word. */
export function withoutWord(text: string, word: string): string {
  return edited(text, (tokens, index) => {
    const token = tokens[index]
    return token?.kind === 'word' && token.text === word ? {...token, replacement: ''} : undefined
  })
}

/** An expression in which columns are called by their names alone. */
export function withoutTable(text: string, table: string): string {
  return edited(text, (tokens, index) => {
    const token = tokens[index]
    const next = tokens[index + 1]
    if (token === undefined || tokens[index - 1]?.text === '.') return undefined
    const own = next?.text === '.' && nameOf(token) === table ? next : undefined
    const [name, dot] = tokens.slice(index + 2, index + 4)
    const last = next?.text === '.' && name && nameOf(name) === table && dot?.text === '.' ? dot : own
    return last && {start: token.start, end: last.end, replacement: ''}
  })
}

interface Edit {
  start: number
  end: number
  replacement: string
}

function edited(text: string, editOf: (tokens: readonly Token[], index: number) => Edit | undefined): string {
  const tokens = tokenize(text)
  let result = ''
  let copied = 0
  for (const index of tokens.keys()) {
    const edit = editOf(tokens, index)
    if (edit === undefined) continue
    result += text.slice(copied, edit.start) + edit.replacement
    copied = edit.end
  }
  return result + text.slice(copied)
}
