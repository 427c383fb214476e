/** Connections to MySQL and MariaDB for an apply. */
import type {ConnectionOptions, Connection as MysqlClient, ResultSetHeader} from 'mysql2/promise'
import type {Connection, Row} from '../connection/connection.js'
import {fillIn} from '../../sql/mysql.js'

export interface MysqlConnection extends Connection {
  /** Id of the session, as the handshake told. */
  pid: number
  end: () => Promise<void>
}

const connectTimeoutMs = 10_000

/**
 * Connect. Options of the URL are those of `mysql2`, `ssl={"rejectUnauthorized":true}` among them.
 *
 * @param name Shown in `performance_schema.session_connect_attrs`.
 */
export async function connect(url: string, name: string): Promise<MysqlConnection> {
  const {createConnection} = await import('mysql2/promise')
  const client = await createConnection(optionsOf(url, name))
  // A connection that breaks while nothing is asked is reported by the next query.
  client.on('error', () => undefined)
  return {
    pid: client.threadId,
    async query<Result extends Row>(sql: string, values?: ReadonlyArray<string | number | null>) {
      return (await send(client, sql, values)) as Result[]
    },
    async execute(sql, values) {
      const result = (await send(client, sql, values)) as Partial<ResultSetHeader>
      return result.affectedRows ?? 0
    },
    async end() {
      // A polite goodbye would wait behind a statement that is still running.
      client.destroy()
      await Promise.resolve()
    }
  }
}

export function optionsOf(url: string, name: string): ConnectionOptions {
  return {
    // mysql2 knows no `mariadb:`.
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: connectTimeoutMs,
    enableKeepAlive: true,
    charset: 'utf8mb4',
    // Rows that were changed, not rows that were found; and no `sql_mode` but the server's own.
    flags: ['-FOUND_ROWS', '-IGNORE_SPACE'],
    connectAttributes: {program_name: name},
    // Nothing is made of what the server says: its own text. That of JSON it calls binary.
    typeCast: (field: {type: string; string: (encoding?: string) => string | null}) =>
      field.type === 'JSON' ? field.string('utf8') : field.string()
  }
}

async function send(
  client: MysqlClient,
  sql: string,
  values: ReadonlyArray<string | number | null> = []
): Promise<unknown> {
  const [result] = await client.query(values.length === 0 ? sql : fillIn(sql, values))
  return result
}
