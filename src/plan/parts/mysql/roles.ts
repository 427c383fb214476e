/** Changes that running releases, or other rows, have a part in: each has a recipe of its own. */
import {beginsWith} from '../../../schema/index-columns.js'
import {findColumn, findIndex} from '../../../schema/lookup.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {RecipeView} from '../../recipe.js'
import {needs} from './dependence.js'
import {addsBit} from './fill-column.js'
import {isReplacement, replacementOf} from './replacement.js'
import {findWay} from './ways.js'

/** `fill`: nothing gives a new column the values that it must have. */
export type Role =
  'drop-column' | 'rename-column' | 'rename-table' | 'hide-index' | 'replace-index' | 'foreign-key' | 'fill'

/** In which order roles come, among themselves and after what is cheap (0 and 1) or a copy (2). */
const orders: Readonly<Record<Role, number>> = {
  fill: 0.5,
  'replace-index': 3,
  'foreign-key': 4,
  'rename-column': 5,
  'hide-index': 6,
  'drop-column': 7,
  'rename-table': 8
}

/** The role of a change, where it has one. */
export function roleOf(
  operation: Operation,
  table: Name,
  others: readonly Operation[],
  view: RecipeView
): {kind: Role; order: number} | undefined {
  const kind = kindOf(operation, table, view)
  // What the statement builds upon it must be there at once.
  if (kind === undefined || others.some((other) => needs(other, operation) && kind !== 'fill')) return undefined
  return {kind, order: orders[kind]}
}

function kindOf(operation: Operation, table: Name, view: RecipeView): Role | undefined {
  switch (operation.kind) {
    case 'column.add':
      return addsBit(operation, view) ? 'fill' : undefined
    case 'column.drop':
      return isUsed(table, operation.column, view) ? 'drop-column' : undefined
    case 'column.rename':
      return isUsed(table, operation.column, view) ? 'rename-column' : undefined
    case 'column.modify':
      return isOnlyRename(operation, table, view) ? 'rename-column' : undefined
    case 'index.create':
      return isReplacement(operation) ? 'replace-index' : undefined
    case 'index.drop':
      if (replacementOf(operation, view)) return 'replace-index'
      return isMissed(operation, table, view) ? 'hide-index' : undefined
    case 'constraint.add':
      return isBlockingForeignKey(operation, view) ? 'foreign-key' : undefined
    case 'table.rename':
      return view.table(operation.to) || isOneOfSeveral(view) ? undefined : 'rename-table'
    default:
      return undefined
  }
}

/** `RENAME TABLE a TO b, c TO a` is one moment for all of its names. */
function isOneOfSeveral({command}: RecipeView): boolean {
  return command.operations.filter(({kind}) => kind === 'table.rename').length > 1
}

/** Whether a running release may use the column. */
function isUsed(table: Name, name: string, view: RecipeView): boolean {
  if (view.isNewColumn(table, name) || view.isRetired(table, name)) return false
  const found = view.table(table)
  return !found || found.incomplete === true || findColumn(view.dialect, found, name) !== undefined
}

/** `CHANGE a b` of which nothing but the name is another one. */
function isOnlyRename(operation: Operation<'column.modify'>, table: Name, view: RecipeView): boolean {
  const {column, definition} = operation
  if (definition.name.toLowerCase() === column.toLowerCase() || !isUsed(table, column, view)) return false
  const effect = findWay(table, [operation], view)?.effect
  return effect?.rewrite === 'none' && effect.scan === 'none'
}

/** Whether queries may use the index that goes. */
function isMissed({index: {name}}: Operation<'index.drop'>, table: Name, view: RecipeView): boolean {
  const {dialect, phase} = view
  const found = view.table(table)
  const index = found && findIndex(dialect, found, name)
  if (!found || !index || index.primary || index.invisible === true || index.unique || phase === 'contract')
    return false
  if (!view.hasTraffic(table)) return false
  return !found.indexes.some(
    (other) => other !== index && other.invisible !== true && beginsWith(other, index, dialect)
  )
}

/** The server would compare all rows while others cannot write, or copy them all. */
function isBlockingForeignKey(operation: Operation<'constraint.add'>, view: RecipeView): boolean {
  const {constraint, table} = operation
  if (constraint.type !== 'foreign-key' || !view.hasTraffic(table) || view.isEmpty(table)) return false
  return findWay(table, [operation], view)?.rewrites !== false
}
