/** What a drop or a change takes along. */
import type {Verdict} from '../../effect.js'
import {keyOf} from '../../../schema/catalog.js'
import {isSame, tableOf, targetAt, targetOf, type Look, type Target} from '../look.js'
import {actionOf} from '../roles/cascade.js'

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

/** Whether a foreign key of the relation only looks whether rows are still referenced. */
export function isNoActionKey(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind !== 'rows.delete' && operation.kind !== 'rows.update') return false
  const name = tableOf(operation)
  if (!name || !relation.table) return undefined
  const self = targetOf(look, name).name
  return relation.table.constraints.some(
    (key) =>
      key.references !== undefined &&
      isSame(key.references.table, self) &&
      !/cascade|set/i.test(actionOf(key, operation.kind) ?? '')
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
  const found = parent?.triggers.filter(
    ({name}) => name === operation.name || operation.name === 'all' || operation.name === 'user'
  )
  return found && found.some(({row}) => row)
}

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
