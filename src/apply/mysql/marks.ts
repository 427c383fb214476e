/** Marks of tables: the journal is that of the whole server, and stays as it is when one database is restored. */
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
      const marks: TableMark[] = []
      try {
        for (const {name, schema} of tables.map((table) => locate(table, place))) {
          const [print = ''] = await printsOf(watch, [{schema, name}])
          const [row] = await watch.query(
            `SELECT coalesce(unix_timestamp(create_time), '') AS made FROM information_schema.tables
             WHERE table_schema = ? AND table_name = ?`,
            [schema, name]
          )
          marks.push({
            table: `${schema}.${name}`,
            print,
            identity: row === undefined ? [] : await identityOf(watch, schema, name, dialect),
            isThere: row !== undefined,
            made: row?.['made'] ?? '',
            server
          })
        }
      } catch (error) {
        if (errorKind(error) === 'busy') return undefined
        throw error
      }
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
