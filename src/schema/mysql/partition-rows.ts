/**
 * Which partitions of a table hold no rows. A schema file with its rows shows it, and a live database. What the
 * application writes between the migrations of a history nobody can see there, so that a history shows nothing.
 */
import type {Constant, Name, PartitionBy, Span} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {toDays, toTime} from '../../operations/mysql/times.js'
import type {PartitionValues} from '../../parse/mysql/syntax/table.js'
import type {Column, PartitionRows, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Context} from '../changes/context.js'
import {findColumn} from '../lookup.js'

/** A table of a schema file has just been made: nothing is in it, though the file may have no rows at all. */
export function beginPartitionRows({catalog, migration}: Context, table: Table): void {
  const {incomplete, partitionBy} = table
  const {partitions, values} = partitionBy ?? {}
  if (migration === undefined && incomplete !== true && partitions && values) {
    catalog.partitionRows.set(keyOf(table), {shown: false, empty: partitions})
  }
}

/** Somebody else's code may have written to any table. */
export function forgetAllPartitionRows({catalog}: Pick<Context, 'catalog'>): void {
  for (const key of [...catalog.partitionRows.keys()]) catalog.partitionRows.delete(key)
}

/** Rows may have come to any partition of a table. */
export function forgetPartitionRows(context: Context, name: Name): void {
  const table = writtenTable(context, name)
  if (table) context.catalog.partitionRows.delete(keyOf(table))
}

/** Other names of partitions that are empty: those that have gone are not, others are made of empty ones. */
export function replacePartitionRows(
  {catalog, session}: Context,
  name: Name,
  gone: readonly string[],
  into: readonly string[] = []
): void {
  const table = catalog.partitionRows.size > 0 ? session.findTable(catalog, name) : undefined
  const before = table && catalog.partitionRows.get(keyOf(table))
  if (!before) return
  const names = new Set(gone.map((each) => each.toLowerCase()))
  const stay = before.empty.filter((each) => !names.has(each.toLowerCase()))
  const empty = holdNoRows(before, gone) ? [...stay, ...into] : stay
  catalog.partitionRows.set(keyOf(table), {...before, empty})
}

/** Whether these partitions are known to be empty. */
export function holdNoRows(rows: PartitionRows | undefined, names: readonly string[]): boolean {
  if (rows?.shown !== true || names.length === 0) return false
  const empty = new Set(rows.empty.map((name) => name.toLowerCase()))
  return names.every((name) => empty.has(name.toLowerCase()))
}

/** The table that a statement writes to itself, with nothing else set off; else everything is forgotten. */
function writtenTable(context: Context, name: Name): Table | undefined {
  if (context.catalog.partitionRows.size === 0) return undefined
  const table = context.session.findTable(context.catalog, name)
  if (table?.kind === 'table' && table.triggers.length === 0) return table
  forgetAllPartitionRows(context)
  return undefined
}

/** Rows of a table are written, in the partitions where they are. */
export function noteWrite(context: Context, name: Name): void {
  writtenTable(context, name)
}

/** `INSERT` and `REPLACE`: the partitions that may have got a row hold one. */
export function noteInsert(operation: Operation<'rows.insert'>, context: Context): void {
  const table = writtenTable(context, operation.table)
  const before = table && context.catalog.partitionRows.get(keyOf(table))
  if (!before) return
  const filled = operation.conflict === 'update' ? undefined : partitionsOf(operation, table, context)
  if (!filled) context.catalog.partitionRows.delete(keyOf(table))
  else {
    const empty = before.empty.filter((name) => !filled.includes(name))
    context.catalog.partitionRows.set(keyOf(table), {shown: true, empty})
  }
}

/** `UPDATE` moves rows where it sets what decides their partition. */
export function noteUpdate(operation: Operation<'rows.update'>, context: Context): void {
  const table = writtenTable(context, operation.table)
  const key = table && keyColumn(table.partitionBy)
  if (!table || !context.catalog.partitionRows.has(keyOf(table))) return
  const isSet = operation.columns.some((name) => name.toLowerCase() === key?.name.toLowerCase())
  if (key === undefined || isSet) context.catalog.partitionRows.delete(keyOf(table))
}

