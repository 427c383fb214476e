/** Whom a statement that changes definitions keeps waiting. */
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import {text} from '../connection/row.js'
import {unquoted} from './shadow/carried/references.js'
import {isMariadb} from './shadow/session.js'
import {locateAll, placeOf} from './view/tables.js'

const name = '(?:`((?:[^`]|``)+)`|([\\p{L}\\p{N}_$]+))'
const referred = new RegExp(`\\bREFERENCES\\s+(?:${name}\\s*\\.\\s*)?${name}`, 'giu')

/** Statements that change keys, or what these are tied to. */
const ofKeys = /\bFOREIGN\s+KEY\b|\bREFERENCES\b|^\s*(?:DROP|RENAME)\b/i

/**
 * Tables that a statement takes from others. MySQL takes those too that refer to them, and, of keys that are made or go, those
 * that they refer to.
 * https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html
 *
 * @param tables Those that it changes, makes or drops.
 */
export async function takenBy(
  connection: Connection,
  statement: string,
  tables: readonly ObjectName[]
): Promise<{isLong: boolean; mariadb: boolean; tables: ObjectName[]}> {
  const mariadb = await isMariadb(connection)
  const isLong = mayBeLong(statement)
  // It is asked for all that a statement needs at once.
  if (tables.length === 0 || (mariadb && !isLong)) return {isLong, mariadb, tables: [...tables]}
  const place = await placeOf(connection)
  const own = locateAll(tables, place)
  const named = [...statement.matchAll(referred)].map(([, database, plainDatabase, table, plainTable]) => ({
    schema: unquoted(database ?? plainDatabase ?? ''),
    name: unquoted(table ?? plainTable ?? '')
  }))
  // MariaDB would open all tables of all databases to answer.
  const tied = mariadb ? [] : await tiedTo(connection, own, ofKeys.test(statement))
  return {isLong, mariadb, tables: locateAll([...own, ...named, ...tied], place)}
}

/** What refers to tables, and what they refer to. */
async function tiedTo(connection: Connection, tables: readonly ObjectName[], parents: boolean): Promise<ObjectName[]> {
  const found: ObjectName[] = []
  const sides = ['referenced_table_schema = ? AND referenced_table_name = ?']
  if (parents) sides.push('table_schema = ? AND table_name = ? AND referenced_table_name IS NOT NULL')
  for (const {name, schema} of tables) {
    for (const side of sides) {
      const rows = await connection.query(
        `SELECT DISTINCT table_schema AS child_schema, table_name AS child, referenced_table_schema AS parent_schema,
           referenced_table_name AS parent
         FROM information_schema.key_column_usage WHERE ${side}`,
        [schema, name]
      )
      for (const row of rows) {
        found.push(
          {schema: text(row, 'child_schema'), name: text(row, 'child')},
          {schema: text(row, 'parent_schema'), name: text(row, 'parent')}
        )
      }
    }
  }
  return found
}

/**
 * Whether a statement may work for long between taking the tables and having them at its end: what is made of an index, or of
 * all rows, is lost where it is not had then.
 * https://mariadb.com/kb/en/innodb-online-ddl-overview/
 */
function mayBeLong(statement: string): boolean {
  return /^\s*(?:ALTER|CREATE\s+(?:\w+\s+)*INDEX|OPTIMIZE|ANALYZE)\b/i.test(statement) && !isQuick(statement)
}

function isQuick(statement: string): boolean {
  return /\bALGORITHM\s*=\s*INSTANT\b/i.test(statement) || onlyDrops.test(statement)
}

const table = `${name}(?:\\s*\\.\\s*${name})?`
const dropping = `DROP\\s+(?:INDEX|KEY|FOREIGN\\s+KEY|CONSTRAINT)\\s+${name}|(?:ALGORITHM|LOCK)\\s*=?\\s*\\w+`
const onlyDrops = new RegExp(
  `^\\s*ALTER\\s+TABLE\\s+${table}\\s+(?:${dropping})(?:\\s*,\\s*(?:${dropping}))*\\s*;?\\s*$`,
  'iu'
)
