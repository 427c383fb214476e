import {partOf} from '../../parts/mysql/arrangement.js'
import {gateOf} from '../../parts/mysql/gate.js'
import {changeKinds} from '../../parts/mysql/kinds.js'
import {nullDrafts} from '../../parts/mysql/not-null.js'
import {shadowDrafts, shadowInput, spaceNote} from '../../parts/mysql/shadow.js'
import {defineRecipe} from '../../recipe.js'

/**
 * The table is built anew beside itself, with the change, and kept up to date until it takes the old one's place: for
 * what the server does by a copy that keeps writers out, and for rebuilds of tables so big that replicas would stand
 * still.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-limitations.html
 */
export const mysqlShadowTable = defineRecipe({
  name: 'shadow-table',
  summary: 'Build the table anew beside itself, keep it up to date, and let it take the old one’s place',
  engines: ['mysql', 'mariadb'],
  on: changeKinds,
  plan(operation, view) {
    const hopeless = partOf(operation, view, 'unsafe')
    if (hopeless) return operation === hopeless.operations[0] ? {unsafe: hopeless.reason} : undefined
    const part = partOf(operation, view, 'shadow')
    if (part === undefined) return undefined
    const {because, operations, order, table} = part
    if (operation !== operations[0]) return {drafts: [], order}
    const gate = gateOf(table, operations, view)
    const input = shadowInput(table, operations, view)
    const why =
      because === 'rebuild'
        ? `The server would write \`${table.name}\` afresh while others read and write, but replicas would do it in one piece and stand still: the shadow table lets them keep up`
        : `The server would keep writers out of \`${table.name}\` (${because})`
    const drafts = [
      ...nullDrafts(table, operations, gate, view),
      ...shadowDrafts(input, gate === undefined ? {} : {gate})
    ]
    return {drafts, notes: [why, spaceNote(input.table)], order}
  }
})
