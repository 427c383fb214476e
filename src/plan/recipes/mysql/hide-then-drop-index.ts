import {quoteName} from '../../../sql/mysql.js'
import type {Operation} from '../../../operations/operation.js'
import {partOf} from '../../parts/mysql/arrangement.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {alterTable, objectOf} from '../../parts/mysql/sql.js'
import {visibility} from '../../parts/mysql/undo.js'
import {findWay, whenDone} from '../../parts/mysql/ways.js'
import {defineRecipe} from '../../recipe.js'

/**
 * An index that queries have to do without before it goes: the server keeps it up to date meanwhile, so that it is back
 * at once where it is missed.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/invisible-indexes.html, https://mariadb.com/kb/en/ignored-indexes/
 */
export const mysqlHideThenDropIndex = defineRecipe({
  name: 'hide-then-drop-index',
  summary: 'Hide the index from queries, look how they do without it, then drop it',
  engines: ['mysql', 'mariadb'],
  on: ['index.drop'],
  plan(operation, view) {
    const part = partOf(operation, view, 'hide-index')
    if (part === undefined) return undefined
    const {order, table} = part
    const {name} = operation.index
    const hide: Operation = {kind: 'index.set-visibility', table, index: name, invisible: true, range: operation.range}
    const [hiding, dropping] = [
      findWay(table, [hide], view),
      whenDone([hide], view, () => findWay(table, [operation], view))
    ]
    const full = [objectOf(table, view)]
    const head = `ALTER INDEX ${quoteName(name)}`
    const hidden = ddlDraft(
      {
        phase: 'expand',
        title: `Hide \`${name}\` from queries`,
        undo: [alterTable(table, [`${head} ${visibility(false, view)}`], hiding?.clause)]
      },
      alterTable(table, [`${head} ${visibility(true, view)}`], hiding?.clause),
      full
    )
    const drop = ddlDraft(
      {
        phase: 'contract',
        gate: `nothing got slower without \`${name}\` of \`${table.name}\``,
        title: `Drop \`${name}\``,
        undoNote: 'the index has to be built again'
      },
      alterTable(table, [`DROP INDEX ${quoteName(name)}`], dropping?.clause),
      full
    )
    return {drafts: [hidden, drop], order}
  }
})
