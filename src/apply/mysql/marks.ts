/** Marks of tables: the journal is that of the whole server, and stays as it is when one database is restored. */
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import type {Marks, TableMark} from '../mark.js'
import {errorKind, errorNumber} from './error-kind.js'
import {printsOf} from './prints.js'
import {spacesOfTable} from './shadow/identity.js'
import {locate, placeOf} from './view/tables.js'

export function createMarks(watch: Connection, dialect: 'mysql' | 'mariadb', target: string): Marks {
  return {
    async look(tables) {
      const place = await placeOf(watch)
      const server = await serverOf(watch, dialect)
      const marks: Array<TableMark | undefined> = []
      for (const table of tables) marks.push(await markOf(watch, locate(table, place), server, dialect))
      return marks
    },
    async note(run, position, marks) {
      await watch.execute('INSERT INTO sqlsafe.mark (run, position, marks) VALUES (?, ?, ?)', [
        run,
        position,
        JSON.stringify(marks)
      ])
    },
    async since(run) {
      const rows = await watch
        .query(
          `SELECT m.run, m.position, m.marks FROM sqlsafe.mark AS m JOIN sqlsafe.run AS r ON r.id = m.run
           WHERE r.target = ? AND m.id >= (SELECT min(f.id) FROM sqlsafe.mark AS f WHERE f.run = ?) ORDER BY m.id`,
          [target, run]
        )
        .catch((error: unknown) => {
          // The journal is of a version that kept none.
          if (errorNumber(error) === noSuchTable) return []
          throw error
        })
      return rows.map((row) => ({
        run: String(row['run']),
        position: Number(row['position']),
        marks: JSON.parse(String(row['marks'])) as TableMark[]
      }))
    }
  }
}

async function markOf(
  watch: Connection,
  {name, schema}: ObjectName,
  server: string,
  dialect: 'mysql' | 'mariadb'
): Promise<TableMark | undefined> {
  try {
    const [print = ''] = await printsOf(watch, [{schema, name}])
    const [row] = await watch.query(
      `SELECT coalesce(unix_timestamp(create_time), '') AS made FROM information_schema.tables
       WHERE table_schema = ? AND table_name = ?`,
      [schema, name]
    )
    const isThere = row !== undefined
    const identity = isThere ? await identityOf(watch, schema, name, dialect) : []
    return {table: `${schema}.${name}`, print, identity, isThere, made: row?.['made'] ?? '', server}
  } catch (error) {
    if (errorKind(error) === 'busy' || noSight.has(errorNumber(error) ?? 0)) return undefined
    throw error
  }
}

/** `ER_TABLEACCESS_DENIED_ERROR`, `ER_DBACCESS_DENIED_ERROR`, `ER_VIEW_INVALID`. */
const noSight = new Set([1142, 1044, 1356])

/** `ER_NO_SUCH_TABLE`, `ER_SPECIFIC_ACCESS_DENIED_ERROR`: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const noSuchTable = 1146
const notAllowed = 1227

/** Who may not see it (`PROCESS`) goes by the definition, and when that was written. */
async function identityOf(
  watch: Connection,
  schema: string,
  name: string,
  dialect: 'mysql' | 'mariadb'
): Promise<string[]> {
  try {
    return await spacesOfTable(watch, {schema, name}, dialect === 'mariadb')
  } catch (error) {
    if (errorNumber(error) === notAllowed) return []
    throw error
  }
}

/** MariaDB has no `server_uuid`. */
async function serverOf(watch: Connection, dialect: 'mysql' | 'mariadb'): Promise<string> {
  const sql =
    dialect === 'mariadb'
      ? "SELECT concat_ws(':', @@hostname, @@port, @@datadir) AS server"
      : 'SELECT @@server_uuid AS server'
  const [row] = await watch.query(sql)
  return row?.['server'] ?? ''
}
