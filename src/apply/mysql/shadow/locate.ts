/** How far a change by a shadow table has come: asked of the catalog. */
import type {Connection} from '../../connection/connection.js'
import {whenAtRest} from '../at-rest.js'
import {spacesOf} from './identity.js'
import {guardComment, schemaValue, trialNamesOf} from './names.js'
import type {Named, ShadowNames} from './names.js'
import {findRecord} from './record.js'
import {isMariadb} from './session.js'

/**
 * `none`: nothing was made, or all was taken away; `growing`: before the swap; `kept`: after it; `gone`: after it, and
 * somebody has dropped the old table before all was done.
 */
export type Place = 'none' | 'growing' | 'kept' | 'gone'

/** Whether the tables have changed places. */
export function isAfterSwap(place: Place): boolean {
  return place === 'kept' || place === 'gone'
}

/** Tables of ours that there are, but for a guard. */
async function tablesOf(connection: Connection, names: ShadowNames): Promise<Set<string>> {
  const ours = [names.shadow, names.kept, names.log, names.record]
  const rows = await connection.query(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME IN (${ours.map(() => '?').join(', ')})
       AND TABLE_COMMENT <> ?`,
    [...ours.map(({name}) => name), guardComment]
  )
  return new Set(rows.map((row) => row['name'] ?? ''))
}

/** Until the swap the new table stands beside the old one; a table in the place of the old one is a guard then. */
export async function locate(connection: Connection, names: ShadowNames): Promise<Place> {
  const there = await tablesOf(connection, names)
  if (there.has(names.shadow.name)) return 'growing'
  if (there.has(names.kept.name)) return 'kept'
  if (there.has(names.record.name) && (await hasNewTable(connection, names))) return 'gone'
  return there.size > 0 ? 'growing' : 'none'
}

/** Whether the table of the application is the one that we have made. */
async function hasNewTable(connection: Connection, names: ShadowNames): Promise<boolean> {
  const found = await findRecord(connection, names)
  const successor = found?.state.successor ?? []
  if (found === undefined || successor.length === 0) return false
  const now = await spacesOf(connection, names, names.source, found.record.mariadb)
  return now.join(' ') === successor.join(' ')
}

export async function isThere(connection: Connection, names: ShadowNames, {name}: Named): Promise<boolean> {
  return (await tablesOf(connection, names)).has(name)
}

/** Whether there is a table of the application's name, whichever that is. */
export async function hasSource(connection: Connection, names: ShadowNames): Promise<boolean> {
  const [row] = await connection.query(
    `SELECT 1 AS there FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  return row !== undefined
}

/** The events whose trigger of ours is on a table. */
export async function capturedEvents(connection: Connection, names: ShadowNames, table: Named): Promise<string[]> {
  const ours = Object.values(names.triggers)
  const rows = await connection.query(
    `SELECT EVENT_MANIPULATION AS event FROM information_schema.TRIGGERS
     WHERE TRIGGER_SCHEMA = ${schemaValue(names)} AND EVENT_OBJECT_TABLE = ?
       AND TRIGGER_NAME IN (${ours.map(() => '?').join(', ')})`,
    [table.name, ...ours.map(({name}) => name)]
  )
  return rows.map((row) => row['event'] ?? '')
}

/**
 * Stop to log, and take the log away.
 *
 * Triggers go with a table that somebody renames: without the log every write of it would fail.
 *
 * Locks: `EXCLUSIVE` on the table that has the triggers, for a moment.
 */
export async function endCapture(connection: Connection, names: ShadowNames): Promise<void> {
  const ours = Object.values(names.triggers)
  const rows = await connection.query(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS object FROM information_schema.TRIGGERS
     WHERE TRIGGER_SCHEMA = ${schemaValue(names)} AND TRIGGER_NAME IN (${ours.map(() => '?').join(', ')})`,
    ours.map(({name}) => name)
  )
  const mariadb = await isMariadb(connection)
  for (const {name, sql} of ours) {
    const row = rows.find((each) => each['name'] === name)
    if (row === undefined) continue
    const taken = {mariadb, tables: [{schema: names.schema, name: row['object'] ?? ''}]}
    await whenAtRest(connection, taken, `DROP TRIGGER IF EXISTS ${sql}`)
  }
  await connection.execute(`DROP TABLE IF EXISTS ${names.log.sql}`)
}

/** Leave no trace of a change that did not swap; after the swap all stays. */
export async function takeAway(connection: Connection, names: ShadowNames): Promise<void> {
  const place = await locate(connection, names)
  if (isAfterSwap(place)) return
  // Without it nothing goes on with what is left, where this is cut off.
  await connection.execute(`DROP TABLE IF EXISTS ${names.record.sql}`)
  await connection.execute(`DROP TABLE IF EXISTS ${trialNamesOf(names).shadow.sql}`)
  // Where the tables were dropped by hand triggers may be left, which let every write fail.
  await endCapture(connection, names)
  if (place === 'none') return
  await connection.execute(`DROP TABLE IF EXISTS ${names.kept.sql}`)
  await connection.execute(`DROP TABLE IF EXISTS ${names.trial.sql}`)
  // The last says that there is something.
  await connection.execute(`DROP TABLE IF EXISTS ${names.shadow.sql}`)
}
