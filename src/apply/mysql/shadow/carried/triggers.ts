/** Triggers of the table itself: they move to the new table while a lock keeps writers out. */
import type {Connection, Row} from '../../../connection/connection.js'
import {literal, quoteName, quoteTable} from '../../../../sql/mysql.js'
import {interimName, schemaValue} from '../names.js'
import type {Named, ShadowNames} from '../names.js'
import {withSettings} from '../session.js'
import type {CarriedTrigger} from './carried.js'

/** Those of a table that are not ours, in the order in which they fire. */
export async function triggersOf(connection: Connection, names: ShadowNames, table: Named): Promise<CarriedTrigger[]> {
  const ours = Object.values(names.triggers).map(({name}) => name)
  const rows = await connection.query(
    `SELECT TRIGGER_NAME AS name, CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION) AS \`when\`, ACTION_STATEMENT AS body,
       DEFINER AS definer, SQL_MODE AS modes, CHARACTER_SET_CLIENT AS charset, COLLATION_CONNECTION AS collation,
       DATABASE_COLLATION AS database_collation
     FROM information_schema.TRIGGERS
     WHERE EVENT_OBJECT_SCHEMA = ${schemaValue(names)} AND EVENT_OBJECT_TABLE = ?
       AND TRIGGER_NAME NOT IN (${ours.map(() => '?').join(', ')})
     ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`,
    [table.name, ...ours]
  )
  return rows.map(triggerOf)
}

function triggerOf(row: Row): CarriedTrigger {
  const definer = row['definer'] ?? ''
  const at = definer.lastIndexOf('@')
  return {
    name: row['name'] ?? '',
    when: row['when'] ?? '',
    body: row['body'] ?? '',
    definer: `${quoteName(definer.slice(0, at))}@${quoteName(definer.slice(at + 1))}`,
    modes: row['modes'] ?? '',
    charset: row['charset'] ?? '',
    collation: row['collation'] ?? '',
    databaseCollation: row['database_collation'] ?? ''
  }
}

/** Make it, as it was made. */
async function create(connection: Connection, trigger: CarriedTrigger, name: string, table: Named): Promise<void> {
  const {body, charset, collation, definer, modes, when} = trigger
  const settings = {sql_mode: literal(modes), character_set_client: charset, collation_connection: collation}
  await withSettings(connection, settings, () =>
    connection.execute(`CREATE DEFINER = ${definer} TRIGGER ${name} ${when} ON ${table.sql} FOR EACH ROW ${body}`)
  )
}

/**
 * Find out whether the new shape and our account take them: make each on the empty table, and drop it.
 *
 * @returns Why not, in words of the server.
 */
export async function tryTriggers(
  connection: Connection,
  names: ShadowNames,
  triggers: readonly CarriedTrigger[]
): Promise<string[]> {
  const name = quoteTable({schema: names.schema, name: interimName(names, 'tg', 0)})
  const reasons: string[] = []
  for (const trigger of triggers) {
    try {
      await create(connection, trigger, name, names.shadow)
      await connection.execute(`DROP TRIGGER ${name}`)
    } catch (error) {
      if (!(error instanceof Error && 'sqlState' in error)) throw error
      reasons.push(`its trigger ${trigger.name} cannot be made for the new shape: ${error.message}`)
    }
  }
  return reasons
}

/** Whether the new table has not got all of them yet. */
export async function isOneLeft(
  connection: Connection,
  names: ShadowNames,
  triggers: readonly CarriedTrigger[]
): Promise<boolean> {
  if (triggers.length === 0) return false
  const there = (await triggersOf(connection, names, names.source)).map(({name}) => name)
  return !triggers.every(({name}) => there.includes(name))
}

/**
 * After the swap, while a lock keeps writers out: each goes from the old table to the new one. After a crash in between the
 * rest is done.
 */
export async function moveTriggers(
  connection: Connection,
  names: ShadowNames,
  triggers: readonly CarriedTrigger[]
): Promise<void> {
  const there = (await triggersOf(connection, names, names.source)).map(({name}) => name)
  const left = (await triggersOf(connection, names, names.kept)).map(({name}) => name)
  for (const trigger of triggers) {
    if (there.includes(trigger.name)) continue
    const name = quoteTable({schema: names.schema, name: trigger.name})
    if (left.includes(trigger.name)) await connection.execute(`DROP TRIGGER ${name}`)
    await create(connection, trigger, name, names.source)
  }
}

/** What keeps a trigger from being made again just as it is. */
export async function triggerReasons(connection: Connection, names: ShadowNames): Promise<string[]> {
  const triggers = await triggersOf(connection, names, names.source)
  if (triggers.length === 0) return []
  const [row] = await connection.query(
    `SELECT DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${schemaValue(names)}`
  )
  return triggers.flatMap(({body, charset, databaseCollation, name}) => {
    if (databaseCollation !== row?.['collation']) {
      return [
        `its trigger ${name} was made when the database had the collation ${databaseCollation}: make it anew before`
      ]
    }
    // Our session speaks utf8mb4, and says the letters of ASCII as all others do.
    const isPlain = charset === 'utf8mb4' || /^[\u0000-\u007f]*$/u.test(body)
    return isPlain ? [] : [`its trigger ${name} was written in ${charset}: make it anew in utf8mb4 before`]
  })
}
