/**
 * Drizzle ORM: SQL that scripts send by `db.execute(sql`…`)`, and changes of rows in tables that they describe.
 * https://orm.drizzle.team/docs/sql
 */
import {chainOf, linkOf} from '../script/chain.js'
import type {Chain, Link} from '../script/chain.js'
import {entriesOf, propertyOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {sqlFor} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'
import {partOf, substituteIn} from './tagged.js'

const reads = /^(?:select|selectDistinct|selectDistinctOn|query|\$count|\$with|with)$/
const changes = ['insert', 'update', 'delete', 'refreshMaterializedView']

export const drizzleOrm: Library = {
  receivers: ['db', 'tx', 'trx', 'database'],
  chain(chain, translation, whole) {
    const execute = linkOf(chain, 'execute', 'run', 'all', 'get')
    const [text] = execute?.args ?? []
    if (text) {
      sendSql(text, whole, translation)
      return true
    }
    const transaction = linkOf(chain, 'transaction')
    if (transaction?.args?.[0]) {
      translation.transaction(transaction.args[0], whole)
      return true
    }
    // The driver's own.
    if (linkOf(chain, '$client', 'session')) return false
    const change = linkOf(chain, ...changes)
    if (change === undefined) return chain.links.some(({name}) => reads.test(name)) ? 'inside' : false
    const rows = changeOfRows(change, chain, whole, translation)
    if (rows === undefined) translation.unknown(whole)
    else translation.send(rows, whole)
    return true
  }
}

/** A template with the tag, `sql.raw('…')`, or a plain text. */
function sendSql(text: Expression, whole: Expression, translation: Translation): void {
  const resolved = resolve(text)
  const substitute = substituteIn(translation)
  const part = partOf(resolved, translation, substitute)
  if (part !== undefined) translation.send(part, whole)
  else sendText(resolved, whole, translation)
}

/** Rows of a table that the script describes itself: only whether all of them are meant counts. */
function changeOfRows(
  {args = [], name}: Link,
  chain: Chain,
  {node}: Expression,
  translation: Translation
): Sql | undefined {
  const table = args[0] && describedTable(args[0])
  if (table === undefined) return undefined
  const sql = sqlFor(node)
  const relation = translation.relation(table.name)
  const where = linkOf(chain, 'where') ? ' WHERE (SELECT true)' : ''
  if (name === 'delete') return sql`DELETE FROM ${relation}${where}`
  if (name === 'insert') {
    // Which rows matters to nobody else.
    return sql`INSERT INTO ${relation} ${translation.dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`
  }
  const values = linkOf(chain, 'set')?.args?.[0]
  const keys = values && entriesOf(resolve(values))?.map(([key]) => key)
  if (name !== 'update' || keys === undefined || keys.length === 0) return undefined
  const columns = keys.map((key) => translation.quote(columnName(table.columns, key, translation)))
  return sql`UPDATE ${relation} SET ${columns.map((column) => `${column} = ${column}`).join(', ')}${where}`
}

/** `pgTable('account', {…})`; `undefined`: it is imported, say. */
function describedTable(expression: Expression): {name: Expression; columns: Expression | undefined} | undefined {
  const {node, scope} = resolve(expression)
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined
  if (!/^(?:pg|mysql)Table$/.test(node.callee.name)) return undefined
  const [name, columns] = node.arguments
  return name && {name: {node: name, scope}, columns: columns && {node: columns, scope}}
}

/** `name: text('full_name')` has a name of its own, `name: text()` that of its key. */
function columnName(columns: Expression | undefined, key: string, {string}: Translation): string {
  const column = columns && propertyOf(resolve(columns), key)
  const {links = [], rootArgs} = (column && chainOf(column)) ?? {}
  return string((rootArgs ?? links.find(({args}) => args !== undefined)?.args)?.[0]) ?? key
}
