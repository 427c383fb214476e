/** What runs left on a database, by the names that are sqlsafe's own. */
import {inBytes} from '../../core/sizes/duration.js'
import type {Connection, Row} from '../connection/connection.js'
import type {Leftover} from '../leftover.js'
import {literal, quoteName, quoteTable} from '../../sql/mysql.js'
import {guardComment} from './shadow/names.js'
import {text} from '../connection/row.js'

/** Ends of names of what shadow tables are made of; see `shadow/names.ts`. */
const own = '[_~]sqlsafe_[0-9a-f]{8}_[a-z]+$'

/** Find it. What belongs to a run that is not at its end is no leftover: the caller sees to that. */
export async function leftoversOf(connection: Connection, target: string): Promise<Leftover[]> {
  const triggers = await connection.query(
    'SELECT trigger_schema AS `schema`, trigger_name AS name, event_object_table AS `table` FROM information_schema.triggers WHERE trigger_schema = ? AND trigger_name REGEXP ? ORDER BY 3, 2',
    [target, own]
  )
  const tables = await connection.query(
    `SELECT table_schema AS \`schema\`, table_name AS name, coalesce(data_length + index_length, 0) AS bytes,
       table_comment = ? AS is_guard
     FROM information_schema.tables WHERE table_schema = ? AND table_name REGEXP ? ORDER BY 2`,
    [guardComment, target, own]
  )
  // First what writes into the tables, last the journal: while there is one, the rest can be explained.
  return [...triggers.map(trigger), ...tables.map(table), ...(await journal(connection, target))]
}

function trigger(row: Row): Leftover {
  const name = quoteTable({schema: text(row, 'schema'), name: text(row, 'name')})
  return {
    kind: 'remains',
    title: `trigger ${name} on ${quoteName(text(row, 'table'))}`,
    sql: [`DROP TRIGGER IF EXISTS ${name}`]
  }
}

const words = {
  kept: 'the old shape of a table',
  tried: 'an empty table on which a shape was tried',
  remains: 'a part of an unfinished copy'
}

function table(row: Row): Leftover {
  const name = text(row, 'name')
  const kind = isOld(name, row) ? 'kept' : /_(?:pre|try)$/.test(name) ? 'tried' : 'remains'
  return {
    kind,
    title: `${words[kind]}, ${quoteName(name)} (${inBytes(Number(text(row, 'bytes')))})`,
    sql: [`DROP TABLE IF EXISTS ${quoteTable({schema: text(row, 'schema'), name})}`]
  }
}

/** A swap that was cut off may have left an empty table in its place. */
function isOld(name: string, row: Row): boolean {
  return name.endsWith('_old') && row['is_guard'] !== '1'
}

/**
 * Tables of the journal. Without the first all others that are not there are made again; by the last it is known that
 * there is a journal: where this is cut off, the next `apply` has what it needs, and the next `cleanup` the rest.
 */
const journalTables = ['version', 'statement', 'step', 'mark', 'heartbeat', 'run']

/** It is one for the whole server: as long as it tells of other databases only what is of this one goes. */
async function journal(connection: Connection, target: string): Promise<Leftover[]> {
  const there = await connection.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'sqlsafe'"
  )
  if (!there.some((row) => row['name'] === 'run')) return []
  const names = there.map((row) => text(row, 'name'))
  const title = 'the journal, database `sqlsafe`'
  const [others] = await connection.query('SELECT count(*) AS runs FROM sqlsafe.run WHERE target <> ?', [target])
  if (others?.['runs'] !== '0') {
    const ids = `SELECT id FROM sqlsafe.run WHERE target = ${literal(target)}`
    return [
      {
        kind: 'journal',
        title: `${title}: what it tells of this database`,
        sql: [
          `DELETE FROM sqlsafe.statement WHERE run IN (${ids})`,
          `DELETE FROM sqlsafe.step WHERE run IN (${ids})`,
          ...(names.includes('mark') ? [`DELETE FROM sqlsafe.mark WHERE run IN (${ids})`] : []),
          `DELETE FROM sqlsafe.run WHERE id IN (SELECT id FROM (${ids}) AS own)`
        ]
      }
    ]
  }
  const drops = journalTables
    .filter((name) => names.includes(name))
    .map((name) => `DROP TABLE IF EXISTS sqlsafe.${name}`)
  const isAll = names.every((name) => journalTables.includes(name))
  return [{kind: 'journal', title, sql: [...drops, ...(isAll ? ['DROP DATABASE IF EXISTS sqlsafe'] : [])]}]
}
