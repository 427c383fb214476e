/** Parts of statements over a key, in the old and in the new shape. Values of keys travel as the server's text. */
import {partsOfRange} from '../key-ranges.js'
import type {KeyCondition} from '../key-ranges.js'
import type {KeyColumn, ShadowRecord} from './record.js'

/** `k1`, `k2`, …: a key outside of the tables, whatever its columns are called. */
const nameOf = (index: number): string => `k${String(index + 1)}`

/** Columns of the log. */
export function logColumns(key: readonly KeyColumn[]): string {
  return key.map((_, index) => nameOf(index)).join(', ')
}

/** The key of the source row `alias`, under the names of the log. */
export function sourceKey(key: readonly KeyColumn[], alias: string): string {
  return key.map(({source}, index) => `${alias}.${source} AS ${nameOf(index)}`).join(', ')
}

/** The same of a row of the new table, as values of the source's types. */
export function shadowKey(key: readonly KeyColumn[], alias: string): string {
  return key.map(({sourceType, target}, index) => `${alias}.${target}::${sourceType} AS ${nameOf(index)}`).join(', ')
}

/** A JSON array of arrays of texts as rows of the key. */
export function keysOf(key: readonly KeyColumn[], parameter: string): string {
  const columns = key.map(({sourceType}, index) => `(e ->> ${String(index)})::${sourceType} AS ${nameOf(index)}`)
  return `SELECT DISTINCT ${columns.join(', ')} FROM json_array_elements(${parameter}::json) AS e`
}

/** A row of the key, as an array of texts. */
export function keyText(key: readonly KeyColumn[], alias: string): string {
  return `json_build_array(${key.map((_, index) => `${alias}.${nameOf(index)}::text`).join(', ')})`
}

/** The key of whichever side of a full join has it, as an array of texts. */
export function eitherKey(key: readonly KeyColumn[], one: string, other: string): string {
  const texts = key.map((_, index) => `coalesce(${one}.${nameOf(index)}, ${other}.${nameOf(index)})::text`)
  return `json_build_array(${texts.join(', ')})`
}

/** Whether a row of the source has the key in `other`. */
export function isSource(key: readonly KeyColumn[], alias: string, other: string): string {
  return key.map(({equals, source}, index) => `${alias}.${source} ${equals} ${other}.${nameOf(index)}`).join(' AND ')
}

/** Whether two keys outside of the tables are the same. */
export function isSame(key: readonly KeyColumn[], one: string, other: string): string {
  return key.map(({equals}, index) => `${one}.${nameOf(index)} ${equals} ${other}.${nameOf(index)}`).join(' AND ')
}

/** Whether a row of the new table has the key in `other`. */
export function isShadow(key: readonly KeyColumn[], alias: string, other: string): string {
  return key
    .map(
      ({target, targetEquals, targetType}, index) =>
        `${alias}.${target} ${targetEquals} ${other}.${nameOf(index)}::${targetType}`
    )
    .join(' AND ')
}

export function orderOf(key: readonly KeyColumn[], alias: string, direction = ''): string {
  return key.map(({source}) => `${alias}.${source}${direction}`).join(', ')
}

type Side = 'source' | 'target'

/** A column of the key beside the value that it is compared with. */
interface Compared {
  name: string
  value: string
  equals: string
  greater: string
  less: string
  atMost: string
}

/** Whether a row comes after a key: an array of texts in one parameter. */
export function isAfter(key: readonly KeyColumn[], alias: string, side: Side, parameter: string): string {
  const columns = comparedWith(key, alias, side, parameter)
  return inOneGo(columns) ?? `(${partsAfter(columns).join(' OR ')})`
}

/**
 * A query for the first rows of the source after a key; in no order.
 *
 * A comparison of rows begins at its place in the index; it has one operator, so where those of the columns are in
 * different schemas the rows come in parts, of which each gives as many as are wanted at the most.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
 */
