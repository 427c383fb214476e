/** Rows as TypeORM's query builder changes them. https://typeorm.io/docs/query-builder/update-query-builder */
import {linkOf} from '../../script/chain.js'
import type {Chain} from '../../script/chain.js'
import {entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/**
 * `manager.createQueryBuilder().update('account').set({…}).where(…).execute()`: only whether all rows are meant counts.
 *
 * @returns `undefined`: it is none, or of a class, whose table is known only when the script runs.
 */
export function changeOfRows(chain: Chain, {node}: Expression, translation: Translation): Sql | undefined {
  if (!linkOf(chain, 'createQueryBuilder') || !linkOf(chain, 'execute')) return undefined
  const target = linkOf(chain, 'update', 'into', 'from')?.args?.[0]
  if (target === undefined || translation.string(target) === undefined) return undefined
  const sql = sqlFor(node)
  const table = translation.relation(target)
  const where = linkOf(chain, 'where', 'whereInIds') ? ' WHERE (SELECT true)' : ''
  if (linkOf(chain, 'delete')) return sql`DELETE FROM ${table}${where}`
  if (linkOf(chain, 'insert')) {
    // Which rows matters to nobody else.
    return sql`INSERT INTO ${table} ${translation.dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`
  }
  const values = linkOf(chain, 'set')?.args?.[0]
  const columns = values && entriesOf(resolve(values))?.map(([name]) => translation.quote(name))
  if (columns === undefined || columns.length === 0) return undefined
  return sql`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column}`).join(', ')}${where}`
}
