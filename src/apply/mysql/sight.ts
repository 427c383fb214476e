/** What can be seen of runs on MySQL and MariaDB, by whoever looks. */
import {createHash} from 'node:crypto'
import type {Connection, Row} from '../connection/connection.js'
import type {Blocker} from '../events.js'
import {text} from '../connection/row.js'
import {toRun} from '../run/journal-rows.js'
import type {Holder, RunRow, Sight} from '../run/overview.js'
import {sessionsOf} from './view/sessions.js'

/**
 * Name of the lock of the run, one for each database; at most 64 characters.
 * https://dev.mysql.com/doc/refman/8.4/en/locking-functions.html#function_get-lock
 */
export function lockName(target: string): string {
  const name = `sqlsafe:${target}`
  return name.length <= 64 ? name : `sqlsafe:${createHash('sha256').update(target).digest('hex').slice(0, 40)}`
}

/** Runs that are at their end are of less interest. */
const finishedRuns = 5

/** See all of it. */
export async function see(
  connection: Connection,
  target: string,
  blockersOf: (pid: number) => Promise<Blocker[]>
): Promise<Sight> {
  const holder = await holderOf(connection, target)
  const blockers = holder === undefined ? [] : await blockersOf(holder.pid)
  const [journal] = await connection.query(
    "SELECT count(*) AS tables FROM information_schema.tables WHERE table_schema = 'sqlsafe' AND table_name = 'run'"
  )
  if (journal?.['tables'] === '0') return {runs: [], holder, blockers}
  const runs = await connection.query(
    `SELECT id, status, control, plan, settings, error, began, changed FROM sqlsafe.run
     WHERE target = ? AND (status NOT IN ('done', 'aborted') OR id IN (SELECT id FROM (
       SELECT id FROM sqlsafe.run WHERE target = ? AND status IN ('done', 'aborted') ORDER BY changed DESC LIMIT ?
     ) AS finished))
     ORDER BY began DESC`,
    [target, target, finishedRuns]
  )
  const read: RunRow[] = []
  for (const row of runs) read.push(await runRow(connection, row))
  return {runs: read, holder, blockers}
}

/** Who has the lock of the run. */
export async function holderOf(connection: Connection, target: string): Promise<Holder | undefined> {
  const [row] = await connection.query('SELECT is_used_lock(?) AS pid', [lockName(target)])
  const holder = (await sessionsOf(connection)).find(({pid}) => pid === row?.['pid'])
  return (
    holder && {
      pid: Number(holder.pid),
      application: `user ${holder.user}`,
      address: holder.host,
      since: `${String(holder.seconds)} seconds ago it began what it does now`
    }
  )
}

async function runRow(connection: Connection, row: Row): Promise<RunRow> {
  const id = text(row, 'id')
  const steps = await connection.query(
    `SELECT step, status, touched AS \`rows\`, total, waits_for, timestampdiff(MICROSECOND, began, changed) / 1000000 AS seconds
     FROM sqlsafe.step WHERE run = ? ORDER BY position`,
    [id]
  )
  const [failure] = await connection.query(
    'SELECT at, step, sent AS `sql`, error FROM sqlsafe.statement WHERE run = ? AND error IS NOT NULL ORDER BY id DESC LIMIT 1',
    [id]
  )
  return toRun(row, steps, failure)
}
