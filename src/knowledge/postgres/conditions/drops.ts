/** What a drop or a change takes along. */
import type {Verdict} from '../../effect.js'
import {keyOf, type Table} from '../../../schema/objects.js'
import {targetOf, type Look} from '../look.js'
import {usesColumn} from '../roles/column-uses.js'
import {lacksParts} from './statements.js'

/** Whether a view uses the column that is dropped. */
export const isUsedByView = (look: Look): Verdict =>
  look.operation.kind === 'column.drop' && usesColumn(look.operation.column, look.relation, look)

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
  return typeof operation.name === 'string' && relation.table[list]?.some(({name}) => name === operation.name) === true
}
