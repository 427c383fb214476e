/** Who keeps a session waiting. */
import type {Connection} from '../connection/connection.js'
import {refusalOf} from '../connection/refusal.js'
import {text} from '../connection/row.js'
import type {Blocker} from '../events.js'
import {sessionsOf} from './view/sessions.js'
import {withoutPasswords} from '../../sql/secrets.js'
import {queryWhereShown, transactionAgesNow} from './view/transactions.js'

/**
 * Metadata locks; on MariaDB `performance_schema` has them where it is switched on.
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-metadata-locks-table.html
 */
const metadataLocks = `
  SELECT DISTINCT holder.processlist_id AS pid
  FROM performance_schema.threads waiter
  JOIN performance_schema.metadata_locks wanted
    ON wanted.owner_thread_id = waiter.thread_id AND wanted.lock_status = 'PENDING'
  JOIN performance_schema.metadata_locks held
    ON held.object_type = wanted.object_type AND held.object_schema <=> wanted.object_schema
      AND held.object_name <=> wanted.object_name AND held.lock_status = 'GRANTED'
      AND held.owner_thread_id <> wanted.owner_thread_id
  JOIN performance_schema.threads holder ON holder.thread_id = held.owner_thread_id
  WHERE waiter.processlist_id = ? AND holder.processlist_id IS NOT NULL`

/**
 * Row locks. `information_schema.INNODB_TRX`, and all of MariaDB that shows locks, answers from a list that is made anew only
 * when nobody has asked for a tenth of a second: who needs a new one must not be kept from it. So it is asked only about a
 * session that waits.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-information-schema-internal-data.html
 */
const rowLocks = {
  /**
   * By transaction: the thread of a lock is that which made it visible, which for a row just written is the one that waits.
   * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-data-lock-waits-table.html
   */
  mysql: {
    waits: `
      SELECT 1 AS waits FROM performance_schema.data_lock_waits w
      JOIN performance_schema.threads waiter ON waiter.thread_id = w.requesting_thread_id
      WHERE waiter.processlist_id = ? LIMIT 1`,
    holders: `
      SELECT DISTINCT holder.trx_mysql_thread_id AS pid
      FROM performance_schema.data_lock_waits w
      JOIN performance_schema.threads waiter ON waiter.thread_id = w.requesting_thread_id
      JOIN information_schema.innodb_trx holder ON holder.trx_id = w.blocking_engine_transaction_id
      WHERE waiter.processlist_id = ?`
  },
  /** https://mariadb.com/kb/en/information-schema-innodb_lock_waits-table/ */
  mariadb: {
    waits: `
      SELECT 1 AS waits FROM information_schema.processlist
      WHERE id = ? AND command = 'Query' AND time_ms > 50`,
    holders: `
      SELECT DISTINCT holder.trx_mysql_thread_id AS pid
      FROM information_schema.innodb_lock_waits w
      JOIN information_schema.innodb_trx waiter ON waiter.trx_id = w.requesting_trx_id
      JOIN information_schema.innodb_trx holder ON holder.trx_id = w.blocking_trx_id
      WHERE waiter.trx_mysql_thread_id = ?`
  }
} as const

/** Look, without waiting; nothing where the server does not tell, or not us: whoever asks goes on without it. */
export async function blockersOf(
  connection: Connection,
  dialect: 'mysql' | 'mariadb',
  pid: number
): Promise<Blocker[]> {
  const {holders, waits} = rowLocks[dialect]
  const ofTables = await connection.query(metadataLocks, [pid]).catch(notTold)
  const isWaiting = (await connection.query(waits, [pid]).catch(notTold)).length > 0
  const ofRows = isWaiting ? await queryWhereShown(connection, holders, [pid]).catch(notTold) : []
  const pids = new Set([...ofTables, ...ofRows].map((row) => text(row, 'pid')))
  if (pids.size === 0) return []
  const ages = new Map((await transactionAgesNow(connection).catch(notTold)) ?? [])
  return (await sessionsOf(connection))
    .filter(({pid}) => pids.has(pid))
    .map(({command, pid, query, seconds}) => ({
      pid: Number(pid),
      state: command,
      age: ages.get(pid) ?? seconds,
      query: withoutPasswords(query)
    }))
}

/** Who may not see them is told so by `privileges`. */
function notTold(error: unknown): [] {
  refusalOf(error)
  return []
}
