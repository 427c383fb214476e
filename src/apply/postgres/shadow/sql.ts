/** Parts of statements over a key, in the old and in the new shape. Values of keys travel as the server's text. */
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

/**
 * Whether a row comes after a key, or not after it: an array of texts in one parameter.
 *
 * A comparison of rows stays on the index; it has one operator, so columns whose operators are in different schemas are
 * compared one by one, behind a bound that the index can use.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON
 */
export function isAfter(key: readonly KeyColumn[], alias: string, side: Side, parameter: string): string {
  const columns = key.map((column, index) => {
    const {source, sourceType, target, targetEquals, targetGreater, targetType, equals, greater} = column
    const value = `(${parameter}::json ->> ${String(index)})::${sourceType}`
    return side === 'source'
      ? {name: `${alias}.${source}`, value, equals, greater}
      : {name: `${alias}.${target}`, value: `${value}::${targetType}`, equals: targetEquals, greater: targetGreater}
  })
  const [first] = columns
  if (first !== undefined && columns.every(({greater}) => greater === first.greater)) {
    const list = (of: (column: (typeof columns)[number]) => string): string => columns.map(of).join(', ')
    return columns.length === 1
      ? `${first.name} ${first.greater} ${first.value}`
      : `ROW(${list(({name}) => name)}) ${first.greater} ROW(${list(({value}) => value)})`
  }
  const alternatives = columns.map(({greater, name, value}, index) => {
    const before = columns.slice(0, index).map((column) => `${column.name} ${column.equals} ${column.value}`)
    return `(${[...before, `${name} ${greater} ${value}`].join(' AND ')})`
  })
  return `(${alternatives.join(' OR ')})`
}

/** The source's rows as they are copied; `rows` is a relation with the source's columns, under the table's name. */
export function copied({columns}: ShadowRecord): {names: string; expressions: string} {
  return {
    names: columns.map(({name}) => name).join(', '),
    expressions: columns.map(({expression}) => expression).join(', ')
  }
}
