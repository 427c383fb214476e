/** How far a change by a shadow table has come: asked of the catalog. */
import type {Connection} from '../../connection/connection.js'
import {endCapture} from './capture.js'
import type {ShadowNames} from './names.js'
import {quoteName} from '../../../sql/postgres.js'

/** `none`: nothing was made, or all was taken away; `growing`: before the swap; `kept`: after it. */
export type Place = 'none' | 'growing' | 'kept'

export async function locate(connection: Connection, {growing, keeping}: ShadowNames): Promise<Place> {
  const rows = await connection.query<{name: string}>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname IN ($1, $2)',
    [growing, keeping]
  )
  if (rows.some(({name}) => name === keeping)) return 'kept'
  return rows.length > 0 ? 'growing' : 'none'
}

/**
 * Leave no trace of a change that did not swap; nothing where there is none, and nothing after the swap.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, for a moment, where it has the triggers.
 */
export async function takeAway(connection: Connection, names: ShadowNames): Promise<void> {
  // A revert that is taken back leaves the old table kept in sync, as it was: its first step sees to that.
  if (names.back) return
  if ((await locate(connection, names)) !== 'growing') return
  await endCapture(connection, names.table, names)
  await connection.execute(`DROP TABLE IF EXISTS ${names.shadow}, ${names.record}`)
  await connection.execute(`DROP SCHEMA ${quoteName(names.growing)}`)
}

/** Drop the old table that a swap kept. */
export async function dropKept(connection: Connection, names: ShadowNames): Promise<void> {
  if ((await locate(connection, names)) !== 'kept') return
  const record = `${quoteName(names.keeping)}.sqlsafe_record`
  await connection.execute(`DROP TABLE IF EXISTS ${names.kept}, ${record}`)
  await connection.execute(`DROP SCHEMA ${quoteName(names.keeping)}`)
}
