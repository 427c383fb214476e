/** What can be seen of runs on PostgreSQL, by whoever looks. */
import type {Connection, Row} from '../connection/connection.js'
import type {Blocker} from '../events.js'
import {toRun} from '../run/journal-rows.js'
import type {Holder, RunRow, Sight} from '../run/overview.js'
import {withoutPasswords} from '../../sql/secrets.js'
import {text} from '../connection/row.js'
import {isJournalThere} from './journal-there.js'
import {readKept} from './shadow/back/kept.js'

/** Key of the advisory lock, one for each database: `sqls` in ASCII, and a number. */
export const lockKey = [0x73716c73, 1] as const

/** Runs that are at their end are of less interest. */
const finishedRuns = 5

/** See all of it. */
export async function see(connection: Connection): Promise<Sight> {
  const holder = await holderOf(connection)
  const blockers = await blockersOf(connection, holder?.pid)
  const isThere = await isJournalThere(connection)
  const kept = await readKept(connection)
  if (!isThere) return {runs: [], holder, blockers, kept}
  const runs = await connection.query(
    `SELECT id, status, control, plan, settings, error, began, changed FROM sqlsafe.run
     WHERE status NOT IN ('done', 'aborted')
       OR id IN (SELECT id FROM sqlsafe.run WHERE status IN ('done', 'aborted') ORDER BY changed DESC LIMIT $1)
     ORDER BY began DESC`,
    [finishedRuns]
  )
  const read: RunRow[] = []
  for (const row of runs) read.push(await runRow(connection, row))
  return {runs: read, holder, blockers, kept}
}

/** Who has the lock of the run. */
export async function holderOf(connection: Connection): Promise<Holder | undefined> {
  const [row] = await connection.query(
    `SELECT a.pid, coalesce(a.application_name, '') AS application, coalesce(a.client_addr::text, 'local') AS address,
       coalesce(a.backend_start::text, '') AS since
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = $2 AND l.granted
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [...lockKey]
  )
  if (row === undefined) return undefined
  return {
    pid: Number(text(row, 'pid')),
    application: text(row, 'application'),
    address: text(row, 'address'),
    since: text(row, 'since')
  }
}

/** Who keeps a session waiting. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION */
export async function blockersOf(connection: Connection, pid: number | undefined): Promise<Blocker[]> {
  const rows = await connection.query(
    `SELECT nullif(b.pid, 0) AS pid, coalesce(a.state, 'prepared transaction') AS state,
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, 0) AS age, coalesce(a.query, '') AS query
     FROM unnest(pg_blocking_pids($1)) AS b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid`,
    [pid ?? 0]
  )
  return rows.map((row) => ({
    pid: row['pid'] == null ? null : Number(row['pid']),
    state: text(row, 'state'),
    age: Number(text(row, 'age')),
    query: withoutPasswords(text(row, 'query'))
  }))
}

async function runRow(connection: Connection, row: Row): Promise<RunRow> {
  const id = text(row, 'id')
  const steps = await connection.query(
    `SELECT step, status, rows, total, waits_for, extract(epoch FROM changed - began) AS seconds
     FROM sqlsafe.step WHERE run = $1 ORDER BY position`,
    [id]
  )
  const [failure] = await connection.query(
    `SELECT at, step, sql, error FROM sqlsafe.statement WHERE run = $1 AND error IS NOT NULL ORDER BY at DESC LIMIT 1`,
    [id]
  )
  return toRun(row, steps, failure)
}
