/**
 * Drizzle ORM: SQL that scripts send by `db.execute(sql`…`)`.
 * https://orm.drizzle.team/docs/sql
 */
import {linkOf} from '../script/chain.js'
import {resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {partOf, substituteIn} from './tagged.js'

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
      translation.walk(transaction.args[0])
      return true
    }
    if (linkOf(chain, ...changes) === undefined) return false
    translation.unknown(whole)
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
