/**
 * What earlier releases have taken out of use: the steps of an expand–contract sequence that stand in
 * migrations before the one that drops. A column is retired once another is filled from
 * it, a table once its rows were copied to another or another stands under its name.
 */
import type {Expression, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Catalog} from '../../schema/catalog.js'
import {columnsUsed} from '../../schema/expressions.js'
import type {ObjectName, Table} from '../../schema/objects.js'
import {keyOf} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'
import type {Step} from '../analyze.js'

/** Number of the first migration that took an object out of use, by the object. */
export interface Retirement {
  columns: Map<string, number>
  tables: Map<string, number>
  /** Columns that migrations have added: only such a one takes the place of another. */
  added: Set<string>
  /** Dual writes by the functions of triggers: body by the function's name. */
  bodies: Map<string, string>
  /** Columns that a trigger keeps another equal to, by table: rows that nobody writes have the other one empty. */
  kept: Map<string, Set<string>>
}

/** Nothing is retired. */
export function createRetirement(): Retirement {
  return {columns: new Map(), tables: new Map(), added: new Set(), bodies: new Map(), kept: new Map()}
}

/** Names that say of a table or column that nobody is to use it. */
const abandoned = /(?:^|[_.-])(?:old|deprecated|unused|legacy|obsolete|backup|bak|trash|del|gone)(?:[_.-]|\d*$)|^_/i

function columnKey(table: ObjectName, column: string): string {
  return `${keyOf(table)}\0${column.toLowerCase()}`
}

function note(map: Map<string, number>, key: string, number: number): void {
  if (!map.has(key)) map.set(key, number)
}

/** Remember what a command takes out of use; to be called before it is applied. */
export function noteRetirement(retirement: Retirement, step: Step): void {
  for (const operation of step.command.operations) noteOperation(retirement, operation, step)
}

function noteOperation(retirement: Retirement, operation: Operation, step: Step): void {
  const {catalog, migration, number, session, statement} = step
  const find = (name: Name): Table | undefined => session.findTable(catalog, name)
  switch (operation.kind) {
    case 'column.add': {
      const table = find(operation.table)
      if (table) retirement.added.add(columnKey(table, operation.column.name))
      break
    }
    case 'rows.update':
      noteUpdate(retirement, operation, step)
      break
    case 'rows.insert':
      if (operation.source === 'query') noteCopy(retirement, operation.reads.map(find), number)
      break
    case 'table.create':
      if (operation.asQuery?.withData === true) noteCopy(retirement, operation.asQuery.reads.map(find), number)
      break
    case 'function.create':
      if (operation.body !== undefined) retirement.bodies.set(operation.function.name, operation.body)
      break
    case 'trigger.create': {
      const own = migration.text.slice(statement.range.start, statement.range.end)
      const body = operation.function === undefined ? own : retirement.bodies.get(operation.function.name)
      // One of new rows alone leaves the others as they are, whoever writes to them.
      if (operation.events.some((event) => /^update$/i.test(event))) {
        noteDualWrite(retirement, find(operation.table), body ?? '')
      }
      break
    }
    case 'table.rename':
      noteRename(retirement, operation, step)
      break
    case 'column.rename': {
      const table = find(operation.table)
      if (table && abandoned.test(operation.to)) note(retirement.columns, columnKey(table, operation.to), number)
      break
    }
    default:
  }
}

/** `SET b = f(a)`: from now on b says what a says. Where a trigger sees to that, any write does it. */
function noteUpdate(
  retirement: Retirement,
  {columns, reads, table: name, values}: Operation<'rows.update'>,
  {catalog, number, session}: Step
): void {
  const sources = [name, ...reads].flatMap((each) => session.findTable(catalog, each) ?? [])
  const target = sources[0]
  for (const key of (target && retirement.kept.get(keyOf(target))) ?? []) note(retirement.columns, key, number)
  for (const [index, value] of values.entries()) {
    const filled = columns[index]
    if (!target || filled === undefined || !retirement.added.has(columnKey(target, filled))) continue
    for (const source of sources) {
      for (const used of columnsUsed(value, source.columns)) {
        if (source === target && used.toLowerCase() === filled.toLowerCase()) continue
        note(retirement.columns, columnKey(source, used), number)
      }
    }
  }
}

/** `INSERT … SELECT`, `CREATE TABLE … AS`: the rows are elsewhere, too. */
function noteCopy(retirement: Retirement, sources: ReadonlyArray<Table | undefined>, number: number): void {
  for (const source of sources) if (source) note(retirement.tables, keyOf(source), number)
}

const assignment = /\bnew\s*\.\s*["`]?(\w+)["`]?\s*:?=([^;]*)/gi

/** A trigger that assigns one column from another keeps both equal, in rows that are written. */
function noteDualWrite(retirement: Retirement, table: Table | undefined, body: string): void {
  if (!table) return
  for (const [, filled = '', value = ''] of body.matchAll(assignment)) {
    if (!retirement.added.has(columnKey(table, filled))) continue
    const expression: Expression = {text: value.replace(/\b(?:new|old)\s*\.\s*/gi, '')}
    for (const used of columnsUsed(expression, table.columns)) {
      if (used.toLowerCase() === filled.toLowerCase()) continue
      const kept = retirement.kept.get(keyOf(table)) ?? new Set()
      retirement.kept.set(keyOf(table), kept.add(columnKey(table, used)))
    }
  }
}

/** A table that stepped aside: another takes its name in the same statement, or the new name says so. */
function noteRename(
  retirement: Retirement,
  {table: name, to}: Operation<'table.rename'>,
  {catalog, command, number, session}: Step
): void {
  const table = session.findTable(catalog, name)
  if (!table) return
  const swapped = command.operations.some((each) => each.kind === 'table.rename' && each.to.name === name.name)
  const renamed = keyOf({schema: to.schema ?? table.schema, name: to.name})
  retirement.tables.delete(renamed)
  if (swapped || abandoned.test(to.name)) note(retirement.tables, renamed, number)
}

/**
 * The migration since which nobody uses a table, or a column of it; `undefined`: no migration tells.
 */
export function retiredBy(
  {columns, tables}: Retirement,
  name: Name,
  column: string | undefined,
  catalog: Catalog,
  session: Session
): number | undefined {
  const table = session.findTable(catalog, name)
  if (!table) return undefined
  return column === undefined ? tables.get(keyOf(table)) : columns.get(columnKey(table, column))
}
