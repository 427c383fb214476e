import {partOf} from '../../parts/mysql/arrangement.js'
import {renameColumnDrafts} from '../../parts/mysql/rename-column.js'
import {defineRecipe} from '../../recipe.js'

/**
 * A column beside the old one, kept the same by triggers and filled in batches, until no release uses the old name. The
 * server itself would rename it in an instant; it is the running release that could not.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/trigger-syntax.html
 */
export const mysqlExpandContractColumn = defineRecipe({
  name: 'expand-contract-column',
  summary: 'Keep a second column the same as the first until no running release uses that, then drop the first',
  engines: ['mysql', 'mariadb'],
  on: ['column.rename', 'column.modify'],
  plan(operation, view) {
    const part = partOf(operation, view, 'rename-column')
    if (part === undefined) return undefined
    const outcome = renameColumnDrafts(operation, part.table, view)
    return 'unsafe' in outcome ? outcome : {...outcome, order: part.order}
  }
})
