/** Who has a transaction open, as far as the server tells. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection, Row} from '../../connection/connection.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {errorNumber} from '../error-kind.js'

/**
 * Milliseconds after which the server looks at its transactions anew, if nobody has asked it meanwhile.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-information-schema-internal-data.html
 */
export const cachedMs = 120

/** Wait until a list may be a new one. At no regular time: two that ask in turn would keep it from both. */
export async function outlastCached(): Promise<void> {
  await sleep(cachedMs * (1 + 4 * Math.random()))
}

/** How often is asked again. */
const mostAsks = 10

/**
 * Whether MySQL gives nobody any row of `information_schema.INNODB_TRX`: a transaction is busy with a statement that has a
 * letter which is not in the first 65,536 of Unicode, such as an emoji, or was when the server looked.
 */
export function isNotShown(error: unknown): boolean {
  return errorNumber(error) === 3854
}

type Values = ReadonlyArray<string | number | null>

/**
 * Ask `information_schema.INNODB_TRX`, and once more while such a statement runs: most are over soon.
 *
 * @throws {Error} When there is one each time.
 */
export async function queryTransactions(connection: Connection, sql: string): Promise<Row[]> {
  for (let asked = 1; ; asked++) {
    const rows = await askOnce(connection, sql)
    if (rows !== undefined) return rows
    if (asked >= mostAsks) {
      throw new Error(
        'Unexpected statement with a letter such as an emoji that a transaction is busy with, expected none for so long: MySQL shows nobody who has a transaction open meanwhile (error 3854); wait until it is over'
      )
    }
    await outlastCached()
  }
}

/** Ask it once: nothing while such a statement runs, which may be the very one that keeps others waiting. */
export async function queryWhereShown(connection: Connection, sql: string, values?: Values): Promise<Row[]> {
  return (await askOnce(connection, sql, values)) ?? []
}

/** @returns `undefined`: the server shows none. */
async function askOnce(connection: Connection, sql: string, values?: Values): Promise<Row[] | undefined> {
  try {
    return await connection.query(sql, values)
  } catch (error) {
    if (!isNotShown(error)) throw error
    return undefined
  }
}

/**
 * Ask for what anybody may see who sees transactions.
 *
 * @throws {Error} Without the right `PROCESS`: error 1227.
 */
export async function assertTransactionsSeen(connection: Connection): Promise<void> {
  await askOnce(connection, 'SELECT count(*) AS transactions FROM information_schema.innodb_trx WHERE trx_id IS NULL')
}

/**
 * Since when: in the time zone of the system, whatever that of the session is.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-trx-table.html
 */
const begun = `
  SELECT trx_mysql_thread_id AS pid,
    timestampdiff(SECOND, trx_started, convert_tz(now(), @@session.time_zone, 'SYSTEM')) AS age
  FROM information_schema.innodb_trx
  WHERE trx_mysql_thread_id NOT IN (0, connection_id()) ORDER BY trx_mysql_thread_id`

/**
 * Not asked first: it may be switched off, and counts who has begun and touched nothing.
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-events-transactions-current-table.html
 */
const recorded = `
  SELECT t.processlist_id AS pid, floor(max(x.timer_wait) / 1e12) AS age
  FROM performance_schema.events_transactions_current x
  JOIN performance_schema.threads t ON t.thread_id = x.thread_id
  WHERE x.state = 'ACTIVE' AND t.processlist_id <> connection_id()
  GROUP BY t.processlist_id ORDER BY t.processlist_id`

/**
 * Whether each transaction of others is among these: one consumer hangs on another, and what is not timed has no age.
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-consumer-filtering.html
 */
const areRecorded = `
  SELECT @@performance_schema
    AND (SELECT count(*) FROM performance_schema.setup_consumers WHERE enabled = 'YES'
      AND name IN ('global_instrumentation', 'thread_instrumentation', 'events_transactions_current')) = 3
    AND EXISTS (SELECT 1 FROM performance_schema.setup_instruments
      WHERE name = 'transaction' AND enabled = 'YES' AND timed = 'YES')
    AND NOT EXISTS (SELECT 1 FROM performance_schema.threads
      WHERE instrumented = 'NO' AND processlist_id <> connection_id()) AS are_recorded`

/** @returns `undefined`: not all are recorded, or we may not see them. */
async function queryRecorded(connection: Connection): Promise<Row[] | undefined> {
  try {
    const [row] = await connection.query(areRecorded)
    return row?.['are_recorded'] === '1' ? await connection.query(recorded) : undefined
  } catch (error) {
    refusalOf(error)
    return undefined
  }
}

type Ages = Map<string, number>

/**
 * Seconds for which each transaction of other sessions has been open, by the id of its session, without waiting. Where a
 * statement of one of them keeps MySQL from showing any, what `performance_schema` has recorded.
 *
 * @returns `undefined`: neither tells.
 * @throws {Error} Without the right `PROCESS`: error 1227.
 */
export async function transactionAgesNow(connection: Connection): Promise<Ages | undefined> {
  const rows = (await askOnce(connection, begun)) ?? (await queryRecorded(connection))
  return rows && toAges(rows)
}

/**
 * The same, and where neither tells, wait for the end of that statement.
 *
 * @throws {Error} When it does not end, and without the right `PROCESS`: error 1227.
 */
export async function transactionAges(connection: Connection): Promise<Ages> {
  return (await transactionAgesNow(connection)) ?? toAges(await queryTransactions(connection, begun))
}

function toAges(rows: readonly Row[]): Ages {
  return new Map(rows.map((row) => [text(row, 'pid'), Number(text(row, 'age'))]))
}