export function rowsAfter(key: readonly KeyColumn[], table: string, parameter: string, limit: number): string {
  const columns = comparedWith(key, 's', 'source', parameter)
  const one = inOneGo(columns)
  const parts = one === undefined ? partsAfter(columns) : [one]
  const first = ` ORDER BY ${orderOf(key, 's')} LIMIT ${String(limit)}`
  return parts.map((part) => `(SELECT s.* FROM ${table} AS s WHERE ${part}${first})`).join(' UNION ALL ')
}

/**
 * A query for the rows after one key and up to another one; `same`: in how many of the first columns the two are the
 * same; `undefined`: from the first row on, or to the last.
 */
export function rowsBetween(
  key: readonly KeyColumn[],
  table: string,
  side: Side,
  {after, same, until}: {after: string | undefined; until: string | undefined; same: number}
): string {
  const bounds = {
    after: comparedWith(key, 's', side, after ?? 'NULL'),
    until: comparedWith(key, 's', side, until ?? 'NULL')
  }
  const parts = partsOfRange(key.length, {after: after !== undefined, until: until !== undefined, same})
  const conditions = parts.map((part) =>
    part.map(({bound, column, operator}) => comparison(bounds[bound][column], operator)).join(' AND ')
  )
  return conditions
    .map((condition) => `SELECT s.* FROM ${table} AS s${condition === '' ? '' : ` WHERE ${condition}`}`)
    .join(' UNION ALL ')
}

/** In how many of their first columns two keys are the same, as SQL; of keys as arrays of texts in parameters. */
export function samePrefix(key: readonly KeyColumn[], one: string, other: string): string {
  const value = (parameter: string, index: number, type: string): string =>
    `(${parameter}::json ->> ${String(index)})::${type}`
  return key.reduceRight(
    (deeper, {collation, equals, sourceType}, index) =>
      `CASE WHEN ${value(one, index, sourceType)}${collation} ${equals} ${value(other, index, sourceType)} THEN 1 + ${deeper} ELSE 0 END`,
    '0'
  )
}

function comparedWith(key: readonly KeyColumn[], alias: string, side: Side, parameter: string): Compared[] {
  return key.map((column, index) => {
    const {atMost, equals, greater, less, source, sourceType, target, targetType} = column
    const value = `(${parameter}::json ->> ${String(index)})::${sourceType}`
    if (side === 'source') return {name: `${alias}.${source}`, value, equals, greater, less, atMost}
    const {targetAtMost, targetEquals, targetGreater, targetLess} = column
    return {
      name: `${alias}.${target}`,
      value: `${value}::${targetType}`,
      equals: targetEquals,
      greater: targetGreater,
      less: targetLess,
      atMost: targetAtMost
    }
  })
}

function comparison(column: Compared | undefined, operator: KeyCondition['operator']): string {
  return column === undefined ? 'true' : `${column.name} ${column[operator]} ${column.value}`
}

/** `undefined`: the columns have different operators. */
function inOneGo(columns: readonly Compared[]): string | undefined {
  const [first] = columns
  if (first === undefined || columns.some(({greater}) => greater !== first.greater)) return undefined
  const list = (of: (column: Compared) => string): string => columns.map(of).join(', ')
  return columns.length === 1
    ? comparison(first, 'greater')
    : `ROW(${list(({name}) => name)}) ${first.greater} ROW(${list(({value}) => value)})`
}

function partsAfter(columns: readonly Compared[]): string[] {
  return partsOfRange(columns.length, {after: true, until: false, same: 0}).map(
    (part) => `(${part.map(({column, operator}) => comparison(columns[column], operator)).join(' AND ')})`
  )
}

/** The source's rows as they are copied; `rows` is a relation with the source's columns, under the table's name. */
export function copied({columns}: ShadowRecord): {names: string; expressions: string} {
  return {
    names: columns.map(({name}) => name).join(', '),
    expressions: columns.map(({expression}) => expression).join(', ')
  }
}
