import {toBatches, touchesMany} from '../parts/batches.js'
import {defineRecipe} from '../recipe.js'

/**
 * `UPDATE` of many rows in batches by key, each its own transaction.
 *
 * https://www.postgresql.org/docs/current/sql-update.html
 */
export const batchedBackfill = defineRecipe({
  name: 'batched-backfill',
  summary: 'Update the rows that are not right yet in batches by key, each in its own transaction',
  engines: ['postgres'],
  on: ['rows.update'],
  plan(operation, view) {
    if (!touchesMany(operation, view)) return undefined
    const batches = toBatches(operation, view)
    if ('unsafe' in batches) return batches
    const {input, notes} = batches
    const columns = operation.columns.map((column) => `\`${column}\``).join(', ')
    return {
      drafts: [
        {
          phase: 'backfill',
          kind: 'batch',
          title: `Set ${columns} of \`${operation.table.name}\` in batches`,
          input,
          undo: [],
          undoNote: 'the values before are not kept: take a copy of them first, if they matter'
        }
      ],
      notes
    }
  }
})
