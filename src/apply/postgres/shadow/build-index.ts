/** Building the indexes that the new table does without while rows are copied. */
import type {Connection} from '../../connection/connection.js'
import type {IndexRecipe} from './catalog/indexes.js'
import type {ShadowNames} from './names.js'
import {logLength} from './replay.js'

/**
 * From so many keys in the log on, the index by which rows are found is built while the copy goes on, so that they can be
 * replayed.
 */
const longestLog = 100_000

/**
 * Only a vacuum of the new table can be in the way: the server ends one that somebody has waited for as long as
 * `deadlock_timeout`. Nobody of the application waits for us meanwhile.
 *
 * https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
 */
const outlastVacuum = `SELECT set_config('lock_timeout', (2 * setting::int + 1000)::text, true)
  FROM pg_settings WHERE name = 'deadlock_timeout'`

/** Locks: `ACCESS EXCLUSIVE` on the new table, which nobody else uses. */
export async function buildIndex(connection: Connection, {statements}: IndexRecipe): Promise<void> {
  await connection.query(outlastVacuum)
  for (const statement of statements) await connection.execute(statement)
}

/** Whether the log is not to grow any longer. */
export async function isLogTooLong(connection: Connection, names: ShadowNames): Promise<boolean> {
  return (await logLength(connection, names, longestLog)) >= longestLog
}
