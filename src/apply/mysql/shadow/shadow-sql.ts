/** Parts of statements over both shapes of a table: `s` is a row of the source, `n` one of the new table. */
import {areEqual, cursorName, isOneOf, keyLiteral, referenceTo} from '../key-sql.js'
import type {KeyColumn} from '../keys.js'
import {quoteName} from '../../../sql/mysql.js'
import type {ShadowRecord} from './record.js'

/** The log's columns, as a key. */
export function logKey({key}: ShadowRecord): KeyColumn[] {
  return key.columns.map((column, index) => ({...column, name: cursorName(index)}))
}

/** A value of the source's column as one of the new one's. */
function converted(from: KeyColumn, to: KeyColumn, value: string): string {
  if (from.charset === to.charset && from.collation === to.collation) return value
  return `CONVERT(${value} USING ${to.charset ?? 'utf8mb4'}) COLLATE ${to.collation ?? 'utf8mb4_bin'}`
}

function pairs({key, target}: ShadowRecord): Array<{from: KeyColumn; to: KeyColumn}> {
  return key.columns.flatMap((from, index) => {
    const to = target.columns[index]
    return to ? [{from, to}] : []
  })
}

/** Where two keys that the source tells apart may be one to the new shape, or the other way round. */
function comparesOtherwise({from, to}: {from: KeyColumn; to: KeyColumn}): boolean {
  return from.sort === 'text' && (from.collation !== to.collation || from.charset !== to.charset)
}

/** Whether a range of keys of the source is the same range of the new table. */
export function sharesOrder(record: ShadowRecord): boolean {
  return pairs(record).every(
    (pair) => !comparesOtherwise(pair) && pair.from.sort === pair.to.sort && pair.from.descending === pair.to.descending
  )
}

/** Whether the rows `n` and `s`, or `alias`, have the same key; looked up by that of the one that is read last. */
export function isSameRow(record: ShadowRecord, lookUp: 'n' | 's', alias = 's'): string {
  return pairs(record)
    .flatMap((pair) => {
      const {from, to} = pair
      const [source, target] = [referenceTo(from, alias), referenceTo(to, 'n')]
      const found =
        lookUp === 'n'
          ? areEqual(to, target, converted(from, to, source))
          : areEqual(from, source, converted(to, from, target))
      return comparesOtherwise(pair)
        ? [found, `CAST(${target} AS BINARY) = CAST(${bare(pair, source)} AS BINARY)`]
        : [found]
    })
    .join(' AND ')
}

/** Whether the row `n` or `s` has the key in the row `d` of the log, where both tables have one order. */
export function isLogged(record: ShadowRecord, alias: 'n' | 's'): string {
  const {columns} = alias === 'n' ? record.target : record.key
  const keys = logKey(record)
  return columns
    .flatMap((column, index) => {
      const key = keys[index]
      return key ? [areEqual(column, referenceTo(column, alias), referenceTo(key, 'd'))] : []
    })
    .join(' AND ')
}

function bare({from, to}: {from: KeyColumn; to: KeyColumn}, value: string): string {
  return from.charset === to.charset ? value : `CONVERT(${value} USING ${to.charset ?? 'utf8mb4'})`
}

/** Whether the row `n` of the new table has one of these keys of the source, to the byte. */
export function hasNewKey(record: ShadowRecord, keys: ReadonlyArray<readonly string[]>): string {
  const all = pairs(record)
  if (!all.some(comparesOtherwise)) return isOneOf(record.target.columns, 'n', keys)
  const each = keys.map((key) =>
    all
      .map((pair, index) => {
        const {from, to} = pair
        const [reference, value] = [referenceTo(to, 'n'), keyLiteral(from, key[index] ?? '')]
        const found = `${reference} = ${converted(from, to, value)}`
        return comparesOtherwise(pair)
          ? `${found} AND CAST(${reference} AS BINARY) = CAST(${bare(pair, value)} AS BINARY)`
          : found
      })
      .join(' AND ')
  )
  return `(${each.map((key) => `(${key})`).join(' OR ')})`
}

/** The key of the row `n` as a cursor of the source. */
export function sourceCursor(record: ShadowRecord): string {
  return pairs(record)
    .map((pair, index) => {
      const {from, to} = pair
      const value = referenceTo(to, 'n')
      const back = from.charset === to.charset ? value : `CONVERT(${value} USING ${from.charset ?? 'utf8mb4'})`
      const text = from.sort === 'text' || from.sort === 'binary' ? `HEX(${back})` : plainText(from, value)
      return `${text} AS ${cursorName(index)}`
    })
    .join(', ')
}

function plainText({sort}: KeyColumn, value: string): string {
  return sort === 'enum' || sort === 'set' || sort === 'bit' ? `${value} + 0` : `CAST(${value} AS CHAR)`
}

/** The columns of the new table that are filled, and what with. */
export function copiedSql({columns}: ShadowRecord): {names: string; expressions: string} {
  return {
    names: columns.map(({name}) => quoteName(name)).join(', '),
    expressions: columns.map(({expression}) => expression).join(', ')
  }
}

/** Rows of `INSERT INTO log`: an enum by its number, as two of its values may be empty texts. */
export function logValues({key}: ShadowRecord, keys: ReadonlyArray<readonly string[]>): string {
  const literals = keys.map((cursor) => {
    const parts = key.columns.map((column, index) => keyLiteral(column, cursor[index] ?? ''))
    return `(${parts.join(', ')})`
  })
  return literals.join(', ')
}
