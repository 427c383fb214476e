import {notNullDrafts} from '../parts/not-null.js'
import {defineRecipe} from '../recipe.js'

/**
 * `SET NOT NULL` that believes a validated proof instead of reading every row under `ACCESS EXCLUSIVE`.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html: a valid `CHECK` spares the scan; from 18 on, `NOT NULL`
 * itself may be `NOT VALID`.
 */
export const checkThenSetNotNull = defineRecipe({
  name: 'check-then-set-not-null',
  summary: 'Add the constraint unproved, prove it while others read and write, then set `NOT NULL`',
  engines: ['postgres'],
  on: ['column.set-not-null', 'constraint.add'],
  plan(operation, view) {
    if (view.blocking.length === 0) return undefined
    const {only, table} = operation
    if (operation.kind === 'column.set-not-null') {
      return {drafts: notNullDrafts({table, column: operation.column, only}, view)}
    }
    const {columns, name: constraint, noInherit, notValid, type} = operation.constraint
    const [column] = columns
    if (type !== 'not-null' || notValid === true || column === undefined) return undefined
    // Only servers that can add it unproved take the migration itself.
    const sure = {newName: view.newName, version: view.version}
    return {drafts: notNullDrafts({table, column, constraint, noInherit, only}, sure)}
  }
})
