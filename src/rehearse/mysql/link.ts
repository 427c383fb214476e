/** A connection to MySQL or MariaDB. */
import type {Connection} from 'mysql2/promise'
import {toServerError} from '../engine.js'

const mostReads = 10

/** What the rehearsal needs of a connection. */
export interface MysqlLink {
  query: <Row>(sql: string) => Promise<Row[]>
  /**
   * Look something up in the server's dictionary. Beside the DDL of others InnoDB may choose the reader to give way (error
   * 1213): it asks again.
   */
  read: <Row>(sql: string) => Promise<Row[]>
  /** The server's number of the connection. */
  id: number
  end: () => Promise<void>
  destroy: () => void
}

/** Connect to a server, and choose a database of it. */
export async function connectMysql(url: string, database: string | undefined): Promise<MysqlLink> {
  const {createConnection} = await import('mysql2/promise')
  const target = new URL(url.replace(/^mariadb:/i, 'mysql:'))
  target.pathname = database === undefined ? '/' : `/${database}`
  const connection: Connection = await createConnection({uri: target.href, connectTimeout: 10_000})
  // A connection that breaks is reported by the query that finds it so.
  connection.on('error', () => undefined)
  const query = async <Row>(sql: string): Promise<Row[]> => {
    const [rows] = await connection.query(sql)
    return Array.isArray(rows) ? (rows as Row[]) : []
  }
  return {
    query,
    async read<Row>(sql: string) {
      for (let tries = 1; ; tries++) {
        try {
          return await query<Row>(sql)
        } catch (error) {
          if (tries === mostReads || toServerError(error)?.code !== '1213') throw error
        }
      }
    },
    id: connection.threadId,
    end: () => connection.end(),
    destroy: () => {
      connection.destroy()
    }
  }
}
