import {quoteFullName} from '../../sql/postgres.js'
import {shortTransaction} from '../drafts.js'
import {changeKeyTypeDrafts} from '../parts/change-key-type.js'
import {renameColumnDrafts} from '../parts/rename-column.js'
import {defineRecipe} from '../recipe.js'
import type {Outcome} from '../recipe.js'

/**
 * A column beside the old one, kept the same by a trigger, filled in batches, and given its place when the running
 * releases are ready: for another name, and for another type of a column that foreign keys of other tables refer to.
 * Other changes of type are made by a shadow table, which leaves the order of the columns as it is.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export const expandContractColumn = defineRecipe({
  name: 'expand-contract-column',
  summary: 'Keep a second column the same as the first, and let it take its place when the running releases are ready',
  engines: ['postgres'],
  on: ['column.rename', 'column.set-type', 'enum.rename-value'],
  plan(operation, view): Outcome | {unsafe: string} | undefined {
    if (operation.kind === 'enum.rename-value') {
      const {to, type, value} = operation
      const gate = `every running release takes both \`${value}\` and \`${to}\` of \`${type.name}\`, and writes neither`
      const [from, next] = [value, to].map((each) => `'${each.replaceAll("'", "''")}'`)
      const rename = (a = '', b = ''): string => `ALTER TYPE ${quoteFullName(type)} RENAME VALUE ${a} TO ${b}`
      const draft = shortTransaction(
        {phase: 'contract', gate, title: `Rename \`${value}\` to \`${to}\``, undo: [rename(next, from)]},
        [rename(from, next)]
      )
      return {drafts: [draft]}
    }
    const {column, table} = operation
    if (view.isNew(table) || view.isNewColumn(table, column)) return undefined
    if (operation.kind === 'column.set-type') {
      return view.blocking.length === 0 ? undefined : changeKeyTypeDrafts(operation, view)
    }
    const found = view.table(table)
    if (found?.kind === 'view' || found?.kind === 'materialized-view') return undefined
    return renameColumnDrafts(operation, view)
  }
})