/** Another type of the column that decides the partition may move rows. */
export function noteChange({catalog}: Context, table: Table, column: string): void {
  if (keyColumn(table.partitionBy)?.name.toLowerCase() === column.toLowerCase()) {
    catalog.partitionRows.delete(keyOf(table))
  }
}

/** Functions of a date by which partitions are made; neither falls where the date grows. */
const functions: Record<string, (time: string) => number> = {
  year: (time) => Number(time.slice(0, 4)),
  to_days: toDays
}

interface KeyColumn {
  name: string
  of?: (time: string) => number
}

/** The one column by which a table is partitioned, or the function of it. */
function keyColumn(partitionBy: PartitionBy | undefined): KeyColumn | undefined {
  const [key, ...others] = partitionBy?.key ?? []
  if (!key || others.length > 0) return undefined
  if (key.column !== undefined) return {name: key.column}
  const [, called = '', name = ''] = /^(\w+)\s*\(\s*`?([\w$]+)`?\s*\)$/.exec(key.expression?.text ?? '') ?? []
  const of = functions[called.toLowerCase()]
  return of && {name, of}
}

/** The values of the column that rows get, in between what they are. */
function spanOf({columns, spans}: Operation<'rows.insert'>, table: Table, column: Column): Span | undefined {
  const isIt = (name: string) => name.toLowerCase() === column.name.toLowerCase()
  const isPlain = table.columns.every(({generated, invisible}) => !generated && invisible !== true)
  const listed = columns.length > 0 ? columns : isPlain ? table.columns.map(({name}) => name) : []
  return spans?.[listed.findIndex(isIt)] ?? undefined
}

const bits: Record<string, number> = {tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64}

/** Whether the column takes the constant as it is: what does not fit is another value in a lax mode. */
function keeps({autoIncrement, type}: Column, value: Constant): boolean {
  if (typeof value === 'string') return type?.name === 'date' || type?.name === 'datetime'
  const size = bits[type?.name ?? '']
  // The next number takes the place of 0.
  if (size === undefined || (autoIncrement === true && value === 0)) return false
  return type?.unsigned === true
    ? value >= 0 && value < 2 ** size
    : value >= -(2 ** (size - 1)) && value < 2 ** (size - 1)
}

/** A bound or a member as written. */
function valueOf(text: string): Constant | undefined {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  const time = toTime(text)
  if (time !== undefined) return time
  const days = toTime(/^to_days\s*\(\s*('[^']*')\s*\)$/i.exec(text)?.[1] ?? '')
  return days === undefined ? undefined : toDays(days)
}

/** Whether a row in the span may be in a partition; `below`: where the one before it ends. */
function mayBeIn({least, greatest}: Span, values: PartitionValues, below: Constant | undefined): boolean | undefined {
  if ('in' in values) {
    const members = values.in.map(valueOf)
    if (!members.every((member) => typeof member === typeof least)) return undefined
    return members.some((member) => member !== undefined && member >= least && member <= greatest)
  }
  if (below !== undefined && greatest < below) return false
  if (values.lessThan.toUpperCase() === 'MAXVALUE') return true
  const bound = valueOf(values.lessThan)
  return typeof bound === typeof least && bound !== undefined ? least < bound : undefined
}

/** The partitions that rows may come to; `undefined`: not known. */
function partitionsOf(operation: Operation<'rows.insert'>, table: Table, context: Context): string[] | undefined {
  const {partitions, values} = table.partitionBy ?? {}
  const key = keyColumn(table.partitionBy)
  const column = key && findColumn(context.dialect, table, key.name)
  const written = column && spanOf(operation, table, column)
  if (!partitions || !values || !written || !keeps(column, written.least) || !keeps(column, written.greatest)) {
    return undefined
  }
  const span = inKey(written, key)
  if (!span) return undefined
  const found = values.map((each, index) => {
    const before = values[index - 1]
    return mayBeIn(span, each, before && 'lessThan' in before ? valueOf(before.lessThan) : undefined)
  })
  if (found.includes(undefined) || !found.includes(true)) return undefined
  return partitions.filter((_, index) => found[index])
}

/** What partitions are made by, of the column's values. */
function inKey({greatest, least}: Span, {of}: KeyColumn): Span | undefined {
  if (!of) return {greatest, least}
  return typeof least === 'string' && typeof greatest === 'string'
    ? {greatest: of(greatest), least: of(least)}
    : undefined
}
