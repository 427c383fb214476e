/** What a drop or a change takes along. */
import type {Verdict} from '../../effect.js'
import {keyOf} from '../../../schema/catalog.js'
import {isSame, tableOf, targetOf, type Look} from '../look.js'
import {actionOf} from '../roles/cascade.js'

/** Whether a view uses what is dropped; a dropped table takes every view of it along. */
export function isUsedByView({operation, relation}: Look): Verdict {
  if (operation.kind !== 'column.drop') return true
  // The view's own columns are known, what it selects by is not.
  return relation.table?.columns.some(({name}) => name === operation.column) === true ? true : undefined
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
