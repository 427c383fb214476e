/** What a drop or a change takes along. */
import type {Verdict} from '../../effect.js'
import {keyOf, type Table} from '../../../schema/catalog.js'
import {isSame, targetAt, targetOf, type Look, type Target} from '../look.js'
import {typeNames, typeUsers} from '../roles/users.js'
import {any} from '../expressions/verdict.js'
import {lacksParts} from './statements.js'

/** Whether a view uses what is dropped; a dropped table takes every view of it along. */
export function isUsedByView(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind === 'column.drop') return usesColumn(operation.column, relation, look)
  if (operation.kind !== 'type.drop' && operation.kind !== 'domain.drop') return true
  return usesType(look)
}

/** Whether the view has a column, or casts something, of the type that is dropped. */
function usesType(look: Look): Verdict {
  const {operation, relation} = look
  const written =
    operation.kind === 'type.drop' ? operation.type : operation.kind === 'domain.drop' ? operation.domain : undefined
  if (written !== undefined && relation.table?.uses?.types.includes(written.name) === true) return true
  return any(typeUsers(look), (user) =>
    any(columnsOfDropped(user, look), (column) => usesColumn(column, relation, look))
  )
}

/** Names of the columns that go with the type. */
function columnsOfDropped({table}: Target, look: Look): string[] {
  const {operation} = look
  const names = new Set(
    operation.kind === 'type.drop'
      ? typeNames(operation.type, look)
      : operation.kind === 'domain.drop'
        ? typeNames(operation.domain, look)
        : []
  )
  return table?.columns.flatMap(({name, type}) => (type && names.has(type.name) ? [name] : [])) ?? []
}

/**
 * Its own column of the name shows it, or its query; or a view below it that goes. Where two relations that it reads
 * have the column, nothing tells which it means.
 */
function usesColumn(column: string, {name, table}: Target, look: Look): Verdict {
  const below = (table?.reads ?? []).map((read) => targetAt(look, read)).filter((read) => !isSame(read.name, name))
  const views = below.filter((read) => read.table?.kind === 'view' || read.table?.kind === 'materialized-view')
  const through = any(views, (view) => usesColumn(column, view, look))
  if (through === true) return true
  const {uses} = table ?? {}
  if (!uses) return table?.columns.some((own) => own.name === column) === true ? true : undefined
  if (uses.joined.includes(column)) return true
  const mentioned = uses.star || uses.columns.includes(column)
  if (!mentioned) return through
  const having = below.filter(
    (read) => read.table === undefined || read.table.columns.some((own) => own.name === column)
  )
  return having.length > 1 && !uses.star ? undefined : true
}

/** Whether IF EXISTS finds no such column in the table that the statement names. */
export function isColumnMissing(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.drop' || operation.ifExists !== true) return false
  const {table} = targetOf(look, operation.table)
  const found = table?.columns.some(({name}) => name === operation.column)
  return found === true ? false : table === undefined || table.incomplete === true ? undefined : true
}

/** Whether the domain refuses NULL already. */
export function isDomainNotNull({catalog, operation, session}: Look): Verdict {
  if (operation.kind !== 'domain.set-not-null') return false
  const name = session.resolve(operation.domain, (candidate) => catalog.types.has(keyOf(candidate)))
  const found = catalog.types.get(keyOf(name))
  return found?.kind === 'domain' ? found.notNull : undefined
}

/** Whether the trigger that the operation names is one of rows, which partitions have too. */
export function hasRowTrigger(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'trigger.enable') return undefined
  const parent = targetOf(look, operation.table).table
  // From 15 on the triggers of foreign keys have their parents too.
  const isAll = operation.name === 'all' && look.version >= 15
  if (isAll && parent && hasForeignKeys(parent, look)) return true
  const found = parent?.triggers.filter(
    ({name}) => name === operation.name || operation.name === 'all' || operation.name === 'user'
  )
  return found && found.some(({row}) => row)
}

const hasForeignKeys = (table: Table, {catalog}: Look): boolean =>
  table.constraints.some(({type}) => type === 'foreign-key') || (catalog.referencing.get(keyOf(table)) ?? []).length > 0

/** Whether the table has the policy that the operation names. */
export const hasPolicy = (look: Look): Verdict => hasNamed(look, 'policies')

/** Whether the table has the rule that the operation names. */
export const hasRule = (look: Look): Verdict => hasNamed(look, 'rules')

/** Only IF EXISTS lets a missing one pass; the names of one that is renamed are not followed. */
function hasNamed({operation, relation}: Look, list: 'policies' | 'rules'): Verdict {
  if (!('ifExists' in operation) || operation.ifExists !== true || !('name' in operation)) return true
  if (!relation.table || lacksParts(relation.table)) return true
  return typeof operation.name === 'string' && relation.table[list]?.includes(operation.name) === true
}
