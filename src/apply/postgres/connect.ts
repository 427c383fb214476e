/** Connections to PostgreSQL for an apply. */
import type {Client, QueryResult} from 'pg'
import type {Connection, Row} from '../connection/connection.js'

export interface PostgresConnection extends Connection {
  /** Process id of the session, as the handshake told. */
  pid: number | undefined
  end: () => Promise<void>
}

/** Nothing is made of what the server says: its own text. */
const asText = {getTypeParser: () => (text: string) => text}

/**
 * Connect. Options of the URL are those of libpq as far as `pg` knows them, `sslmode=verify-full` among them.
 *
 * @param name Shown in `pg_stat_activity`.
 */
export async function connect(url: string, name: string): Promise<PostgresConnection> {
  const {default: pg} = await import('pg')
  const client: Client & {processID?: number} = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: name,
    keepAlive: true,
    types: asText
  })
  // A connection that breaks while nothing is asked is reported by the next query.
  client.on('error', () => undefined)
  await client.connect()
  return {
    pid: client.processID,
    async query<Result extends Row>(sql: string, values?: ReadonlyArray<string | number | null>) {
      return (await send(client, sql, values)).rows as Result[]
    },
    async execute(sql, values) {
      return (await send(client, sql, values)).rowCount ?? 0
    },
    end: () => client.end()
  }
}

function send(client: Client, sql: string, values?: ReadonlyArray<string | number | null>): Promise<QueryResult> {
  return values === undefined ? client.query(sql) : client.query(sql, [...values])
}
