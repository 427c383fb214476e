import {defineRecipe} from '../recipe.js'
import {addColumnDrafts} from '../parts/add-column.js'
import {foreignKeyDrafts, nameOfConstraint, unprovedDrafts, writtenConstraint} from '../parts/constraints.js'

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
  on: ['constraint.add', 'column.add'],
  plan(operation, view) {
    if (view.blocking.length === 0) return undefined
    if (operation.kind === 'column.add') {
      const {constraints, generated} = operation.column
      const isProved = constraints.some(({type}) => type === 'check' || type === 'foreign-key')
      return isProved && generated === undefined ? addColumnDrafts(operation, view) : undefined
    }
    const {constraint, only, table} = operation
    if (constraint.notValid === true || constraint.notEnforced === true) return undefined
    if (constraint.type !== 'check' && constraint.type !== 'foreign-key') return undefined
    const name = nameOfConstraint(constraint, table, view)
    const unproved = {table, only, name, body: writtenConstraint(constraint, view), what: `\`${name}\``}
    if (constraint.type === 'check') return {drafts: unprovedDrafts(unproved)}
    return {drafts: foreignKeyDrafts(unproved, view.table(table), view)}
  }
})
