import {partOf} from '../../parts/mysql/arrangement.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {gateOf} from '../../parts/mysql/gate.js'
import {indexText} from '../../parts/mysql/index-text.js'
import {changeKinds} from '../../parts/mysql/kinds.js'
import {nullDrafts} from '../../parts/mysql/not-null.js'
import {rowVersionNote} from '../../parts/mysql/row-versions.js'
import {alterTable, changeText, objectOf} from '../../parts/mysql/sql.js'
import {undoOf} from '../../parts/mysql/undo.js'
import type {Name} from '../../../operations/definitions.js'
import {defineRecipe} from '../../recipe.js'
import type {RecipeView} from '../../recipe.js'

/**
 * The cheapest algorithm that the facts promise, asked for: where the table is not as foretold the server refuses, and
 * copies nothing in silence.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html, https://mariadb.com/kb/en/innodb-online-ddl-overview/
 */
export const mysqlAddAlgorithmClause = defineRecipe({
  name: 'add-algorithm-clause',
  summary: 'Ask for the cheapest algorithm and for `LOCK=NONE`, each kind of change in a statement of its own',
  engines: ['mysql', 'mariadb'],
  on: changeKinds,
  plan(operation, view) {
    const part = partOf(operation, view, 'online')
    if (part === undefined) return undefined
    const {before, note, operations, order, table, way} = part
    if (operation !== operations[0]) return {drafts: [], order}
    const undo = way.rewrites ? undefined : undoOf(table, operations, before, view)
    const gate = gateOf(table, operations, view)
    const statement = alterTable(
      table,
      operations.map((each) => indexText(changeText(each, view))),
      way.clause
    )
    const draft = ddlDraft(
      {
        phase: gate === undefined ? 'expand' : 'contract',
        ...(gate !== undefined && {gate}),
        title: titleOf(way.clause, way.rewrites, table.name),
        undo: undo === undefined ? [] : [undo]
      },
      statement,
      [objectOf(table, view)]
    )
    const notes = [note, unknownNote(table, view), rowVersionNote(table, operations, way, view)].filter(
      (text) => text !== undefined
    )
    return {drafts: [...nullDrafts(table, operations, gate, view), draft], notes, order}
  }
})

function titleOf(clause: string, rewrites: boolean, table: string): string {
  if (/INSTANT/.test(clause)) return `Change \`${table}\` in an instant`
  return `${rewrites ? 'Write' : 'Change'} \`${table}\`${rewrites ? ' afresh' : ''} while others read and write`
}

function unknownNote(name: Name, {table}: RecipeView): string | undefined {
  const found = table(name)
  return found && found.incomplete !== true
    ? undefined
    : `What \`${name.name}\` is like is not known here: where it cannot be changed so, the server refuses, and nothing is done. \`--schema\` or \`--database-url\` tells`
}
