/** What a replica says of the servers that it follows. */
import type {Dialect} from '../../../server/server.js'
import type {Connection, Row} from '../../connection/connection.js'

/** One server that it follows. */
export interface Channel {
  /** `host:port`. */
  source: string
  /** Whether both threads run: the one that fetches and the one that applies. */
  runs: boolean
  /** Why not, as the server says it. */
  error: string
  /** Seconds behind; `null`: it does not know. */
  seconds: number | null
  /** Seconds that it is behind on purpose. */
  delay: number
}

/**
 * Ask a server what it follows; none: it is no replica.
 * https://dev.mysql.com/doc/refman/8.4/en/show-replica-status.html, https://mariadb.com/kb/en/show-replica-status/
 */
export async function channelsOf(connection: Connection, dialect: Dialect): Promise<Channel[]> {
  // MySQL before 8.0.22 and MariaDB know the old words only.
  if (dialect === 'mariadb') return (await connection.query('SHOW ALL SLAVES STATUS')).map(toChannel)
  const rows = await connection.query('SHOW REPLICA STATUS').catch((error: unknown) => {
    if (!isSyntaxError(error)) throw error
    return connection.query('SHOW SLAVE STATUS')
  })
  return rows.map(toChannel)
}

/** `ER_PARSE_ERROR` */
export function isSyntaxError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && error.errno === 1064
}

function toChannel(row: Row): Channel {
  const of = (name: string): string | null =>
    row[name.replace('Source', 'Master').replace('Replica', 'Slave')] ?? row[name] ?? null
  const seconds = of('Seconds_Behind_Source')
  return {
    source: `${of('Source_Host') ?? ''}:${of('Source_Port') ?? ''}`,
    runs: of('Replica_IO_Running') === 'Yes' && of('Replica_SQL_Running') === 'Yes',
    error: [of('Last_IO_Error'), of('Last_SQL_Error')].filter(Boolean).join('; '),
    seconds: seconds === null ? null : Number(seconds),
    delay: Number(of('SQL_Delay') ?? 0)
  }
}
