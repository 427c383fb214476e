/** Filling tables with plausible rows that meet their constraints. */
import {toServerError} from '../engine.js'
import type {FilledTable} from '../rehearsal.js'
import {choose} from './choose.js'
import type {CountRows} from './choose.js'
import {isNullable, orderTables} from './order.js'
import type {OrderedTable} from './order.js'
import {referenceColumn, rowsQuery} from './query.js'
import type {Reference, RowsQuery} from './query.js'
import type {FillCheck, FillDialect, FillKey, FillTable} from './table.js'

/** A connection to fill over. */
export interface FillLink {
  query: <Row>(sql: string) => Promise<Row[]>
}

/** After so many attempts that add nothing, no more rows can be had. */
const patience = 2

/** Fill each table until it has so many rows; what cannot be filled is told with the reason. */
export async function fillTables(
  link: FillLink,
  dialect: FillDialect,
  tables: readonly FillTable[],
  rows: number
): Promise<FilledTable[]> {
  const ordered = orderTables(tables)
  const byName = new Map(tables.map((table) => [table.name, table]))
  const counts = new Map<string, number>()
  const known = keysToKnow(ordered, byName)
  const filled: FilledTable[] = []
  for (const each of ordered) {
    const one = await fillTable({link, dialect, byName, counts, known, rows}, each)
    counts.set(each.table.name, one.rows)
    filled.push(one)
  }
  await removeDangling(link, dialect, ordered, byName)
  return filled
}

interface Filling {
  link: FillLink
  dialect: FillDialect
  byName: ReadonlyMap<string, FillTable>
  /** Rows of the tables that had their turn. */
  counts: ReadonlyMap<string, number>
  /** Columns, as `table.column`, whose values others have to know before they are there. */
  known: ReadonlySet<string>
  rows: number
}

/** Of a circle that no NULL breaks, both sides have the same expression. */
function keysToKnow(ordered: readonly OrderedTable[], byName: ReadonlyMap<string, FillTable>): Set<string> {
  const required = ordered.flatMap(({late, table}) => late.filter((key) => !isNullable(table, key)))
  return new Set(
    required
      .filter(({target}) => byName.has(target))
      .flatMap(({target, targetColumns}) => targetColumns.map((column) => `${target}.${column}`))
  )
}

async function fillTable(filling: Filling, {late, table}: OrderedTable): Promise<FilledTable> {
  const {dialect, link, rows} = filling
  const count = (source: string): Promise<number> => countOf(link, source)
  const had = await count(table.source)
  const outcome = (now: number, because: string | undefined): FilledTable => ({
    table: table.label,
    rows: now,
    because: now >= rows ? undefined : because
  })
  if (had >= rows) return outcome(had, undefined)

  const planned = await plan(filling, table, late)
  if (typeof planned === 'string') return outcome(had, planned)
  let [now, idle, from] = [had, 0, 1]
  while (now < rows && idle < patience) {
    const query = `${rowsQuery(planned, dialect, from, from + rows - 1)} LIMIT ${rows - now}`
    const error = await attempt(link, dialect.insert(table.into, columnsOf(planned, dialect), query, true))
    if (error !== undefined) return outcome(now, error)
    const after = await count(table.source)
    idle = after > now ? 0 : idle + 1
    now = after
    from += rows
  }
  return outcome(now, now < rows ? await reasonFor(filling, planned, from) : undefined)
}

function columnsOf({values}: RowsQuery, {quote}: FillDialect): string {
  return [...values.keys()].map(quote).join(', ')
}

/** What the server says when nothing is left out. */
async function reasonFor({dialect, link}: Filling, planned: RowsQuery, from: number): Promise<string> {
  const query = `${rowsQuery(planned, dialect, from, from)} LIMIT 1`
  const error = await attempt(link, dialect.insert(planned.table.into, columnsOf(planned, dialect), query, false))
  return error ?? `few values were found that meet ${planned.checks.map(({condition}) => condition).join(' AND ')}`
}

