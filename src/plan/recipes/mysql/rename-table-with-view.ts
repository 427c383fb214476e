import {quoteTable} from '../../../sql/mysql.js'
import {partOf} from '../../parts/mysql/arrangement.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {objectOf} from '../../parts/mysql/sql.js'
import {defineRecipe} from '../../recipe.js'

/**
 * A view under the new name while releases still use the old one; then both change places at once, because one
 * `RENAME TABLE` is one moment for all of its names, those of views too.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/rename-table.html, https://dev.mysql.com/doc/refman/8.4/en/view-updatability.html
 */
export const mysqlRenameTableWithView = defineRecipe({
  name: 'rename-table-with-view',
  summary: 'Make a view under the new name, deploy releases that use it, then let the table take its place at once',
  engines: ['mysql', 'mariadb'],
  on: ['table.rename'],
  plan(operation, view) {
    const part = partOf(operation, view, 'rename-table')
    if (part === undefined || operation.ifExists === true) return undefined
    const from = objectOf(operation.table, view)
    const to = {schema: operation.to.schema ?? from.schema, name: operation.to.name}
    const aside = {schema: to.schema, name: view.newName(to.name, 'view')}
    const [old, next, away] = [from, to, aside].map(quoteTable) as [string, string, string]
    const makeView = `CREATE SQL SECURITY INVOKER VIEW ${next} AS SELECT * FROM ${old}`
    const drafts = [
      ddlDraft(
        {
          phase: 'expand',
          title: `Let \`${to.name}\` be a view of \`${from.name}\``,
          undo: [`DROP VIEW ${next}`]
        },
        makeView,
        [to]
      ),
      ddlDraft(
        {
          phase: 'contract',
          gate: `no running release uses the name \`${from.name}\``,
          title: `Let the table take the place of the view, in one moment`,
          undo: [`RENAME TABLE ${next} TO ${old}, ${away} TO ${next}`]
        },
        `RENAME TABLE ${next} TO ${away}, ${old} TO ${next}`,
        [from, to, aside]
      ),
      ddlDraft(
        {
          phase: 'contract',
          gate: `no running release uses the name \`${from.name}\``,
          title: 'Drop the view',
          undoNote: 'nothing is read through it any longer'
        },
        `DROP VIEW ${away}`,
        [aside]
      )
    ]
    const notes = [
      `Through the view \`${to.name}\` releases read and write rows; they need rights to both names, and columns that are added meanwhile are not in it`
    ]
    return {drafts, notes, order: part.order}
  }
})
