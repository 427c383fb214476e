/** Parts of statements over a key. A cursor is the key of a row as texts: the server's own, for strings in hexadecimal. */
import type {KeyColumn, TableKey} from './keys.js'
import {quoteName} from '../../sql/mysql.js'

/** What is selected to get the cursor of the row `alias`: under the names `k1`, `k2`, … */
export function cursorColumns(columns: readonly KeyColumn[], alias: string): string {
  return cursorTexts(columns, alias)
    .map((text, index) => `${text} AS ${cursorName(index)}`)
    .join(', ')
}

/** The parts of the cursor of the row `alias`: letters, digits, signs of numbers, times and addresses, and spaces. */
export function cursorTexts(columns: readonly KeyColumn[], alias: string): string[] {
  return columns.map((column) => cursorText(column, referenceTo(column, alias)))
}

/** The name under which a part of a cursor is selected. */
export function cursorName(index: number): string {
  return `k${String(index + 1)}`
}

/** A cursor from a row that was selected so. */
export function cursorOf(columns: readonly KeyColumn[], row: Record<string, string | null>): string[] {
  return columns.map((column, index) => {
    const text = row[cursorName(index)]
    if (typeof text === 'string') return text
    throw new Error(`Unexpected NULL in column ${column.name} of a key, expected a value`)
  })
}

function cursorText({sort}: KeyColumn, reference: string): string {
  switch (sort) {
    case 'number':
    case 'temporal':
      return `CAST(${reference} AS CHAR)`
    case 'address':
      return `CAST(${reference} AS CHAR)`
    case 'text':
    case 'binary':
      return `HEX(${reference})`
    case 'enum':
    case 'set':
    case 'bit':
      return `${reference} + 0`
  }
}

/** A part of a cursor as a literal that compares with its column as another value of it would, on the index. */
export function keyLiteral({charset, collation, sort}: KeyColumn, text: string): string {
  switch (sort) {
    case 'number':
    case 'set':
    case 'enum':
    case 'bit':
      if (/^-?\d+(?:\.\d+)?$/.test(text)) return text
      throw new TypeError(`Unexpected text \`${text}\` of a number, expected digits`)
    case 'text':
      return `_${charset ?? 'utf8mb4'} X'${hexOf(text)}' COLLATE ${collation ?? 'utf8mb4_bin'}`
    case 'binary':
      return `X'${hexOf(text)}'`
    case 'temporal':
    case 'address':
      if (/^[-0-9a-fA-F:. ]+$/.test(text)) return `'${text}'`
      throw new TypeError(`Unexpected text \`${text}\` of a time or an address, expected digits`)
  }
}

function hexOf(text: string): string {
  if (/^[0-9A-F]*$/i.test(text)) return text
  throw new TypeError(`Unexpected text \`${text}\`, expected hexadecimal digits`)
}

/** `ORDER BY` this: the order of the index. */
export function orderOf(columns: readonly KeyColumn[], alias: string, backwards = false): string {
  return columns
    .map((column) => `${referenceTo(column, alias)}${column.descending === backwards ? '' : ' DESC'}`)
    .join(', ')
}

/** https://dev.mysql.com/doc/refman/8.4/en/index-hints.html: a table scan is assumed to be very expensive. */
export function forceIndex({index}: TableKey): string {
  return `FORCE INDEX (${quoteName(index)})`
}

/** Whether the row `alias` comes after a cursor. */
export function isAfter(columns: readonly KeyColumn[], alias: string, cursor: readonly string[]): string {
  return bounded(columns, alias, cursor, {beyond: true, inclusive: false})
}

/** Whether the row `alias` comes before a cursor, or is the one at it. */
export function isUpTo(columns: readonly KeyColumn[], alias: string, cursor: readonly string[]): string {
  return bounded(columns, alias, cursor, {beyond: false, inclusive: true})
}

/** Whether the row `alias` has one of these keys: each is looked up in the index by itself. */
export function isOneOf(
  columns: readonly KeyColumn[],
  alias: string,
  cursors: ReadonlyArray<readonly string[]>
): string {
  const references = columns.map((column) => referenceTo(column, alias))
  const keys = cursors.map((cursor) => columns.map((column, index) => keyLiteral(column, cursor[index] ?? '')))
  if (columns.length === 1) return `${references.join('')} IN (${keys.flat().join(', ')})`
  // MySQL finds no row where a row of constants has a number for a set or an enum.
  if (columns.some(({sort}) => sort === 'set' || sort === 'enum')) {
    const each = keys.map((key) => key.map((value, index) => `${references[index] ?? ''} = ${value}`).join(' AND '))
    return `(${each.map((key) => `(${key})`).join(' OR ')})`
  }
  return `(${references.join(', ')}) IN (${keys.map((key) => `(${key.join(', ')})`).join(', ')})`
}

/** Whether two values of a column are the same: two of an enum may be one text, the empty one. */
export function areEqual({sort}: KeyColumn, one: string, other: string): string {
  return sort === 'enum' ? `${one} = ${other} AND ${one} + 0 = ${other} + 0` : `${one} = ${other}`
}

interface Bound {
  beyond: boolean
  inclusive: boolean
}

/**
 * A comparison of rows, `(a, b) > (1, 2)`, is not looked up in the index: column by column it is. The bound of the first
 * column stands before the others, so that the range begins there.
 * https://dev.mysql.com/doc/refman/8.4/en/range-optimization.html#row-constructor-range-optimization
 */
function bounded(columns: readonly KeyColumn[], alias: string, cursor: readonly string[], bound: Bound): string {
  const [first, ...rest] = columns
  const [text = ''] = cursor
  if (first === undefined) return bound.inclusive ? 'TRUE' : 'FALSE'
  if (rest.length === 0) return compared(first, alias, text, bound)
  const further = bounded(rest, alias, cursor.slice(1), bound)
  const strictly = compared(first, alias, text, {...bound, inclusive: false})
  const loosely = compared(first, alias, text, {...bound, inclusive: true})
  return `${loosely} AND (${strictly} OR (${isEqual(first, alias, text)} AND ${further}))`
}

/** One column. */
function compared(column: KeyColumn, alias: string, text: string, {beyond, inclusive}: Bound): string {
  const reference = referenceTo(column, alias)
  const isGreater = beyond !== column.descending
  if (column.sort !== 'enum') {
    return `${reference} ${isGreater ? '>' : '<'}${inclusive ? '=' : ''} ${keyLiteral(column, text)}`
  }
  const number = Number(text)
  const wanted = numbersOf(column).filter((each) => (each === number ? inclusive : isGreater === each > number))
  return wanted.length === 0 ? 'FALSE' : `${reference} IN (${wanted.join(', ')})`
}

function isEqual(column: KeyColumn, alias: string, text: string): string {
  return `${referenceTo(column, alias)} = ${keyLiteral(column, text)}`
}

/**
 * Numbers of the labels of an enum, in their order, which is that of the index: what is no label has 0. By one of them a row
 * is looked up in the index, by less or greater it is not. By its label that of 0 is not, where the empty text is another.
 * https://dev.mysql.com/doc/refman/8.4/en/enum.html#enum-indexes
 */
function numbersOf({type}: KeyColumn): number[] {
  return [0, ...Array.from(type.matchAll(/'(?:[^']|'')*'/g), (_, index) => index + 1)]
}

/** The column of the row `alias`. */
export function referenceTo({name}: KeyColumn, alias: string): string {
  return `${alias}.${quoteName(name)}`
}
