import {toBatches, touchesMany} from '../../parts/mysql/batches.js'
import {defineRecipe} from '../../recipe.js'

/**
 * `UPDATE` of many rows in batches by key, each its own transaction: locks of rows, the undo log and what replicas have to
 * do in one piece stay small.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html
 */
export const mysqlBatchedBackfill = defineRecipe({
  name: 'batched-backfill',
  summary: 'Update the rows that are not right yet in batches by key, each in its own transaction',
  engines: ['mysql', 'mariadb'],
  on: ['rows.update'],
  plan(operation, view) {
    if (!touchesMany(operation, view)) return undefined
    const input = toBatches(operation, view)
    if ('unsafe' in input) return input
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
      ]
    }
  }
})
