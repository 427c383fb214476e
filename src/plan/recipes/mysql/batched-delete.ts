import {toBatches, touchesMany} from '../../parts/mysql/batches.js'
import {objectOf} from '../../parts/mysql/sql.js'
import {defineRecipe} from '../../recipe.js'
import type {Draft} from '../../recipe.js'
import type {BatchInput} from '../../steps.js'

/**
 * `DELETE` of many rows, and `TRUNCATE`, in batches by key, each its own transaction.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/delete.html
 */
export const mysqlBatchedDelete = defineRecipe({
  name: 'batched-delete',
  summary: 'Delete the rows in batches by key, each in its own transaction',
  engines: ['mysql', 'mariadb'],
  on: ['rows.delete', 'table.truncate'],
  plan(operation, view) {
    if (operation.kind === 'table.truncate') {
      const {table} = operation
      if (view.isNew(table) || view.isEmpty(table) || !view.hasTraffic(table)) return undefined
      const notes = [
        'Rows that are written while the batches run go too. `TRUNCATE` gives the space back and begins the numbers anew; `DELETE` leaves the space to rows to come, and the numbers go on'
      ]
      return {drafts: [deletion({table: objectOf(table, view), verb: 'delete', idempotent: true})], notes}
    }
    if (!touchesMany(operation, view)) return undefined
    const input = toBatches(operation, view)
    return 'unsafe' in input ? input : {drafts: [deletion(input)]}
  }
})

function deletion(input: BatchInput): Draft {
  return {
    phase: 'backfill',
    kind: 'batch',
    title: `Delete the rows of \`${input.table.name}\` in batches`,
    input,
    undo: [],
    undoNote: 'the rows are gone: restore them from a backup'
  }
}
