/** A connection to PostgreSQL: over the network, or to the engine in this process. */
import type {Client} from 'pg'

/** What the rehearsal needs of a connection. */
export interface PostgresLink {
  /** Send a text of one or several statements; the rows of the last one. */
  query: <Row>(sql: string) => Promise<Row[]>
  end: () => Promise<void>
}

/** Connect to a server. */
export async function connectPostgres(url: string): Promise<PostgresLink> {
  const {default: pg} = await import('pg')
  const client: Client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'sqlsafe rehearse'
  })
  // An idle connection that breaks is reported by the query that finds it so.
  client.on('error', () => undefined)
  await client.connect()
  return {
    async query<Row>(sql: string) {
      const result: unknown = await client.query(sql)
      // Several statements have several results.
      const last: unknown = Array.isArray(result) ? result.at(-1) : result
      return (last as {rows?: Row[]} | undefined)?.rows ?? []
    },
    end: () => client.end()
  }
}
