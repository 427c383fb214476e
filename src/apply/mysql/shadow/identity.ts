/** What tells a table from another of the same name: the numbers of its spaces. */
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection} from '../../connection/connection.js'
import {toFile} from '../view/incoming-keys.js'
import {schemaValue} from './names.js'
import type {Named, ShadowNames} from './names.js'

/**
 * What `TRUNCATE` changes, which fires no trigger: the numbers of the table's spaces; where they cannot be looked up, when it
 * was made. That is not asked for otherwise: on MariaDB it is the time of a file, which changes with its owner and its links,
 * and each instance of the table that is open tells the one that it has seen.
 * https://dev.mysql.com/doc/refman/8.4/en/truncate-table.html
 */
export async function identityOf(connection: Connection, names: ShadowNames, mariadb: boolean): Promise<string> {
  const spaces = await spacesOf(connection, names, names.source, mariadb)
  if (spaces.length > 0) return spaces.join(' ')
  const [row] = await connection.query(
    `SELECT coalesce(UNIX_TIMESTAMP(CREATE_TIME), '') AS made FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  return `made ${row?.['made'] ?? ''}`
}

/**
 * The numbers of a table's spaces, which it keeps when it is renamed.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-tables-table.html
 *
 * @returns Empty: there is no such table, or its name is one of the very few that cannot be looked up.
 */
export async function spacesOf(
  connection: Connection,
  names: ShadowNames,
  table: Named,
  mariadb: boolean
): Promise<string[]> {
  const [row] = await connection.query(`SELECT ${schemaValue(names)} AS db`)
  return spacesAt(connection, await filePath(connection, names, table, row?.['db'] ?? '', mariadb), mariadb)
}

/**
 * The same of any table.
 *
 * @returns Empty also where MySQL does not tell which file is that of the name.
 */
export async function spacesOfTable(
  connection: Connection,
  {name, schema}: ObjectName,
  mariadb: boolean
): Promise<string[]> {
  const path = await plainPath(connection, name, schema, mariadb)
  return path === undefined ? [] : spacesAt(connection, path, mariadb)
}

async function spacesAt(connection: Connection, path: string, mariadb: boolean): Promise<string[]> {
  const spaces = await connection.query(
    `SELECT TABLE_ID AS id FROM information_schema.${mariadb ? 'INNODB_SYS_TABLES' : 'INNODB_TABLES'}
     WHERE NAME = ? OR LOCATE(?, NAME) = 1 ORDER BY TABLE_ID`,
    [path, `${path}#p#`]
  )
  return spaces.map((space) => space['id'] ?? '')
}

/** Letters that have short names of their own in files, by a list that the server has. */
const listed = /[\u00c0-\u05ff\u1e00-\u1fff\u2160-\u217f\u24b0-\u24ef\uff20-\uff5f]/

/** A table as InnoDB knows it: https://dev.mysql.com/doc/refman/8.4/en/identifier-mapping.html */
export async function filePath(
  connection: Connection,
  {log, source}: ShadowNames,
  table: Named,
  db: string,
  mariadb: boolean
): Promise<string> {
  const known = await plainPath(connection, table.name, db, mariadb)
  if (known !== undefined) return known
  // MySQL does not tell, but the name of the log begins with that of the table, and shows what has become of it.
  const tail = /_sqlsafe_[0-9a-f]+_log$/.exec(log.name)?.[0]
  const [row] = await connection.query(
    `SELECT LEFT(NAME, CHAR_LENGTH(NAME) - ${String(tail?.length ?? 0)}) AS path FROM information_schema.INNODB_TABLES
     WHERE LOCATE(?, NAME) > 0 AND CHAR_LENGTH(REGEXP_REPLACE(NAME, '@([0-9a-f]{4}|[0-9a-z]{2})', '.')) = ?`,
    [tail ?? '', `${db}/${log.name}`.length]
  )
  // The name of a very long table is cut off in that of its log: when it was made has to do.
  const path = tail === undefined ? undefined : row?.['path']
  return path === null || path === undefined ? inFiles(db, table.name) : path + table.name.slice(source.name.length)
}

/** @returns `undefined`: the server has short names of its own for letters of it, and does not tell them. */
async function plainPath(
  connection: Connection,
  name: string,
  db: string,
  mariadb: boolean
): Promise<string | undefined> {
  if (!listed.test(db + name)) return inFiles(db, name)
  if (!mariadb) return undefined
  const [row] = await connection.query(`SELECT CONCAT(${toFile('?')}, '/', ${toFile('?')}) AS path`, [db, name])
  return row?.['path'] ?? inFiles(db, name)
}

function inFiles(db: string, name: string): string {
  return `${fileName(db)}/${fileName(name)}`
}

function fileName(name: string): string {
  return name.replaceAll(/[^\w]/gu, (letter) => `@${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
