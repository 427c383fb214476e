/** Who is connected to the server. */
import type {Connection} from '../../connection/connection.js'

export interface Session {
  pid: string
  user: string
  /** From where, with the port. */
  host: string
  command: string
  /** In which it has been doing what it does. */
  seconds: number
  /** What it does; empty: nothing. */
  query: string
}

/**
 * Those that we may see.
 *
 * MySQL gives nobody any row of `information_schema.PROCESSLIST` (error 3854) while a statement of anybody has a letter
 * that is not in the first 65,536 of Unicode, such as an emoji.
 * https://dev.mysql.com/doc/refman/8.4/en/show-processlist.html
 */
export async function sessionsOf(connection: Connection): Promise<Session[]> {
  return (await connection.query('SHOW FULL PROCESSLIST')).map((row) => ({
    pid: row['Id'] ?? '',
    user: row['User'] ?? '',
    host: row['Host'] ?? '',
    command: row['Command'] ?? '',
    seconds: Number(row['Time']),
    query: row['Info'] ?? ''
  }))
}

/** Who fetches the binary log. */
export async function dumpersOf(connection: Connection): Promise<Session[]> {
  return (await sessionsOf(connection)).filter(({command}) => command.startsWith('Binlog Dump'))
}
