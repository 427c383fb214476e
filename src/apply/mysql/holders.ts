/** Who has tables for so long that asking for them would only keep others waiting. */
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import {unheard} from '../connection/listened.js'
import {refusalOf} from '../connection/refusal.js'
import {text} from '../connection/row.js'
import type {Blocker} from '../events.js'
import {withoutPasswords} from '../../sql/secrets.js'
import {HeldError} from './held-error.js'
import {schemaValue} from './shadow/names.js'

/** A session that has one of the tables. */
export interface Holder extends Blocker {
  /** Of its transaction, among all of the server. */
  id: string
  /** For longer than we would wait. */
  isOld: boolean
}

/** Of a session that has asked, or would have. */
interface Asked {
  tables: readonly ObjectName[]
  /** Whose end is waited for, or who had the tables when they were asked for. */
  known: ReadonlySet<string>
  /** Nothing was asked for. */
  isLeft: boolean
}

const asked = new WeakMap<Connection, Asked>()

/**
 * A session that has had a table for longer than we may wait will mostly have it for as long again, and all others would wait
 * behind us meanwhile, try after try. So it is waited for without asking; once it has gone we ask, also where another one
 * has been there for long by then: a server whose long transactions overlap has never a moment without any.
 *
 * @throws {HeldError} When one stands there still.
 */
export async function assertWorthAsking(connection: Connection, tables: readonly ObjectName[]): Promise<void> {
  const session = unheard(connection)
  const holders = await holdersOf(session, tables)
  const standing = notWorthAsking(asked.get(session)?.known, holders)
  const known = new Set((standing.length > 0 ? standing : holders).map(({id}) => id))
  asked.set(session, {tables, known, isLeft: standing.length > 0})
  if (standing.length === 0) return
  const who = standing.map(({age, pid}) => `session ${String(pid)} has had it for ${String(age)} s`)
  throw new HeldError(`The lock is not asked for, so that nobody waits behind us: ${who.join(', ')}`)
}

/** Who of those that have the tables now keeps us from asking. */
export function notWorthAsking(known: ReadonlySet<string> | undefined, holders: readonly Holder[]): Holder[] {
  return holders.filter(({id, isOld}) => isOld && (known === undefined || known.has(id)))
}

/** What was asked for came. */
export function forgetHolders(connection: Connection): void {
  asked.delete(unheard(connection))
}

/** Whose end a session waits for without having asked, seen from another connection. */
export async function waitedFor(session: Connection, pid: number, watch: Connection): Promise<Blocker[]> {
  const {isLeft, known, tables} = asked.get(session) ?? {isLeft: false}
  if (!isLeft) return []
  return (await holdersOf(watch, tables)).filter((each) => each.pid !== pid && known.has(each.id))
}

/**
 * How long a session has had them is told by its transaction, or by the statement that it is at, or since when it is idle: no
 * lock comes to it then. `information_schema.INNODB_TRX` is not asked: who needs a new list of it would be kept from it.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-events-transactions-current-table.html
 */
async function holdersOf(connection: Connection, tables: readonly ObjectName[]): Promise<Holder[]> {
  const isOne = tables.map((table) => `m.OBJECT_SCHEMA = ${schemaValue(table)} AND m.OBJECT_NAME = ?`)
  const rows = await connection
    .query(
      `SELECT held.pid, held.id, held.state, held.age, held.query, held.age >= @@session.lock_wait_timeout AS is_old
       FROM (
         SELECT DISTINCT t.PROCESSLIST_ID AS pid, concat_ws('-', t.THREAD_ID, x.EVENT_ID) AS id,
           t.PROCESSLIST_COMMAND AS state,
           greatest(coalesce(t.PROCESSLIST_TIME, 0), floor(coalesce(x.TIMER_WAIT, 0) / 1e12)) AS age,
           coalesce(t.PROCESSLIST_INFO, s.SQL_TEXT, '') AS query
         FROM performance_schema.metadata_locks m
         JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
         LEFT JOIN performance_schema.events_transactions_current x ON x.THREAD_ID = t.THREAD_ID AND x.STATE = 'ACTIVE'
         LEFT JOIN performance_schema.events_statements_current s
           ON s.THREAD_ID = t.THREAD_ID AND NOT s.NESTING_EVENT_TYPE <=> 'STATEMENT'
         WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND (${isOne.join(' OR ')})
           AND t.PROCESSLIST_ID <> CONNECTION_ID()
       ) AS held ORDER BY held.pid`,
      tables.map(({name}) => name)
    )
    .catch((error: unknown) => {
      // Who may not look there asks as before.
      refusalOf(error)
      return []
    })
  return rows.map((row) => ({
    pid: Number(text(row, 'pid')),
    id: text(row, 'id'),
    state: text(row, 'state'),
    age: Number(text(row, 'age')),
    query: withoutPasswords(text(row, 'query')).replace(/\s+/g, ' ').slice(0, 200),
    isOld: text(row, 'is_old') === '1'
  }))
}
