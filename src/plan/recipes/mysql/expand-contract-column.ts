import {partOf} from '../../parts/mysql/arrangement.js'
import {renameColumnDrafts} from '../../parts/mysql/rename-column.js'
import {defineRecipe} from '../../recipe.js'

/**
 * The server renames a column in an instant; it is the running release that could not. A second column would need triggers on
 * each write, and a release that takes both names all the same.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export const mysqlExpandContractColumn = defineRecipe({
  name: 'expand-contract-column',
  summary: 'Rename the column in an instant, once every running release takes it under both names',
  engines: ['mysql', 'mariadb'],
  on: ['column.rename', 'column.modify'],
  plan(operation, view) {
    const part = partOf(operation, view, 'rename-column')
    if (part === undefined) return undefined
    const outcome = renameColumnDrafts(operation, part.table, view)
    return 'unsafe' in outcome ? outcome : {...outcome, order: part.order}
  }
})
