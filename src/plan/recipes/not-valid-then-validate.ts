import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {defineRecipe} from '../recipe.js'
import type {Outcome, RecipeView} from '../recipe.js'
import {addColumnDrafts} from '../parts/add-column.js'
import {
  foreignKeyDrafts,
  nameOfConstraint,
  replacedConstraint,
  unprovedDrafts,
  writtenConstraint
} from '../parts/constraints.js'
import type {Replaced} from '../parts/constraints.js'

/**
 * `CHECK` and `FOREIGN KEY` in two steps: new rows are held to it at once, the rows that are there are read while
 * others read and write.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
 */
export const notValidThenValidate = defineRecipe({
  name: 'not-valid-then-validate',
  summary: 'Add the constraint for new rows only, then prove it for the others while they are read and written',
  engines: ['postgres'],
  on: ['constraint.add', 'constraint.drop', 'column.add'],
  plan(operation, view) {
    if (operation.kind === 'constraint.drop') return takenAlong(operation, view)
    if (view.blocking.length === 0) return undefined
    if (operation.kind === 'column.add') {
      const {constraints, generated} = operation.column
      const isProved = constraints.some(({type}) => type === 'check' || type === 'foreign-key')
      return isProved && generated === undefined ? addColumnDrafts(operation, view) : undefined
    }
    const {constraint, only, table} = operation
    if (!isProvedLater(constraint)) return undefined
    const name = nameOfConstraint(constraint, table, view)
    const replaced = replacedBy(operation, view)
    const replaces = replaced && {...replaced, meanwhile: view.newName(name, 'new')}
    const unproved = {table, only, name, body: writtenConstraint(constraint, view), what: `\`${name}\``, replaces}
    if (constraint.type === 'check') return {drafts: unprovedDrafts(unproved)}
    return {drafts: foreignKeyDrafts(unproved, view.table(table), view)}
  }
})

function isProvedLater({notEnforced, notValid, type}: ConstraintDefinition): boolean {
  return notValid !== true && notEnforced !== true && (type === 'check' || type === 'foreign-key')
}

/** Of a partitioned table each partition would have to lose its own. */
function replacedBy({constraint, table}: Operation<'constraint.add'>, view: RecipeView): Replaced | undefined {
  if (view.table(table)?.kind === 'partitioned-table') return undefined
  return replacedConstraint((name) => name === constraint.name, view)
}

/** Where the new constraint takes the place of the old one when it is proved: rows are held to one of them all the time. */
function takenAlong({name, table}: Operation<'constraint.drop'>, view: RecipeView): Outcome | undefined {
  if (name === undefined || !view.hasTraffic(table) || view.isEmpty(table)) return undefined
  const isReplaced = view.command.operations.some(
    (other) =>
      other.kind === 'constraint.add' && isProvedLater(other.constraint) && replacedBy(other, view)?.name === name
  )
  return isReplaced ? {drafts: []} : undefined
}
