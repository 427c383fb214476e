/** Bringing rows of the new table up to the old one's: what the log names is taken out, and put in as it is now. */
import type {Connection} from '../../connection/connection.js'
import {commitsLate} from '../commits.js'
import {keepingSettings, settingsText} from '../kept-settings.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {MisfitError, isMisfit, misfitOf} from './back/misfit.js'
import {movement, partOf} from './movement.js'
import {countBlind} from './row-function.js'
import {isShadow, isSource, logColumns} from './sql.js'
import {withPlace} from './written/partitions.js'

/** From so many keys in the log on, a step replays instead of going on. */
export const longLog = 2000

/** Settings of every transaction that reads the old table and writes the new one. */
export async function prepareWork(connection: Connection, {settings}: Pick<ShadowRecord, 'settings'>): Promise<void> {
  // Hidden rows are an error, no plan may read whole tables, and only locks of tables are ever waited for.
  await connection.query(
    `SELECT set_config('row_security', 'off', true), set_config('enable_seqscan', 'off', true),
       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('jit', 'off', true), set_config('lock_timeout', '300ms', true), ${commitsLate},
       ${keepingSettings('$1')}`,
    [settingsText(settings)]
  )
}

/** How long the log is, counted up to a bound; a truncation counts as one key. */
export async function logLength(
  connection: Connection,
  {log, truncations}: ShadowNames,
  bound: number
): Promise<number> {
  const [row] = await connection.query<{length: string}>(
    `SELECT ((SELECT count(*) FROM (SELECT FROM ${log} LIMIT $1) AS l) + (SELECT count(*) FROM ${truncations})) AS length`,
    [bound]
  )
  return Number(row?.length)
}

/**
 * Take keys from the log, and bring their rows up to date: all in one statement, so that the log and the old table are
 * seen at the same moment. What is written later has its key in the log later. So no row has to be locked: nothing here
 * waits for the application, nor the application for it.
 *
 * A part of the log may leave two rows of the new table with one unique value for a while; all of it may not: the new
 * table is what the old one was at that moment. So a batch that meets an error is taken again with all of the log; on the
 * way back, where the log may be long, what is to be replaced by later batches is taken out first.
 *
 * @param rows Rows of the log; `null`: all.
 * @param cleared That was done.
 * @returns How many rows of the log were taken.
 * @throws What the server says about two rows that have one unique value in the new shape.
 */
export async function replay(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  rows: number | null,
  cleared = false
): Promise<number> {
  await connection.execute('SAVEPOINT sqlsafe_replay')
  try {
    const taken = await withPlace(connection, record, names, {query: logged(record, names), values: []}, () =>
      takeBatch(connection, record, names, rows)
    )
    await connection.execute('RELEASE SAVEPOINT sqlsafe_replay')
    return taken
  } catch (error) {
    if (rows !== null && isConflict(error)) {
      await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_replay')
      if (record.back === undefined || cleared) return replay(connection, record, names, null)
      await clear(connection, record, names)
      return replay(connection, record, names, rows, true)
    }
    if (record.back === undefined || !isMisfit(error)) throw error
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_replay')
    throw await misfitOf(connection, record, names, rows, error)
  }
}

/** Take out all that the log names: the rest was not written since, and has no value twice. The keys stay in the log. */
async function clear(connection: Connection, {key}: ShadowRecord, {log, shadow}: ShadowNames): Promise<void> {
  await connection.execute(`DELETE FROM ${shadow} AS s USING ${log} AS l WHERE ${isShadow(key, 's', 'l')}`)
}

/** The rows that the log names. */
function logged({key}: ShadowRecord, {log, table}: ShadowNames): string {
  return `SELECT s.* FROM ${log} AS l JOIN ${table} AS s ON ${isSource(key, 's', 'l')}`
}

/** `unique_violation` and `exclusion_violation`. */
function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '23P01')
}

/**
 * As long as a truncation is seen, no key is taken: rows that were written after it are still to come then, and those
 * that were brought before are gone.
 */
async function takeBatch(
  connection: Connection,
  record: ShadowRecord,
  shadowNames: ShadowNames,
  rows: number | null
): Promise<number> {
  const {log, shadow, truncations} = shadowNames
  const {key} = record
  const {parts, unfit} = movement(record, shadowNames)
  const [row] = await connection.query<{
    taken: string
    truncated: string
    old: string
    unfit: string | null
    blind: string
  }>(
    `WITH taken AS (DELETE FROM ${log} WHERE NOT EXISTS (SELECT FROM ${truncations}) ${partOf(log, rows)}
         RETURNING ${logColumns(key)}, old_snapshot),
       wanted AS MATERIALIZED (SELECT DISTINCT ${logColumns(key)} FROM taken),
       ${parts}
     SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM taken WHERE old_snapshot) AS old,
       (SELECT count(*) FROM ${truncations}) AS truncated, (${countBlind(shadowNames)}) AS blind,
       ${unfit} AS unfit`
  )
  if (Number(row?.blind) > 0) throw blindError(record, shadowNames)
  if (typeof row?.unfit === 'string') throw new MisfitError(record, shadowNames, [row.unfit])
  if (Number(row?.old) > 0) {
    await connection.execute(`UPDATE ${shadowNames.record} SET old_snapshots = true WHERE NOT old_snapshots`)
  }
  if (Number(row?.truncated) === 0) return Number(row?.taken)
  await connection.execute(`DELETE FROM ${truncations}`)
  await connection.execute(`TRUNCATE ${shadow}`)
  return 1 + (await takeBatch(connection, record, shadowNames, rows))
}

/** A column of the key was another one for a while, and rows were written then. */
function blindError({back, key}: ShadowRecord, {table}: ShadowNames): Error {
  const columns = key.map(({source}) => source).join(', ')
  const next = back === undefined ? '`sqlsafe abort`, and begin again' : 'there is no way back'
  return new Error(
    `Unexpected writes to ${table} while its key (${columns}) was altered, expected none: nobody knows which rows they were, so ${next}`
  )
}

/** Replay when the log has grown long; whether it had. */
export async function keepShort(connection: Connection, record: ShadowRecord, names: ShadowNames): Promise<boolean> {
  if ((await logLength(connection, names, longLog)) < longLog) return false
  await replay(connection, record, names, longLog)
  return true
}