/** The expressions for a table, or why there are none. */
async function plan(filling: Filling, table: FillTable, late: readonly FillKey[]): Promise<RowsQuery | string> {
  const {byName, dialect, link, rows} = filling
  const references: Reference[] = []
  const options = new Map<string, readonly string[]>()
  const checks: FillCheck[] = [...table.checks]
  const early = table.foreignKeys.filter((key) => !late.includes(key))

  for (const key of [...early].sort((a, b) => b.columns.length - a.columns.length)) {
    const source = byName.get(key.target)?.source ?? ''
    const there = await countOf(link, source)
    if (there === 0 && !isNullable(table, key))
      return `\`${byName.get(key.target)?.label ?? key.target}\`, which it references, has no rows`
    if (there === 0) continue
    if (key.columns.some((column) => options.has(column))) {
      checks.push(existsCheck(key, source, dialect))
      continue
    }
    const index = references.push({key, source, rows: Math.min(there, rows)}) - 1
    for (const [place, column] of key.columns.entries()) {
      const nullable = table.columns.find(({name}) => name === column)?.nullable === true
      const value = referenceColumn(index, key.targetColumns[place] ?? '', dialect)
      options.set(column, nullable ? [value, 'NULL'] : [value])
    }
  }

  const missing = addOwnOptions(filling, table, late, options)
  if (missing !== undefined) return missing
  const usable = checks.filter(({columns}) => columns.every((column) => options.has(column)))
  const query = {table, references, checks: usable}
  const {unmet, values} = await choose(query, options, dialect, counter(link))
  const without = table.columns.find(
    ({hasDefault, name, nullable}) => options.has(name) && !values.has(name) && !nullable && !hasDefault
  )
  if (without) return `no value was found for \`${without.name}\` (${without.type ?? 'of its type'})`
  if (unmet !== undefined) return `no values were found that meet ${unmet}`
  if (values.size === 0) return 'the server fills all of its columns by itself'
  return {...query, values}
}

/** @returns Why the table cannot be filled. */
function addOwnOptions(
  {byName, known}: Filling,
  table: FillTable,
  late: readonly FillKey[],
  options: Map<string, readonly string[]>
): string | undefined {
  const required = late.filter((key) => !isNullable(table, key))
  const missing = required.find(({target}) => !byName.has(target))
  if (missing) return `\`${missing.target}\`, which it references, cannot be filled`
  const checked = new Set(table.checks.flatMap(({columns}) => columns))

  for (const column of table.columns) {
    const {automatic, candidates, hasDefault, name, nullable} = column
    if (options.has(name)) continue
    const key = required.find(({columns}) => columns.includes(name))
    const target = key?.targetColumns[key.columns.indexOf(name)]
    const twin = byName.get(key?.target ?? '')?.columns.find((each) => each.name === target)
    if (twin) options.set(name, twin.candidates.slice(0, 1))
    else if (late.some(({columns}) => columns.includes(name))) options.set(name, ['NULL'])
    else if (automatic && !known.has(`${table.name}.${name}`) && !checked.has(name)) continue
    else if (candidates.length > 0) options.set(name, nullable ? [...candidates, 'NULL'] : candidates)
    else if (nullable) options.set(name, ['NULL'])
    else if (!hasDefault) return `no value is known for \`${name}\` (${column.type ?? 'of its type'})`
  }
  return undefined
}

/** A column that two keys share has the value of one: the other has to hold too. */
function existsCheck({columns, targetColumns}: FillKey, source: string, {quote}: FillDialect): FillCheck {
  const pairs = columns.map((column, index) => `other.${quote(targetColumns[index] ?? '')} = filled.${quote(column)}`)
  const nulls = columns.map((column) => `filled.${quote(column)} IS NULL`)
  return {
    columns,
    condition: `${nulls.join(' OR ')} OR EXISTS (SELECT 1 FROM ${source} AS other WHERE ${pairs.join(' AND ')})`
  }
}

/** Rows of a circle whose other half was left out. */
async function removeDangling(
  link: FillLink,
  {quote}: FillDialect,
  ordered: readonly OrderedTable[],
  byName: ReadonlyMap<string, FillTable>
): Promise<void> {
  for (const {late, table} of ordered) {
    for (const key of late) {
      const target = byName.get(key.target)
      if (target === undefined || target === table || isNullable(table, key)) continue
      const pairs = key.columns.map(
        (column, index) =>
          `${target.source}.${quote(key.targetColumns[index] ?? '')} = ${table.source}.${quote(column)}`
      )
      await link.query(
        `DELETE FROM ${table.source} WHERE NOT EXISTS (SELECT 1 FROM ${target.source} WHERE ${pairs.join(' AND ')})`
      )
    }
  }
}

async function countOf(link: FillLink, source: string): Promise<number> {
  const [row] = await link.query<{counted: number | string}>(`SELECT count(*) AS counted FROM ${source}`)
  return Number(row?.counted ?? 0)
}

function counter(link: FillLink): CountRows {
  return async (query) => {
    try {
      // A planner would leave out what is only counted: the values have to be computed.
      return (await link.query(query)).length
    } catch (error) {
      if (toServerError(error) === undefined) throw error
      return undefined
    }
  }
}

/** @returns What the server says where it refuses. */
async function attempt(link: FillLink, sql: string): Promise<string | undefined> {
  try {
    await link.query(sql)
    return undefined
  } catch (error) {
    const refused = toServerError(error)
    if (refused === undefined) throw error
    return refused.message
  }
}
