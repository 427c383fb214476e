/** What a drop or a change takes along. */
import type {Verdict} from '../../effect.js'
import {keyOf, type Table} from '../../../schema/catalog.js'
import {isSame, tableOf, targetAt, targetOf, type Look, type Target} from '../look.js'
import {actionsOf, isChange} from '../roles/cascade.js'
import {readThrough} from '../roles/readers.js'

/** Whether a view uses what is dropped; a dropped table takes every view of it along. */
export function isUsedByView(look: Look): Verdict {
  const {operation, relation} = look
  return operation.kind === 'column.drop' ? usesColumn(operation.column, relation, look) : true
}

/** Its own column of the name shows it, or a view below it that goes; what it selects by is not known. */
function usesColumn(column: string, {name, table}: Target, look: Look): Verdict {
  if (table?.columns.some((own) => own.name === column) === true) return true
  for (const read of table?.reads ?? []) {
    const below = targetAt(look, read)
    const isView = below.table?.kind === 'view' || below.table?.kind === 'materialized-view'
    if (isView && !isSame(read, name) && usesColumn(column, below, look) === true) return true
  }
  return undefined
}

/** Whether IF EXISTS finds no such column in the table that the statement names. */
export function isColumnMissing(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.drop' || operation.ifExists !== true) return false
  const {table} = targetOf(look, operation.table)
  const found = table?.columns.some(({name}) => name === operation.column)
  return found === true ? false : table === undefined || table.incomplete === true ? undefined : true
}

/** Whether a foreign key of the relation only looks whether rows are still referenced. */
export function isNoActionKey(look: Look): Verdict {
  const {operation, relation} = look
  if (!isChange(operation)) return false
  const name = tableOf(operation)
  if (!name || !relation.table) return undefined
  const written = targetOf(look, name)
  const changed = written.table?.kind === 'view' ? readThrough(written.table.reads ?? [], look) : [written]
  return relation.table.constraints.some(
    ({references, ...key}) =>
      references !== undefined &&
      changed.some((one) => isSame(references.table, one.name)) &&
      actionsOf({...key, references}, operation).some((action) => !/cascade|set/i.test(action ?? ''))
  )
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
  if (operation.kind !== 'trigger.rename' && operation.kind !== 'trigger.enable') return false
  const parent = targetOf(look, operation.table).table
  // From 15 on the triggers of foreign keys have their parents too.
  const isAll = operation.kind === 'trigger.enable' && operation.name === 'all' && look.version >= 15
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
  if (!relation.table || relation.table.incomplete === true) return true
  return typeof operation.name === 'string' && relation.table[list]?.includes(operation.name) === true
}
