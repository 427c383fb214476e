/** The SQL that makes rows: an expression in `n` for each column, with the keys of other tables joined in. */
import type {FillCheck, FillDialect, FillKey, FillTable} from './table.js'

/** A referenced table with rows in it, as it is joined. */
export interface Reference {
  key: FillKey
  /** Of the referenced table, in SQL. */
  source: string
  /** How many of its rows are used. */
  rows: number
}

/** What a table is filled from. */
export interface RowsQuery {
  table: FillTable
  references: readonly Reference[]
  /** By column name, in the order of the columns: SQL. */
  values: ReadonlyMap<string, string>
  checks: readonly FillCheck[]
}

/** The rows `from` to `to`, without those that break a check. */
export function rowsQuery(query: RowsQuery, dialect: FillDialect, from: number, to: number): string {
  const {checks, references, table, values} = query
  const columns = [...values].map(([name, expression]) => {
    const column = table.columns.find((each) => each.name === name)
    return `${column === undefined ? expression : dialect.cast(expression, column)} AS ${dialect.quote(name)}`
  })
  const joins = references.map((reference, index) => joinOf(reference, index, references, dialect))
  const where = checks.map(({condition}) => `(${condition}) IS NOT FALSE`)
  return (
    `SELECT ${[...values.keys()].map(dialect.quote).join(', ')} FROM (SELECT ${columns.join(', ')} ` +
    `FROM ${dialect.numbers(from, to)} ${joins.join(' ')}) AS filled` +
    (where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`)
  )
}

/** The name of a joined key's column. */
export function referenceColumn(index: number, column: string, dialect: FillDialect): string {
  return `r${index}.${dialect.quote(column)}`
}

/** Rows of several tables are paired so that each pair comes before any comes again. */
function joinOf(
  {key, rows, source}: Reference,
  index: number,
  references: readonly Reference[],
  {quote}: FillDialect
): string {
  const columns = key.targetColumns.map(quote)
  const before = references.slice(0, index).reduce((product, reference) => product * reference.rows, 1)
  const shift = index === 0 ? '' : ` + (n - 1 - mod(n - 1, ${before})) / ${before}`
  return (
    `LEFT JOIN (SELECT row_number() OVER () AS i, ${columns.join(', ')} FROM ` +
    `(SELECT ${columns.join(', ')} FROM ${source} WHERE ${columns.map((each) => `${each} IS NOT NULL`).join(' AND ')} ` +
    `LIMIT ${rows}) AS s${index}) AS r${index} ON r${index}.i = 1 + mod(n - 1${shift}, ${rows})`
  )
}
