import {addColumnDrafts, fillsRows, isRequired} from '../parts/add-column.js'
import {defineRecipe} from '../recipe.js'

/**
 * A column whose values the server would write into every row at once, or that nothing gives a value: it is added
 * empty, which takes a moment, filled batch by batch, and then held to what it is to be.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export const addColumnThenBackfill = defineRecipe({
  name: 'add-column-then-backfill',
  summary: 'Add the column empty, fill it in batches, then prove what is to hold for it',
  engines: ['postgres'],
  on: ['column.add'],
  plan(operation, view) {
    const {column, ifNotExists, table} = operation
    if (view.isNew(table) || !view.hasTraffic(table)) return undefined
    const isThere = view.table(table)?.columns.some(({name}) => name === column.name) === true
    if (ifNotExists === true && isThere) return undefined
    // The server refuses it where a table inherits from this one.
    if (operation.only === true) return undefined
    // What is computed from other columns, the server alone can write.
    if (column.generated !== undefined) return undefined
    if (!fillsRows(operation, view) && !isRequired(operation)) return undefined
    return addColumnDrafts(operation, view)
  }
})
