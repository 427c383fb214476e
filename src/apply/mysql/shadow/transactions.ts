/** Transactions that would miss rows of the new table, because they look at the data of a time before its copy. */
import type {Connection} from '../../connection.js'
import {literal} from '../sql.js'
import {withSettings} from './session.js'

/** Times of transactions are in the time zone of the system, whole seconds. */
function inSystemZone<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  return withSettings(connection, {time_zone: literal('SYSTEM')}, work)
}

/** The server's time, as text. */
export async function clockOf(connection: Connection): Promise<string> {
  return inSystemZone(connection, async () => {
    const [row] = await connection.query('SELECT CAST(now() AS CHAR) AS now')
    return row?.['now'] ?? ''
  })
}

/**
 * Who keeps to a view of the data from that time or before: each in a few words. At `READ COMMITTED` each statement has a
 * view of its own.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-trx-table.html
 *
 * @param since `null`: of any time.
 */
export async function olderTransactions(connection: Connection, since: string | null): Promise<string[]> {
  return inSystemZone(connection, async () => {
    const rows = await connection.query(
      `SELECT CONCAT('session ', trx_mysql_thread_id, ', open since ', trx_started, ': ', coalesce(LEFT(trx_query, 100), 'idle')) AS who
       FROM information_schema.INNODB_TRX
       WHERE trx_mysql_thread_id NOT IN (0, CONNECTION_ID())
         AND trx_isolation_level IN ('REPEATABLE READ', 'SERIALIZABLE')
         ${since === null ? '' : `AND trx_started <= ${literal(since)}`}
       ORDER BY trx_started LIMIT 5`
    )
    return rows.map((row) => row['who'] ?? '')
  })
}
