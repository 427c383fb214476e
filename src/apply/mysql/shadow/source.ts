/** Whether the table is still the one that the copy was begun from. */
import {createHash} from 'node:crypto'
import type {Connection} from '../../connection/connection.js'
import {toFile} from '../view/incoming-keys.js'
import {capturedEvents} from './locate.js'
import {schemaValue} from './names.js'
import type {Named, ShadowNames} from './names.js'
import type {ShadowView} from './record.js'

/** Its definition, without what changes by itself. */
export async function definition(connection: Connection, {sql}: Named): Promise<string> {
  const [row] = await connection.query(`SHOW CREATE TABLE ${sql}`)
  return row?.['Create Table'] ?? ''
}

const counter = / AUTO_INCREMENT=(\d+)/

export async function printOf(connection: Connection, table: Named): Promise<string> {
  const text = (await definition(connection, table)).replace(counter, '')
  return createHash('sha256').update(text).digest('hex')
}

/** The number that the next row gets, as text; `undefined`: 1, or there is none. */
export async function counterOf(connection: Connection, table: Named): Promise<string | undefined> {
  return counter.exec(await definition(connection, table))?.[1]
}

/**
 * What `TRUNCATE` changes, which fires no trigger: the numbers of the table's spaces, and when it was made.
 * https://dev.mysql.com/doc/refman/8.4/en/truncate-table.html
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-tables-table.html
 */
export async function identityOf(connection: Connection, names: ShadowNames, mariadb: boolean): Promise<string> {
  const [row] = await connection.query(
    `SELECT coalesce(UNIX_TIMESTAMP(CREATE_TIME), '') AS made, TABLE_SCHEMA AS db FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  const path = await filePath(connection, names, row?.['db'] ?? '', mariadb)
  const spaces = await connection.query(
    `SELECT TABLE_ID AS id FROM information_schema.${mariadb ? 'INNODB_SYS_TABLES' : 'INNODB_TABLES'}
     WHERE NAME = ? OR LOCATE(?, NAME) = 1 ORDER BY TABLE_ID`,
    [path, `${path}#p#`]
  )
  return [row?.['made'] ?? '', ...spaces.map((space) => space['id'] ?? '')].join(' ')
}

/** Letters that have short names of their own in files, by a list that the server has. */
const listed = /[\u00c0-\u05ff\u1e00-\u1fff\u2160-\u217f\u24b0-\u24ef\uff20-\uff5f]/

/** The table as InnoDB knows it: https://dev.mysql.com/doc/refman/8.4/en/identifier-mapping.html */
export async function filePath(
  connection: Connection,
  {log, source}: ShadowNames,
  db: string,
  mariadb: boolean
): Promise<string> {
  const plain = `${fileName(db)}/${fileName(source.name)}`
  if (!listed.test(db + source.name)) return plain
  if (mariadb) {
    const [row] = await connection.query(`SELECT CONCAT(${toFile('?')}, '/', ${toFile('?')}) AS path`, [
      db,
      source.name
    ])
    return row?.['path'] ?? plain
  }
  // MySQL does not tell, but the name of the log begins with that of the table, and shows what has become of it.
  const tail = /_sqlsafe_[0-9a-f]+_log$/.exec(log.name)?.[0]
  const [row] = await connection.query(
    `SELECT LEFT(NAME, CHAR_LENGTH(NAME) - ${String(tail?.length ?? 0)}) AS path FROM information_schema.INNODB_TABLES
     WHERE LOCATE(?, NAME) > 0 AND CHAR_LENGTH(REGEXP_REPLACE(NAME, '@([0-9a-f]{4}|[0-9a-z]{2})', '.')) = ?`,
    [tail ?? '', `${db}/${log.name}`.length]
  )
  // The name of a very long table is cut off in that of its log: when it was made has to do.
  return tail === undefined ? plain : (row?.['path'] ?? plain)
}

function fileName(name: string): string {
  return name.replaceAll(/[^\w]/gu, (letter) => `@${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Make sure that nothing but rows has changed, at the beginning of a transaction that writes.
 *
 * The table is read first: as long as the transaction lasts nobody can truncate or alter it.
 *
 * @returns `false`: it was emptied, or built anew: nothing of the copy counts any more.
 * @throws {Error} When it has another shape, or is no longer watched.
 */
export async function isSameSource({connection, names, record, state}: ShadowView): Promise<boolean> {
  await connection.query(`SELECT 1 FROM ${names.source.sql} LIMIT 1`)
  if ((await printOf(connection, names.source)) !== record.shape) {
    throw new Error(
      `Unexpected change of ${names.source.sql} since its copy was begun, expected the same columns, indexes and constraints: abort, and begin again`
    )
  }
  if ((await identityOf(connection, names, record.mariadb)) === state.identity) return true
  const events = await capturedEvents(connection, names, names.source)
  if (events.length === 3) return false
  throw new Error(
    `Unexpected lack of triggers of ours on ${names.source.sql}, expected them as they were made: abort, and begin again`
  )
}
