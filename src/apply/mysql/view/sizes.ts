import type {Connection} from '../../connection/connection.js'
import {text} from '../../connection/row.js'
import type {Located} from './tables.js'
import {ofTables} from './tables.js'

/** How big a table is by the server's estimate, in bytes. */
export interface Size {
  data: number
  indexes: number
  /** Average of a row. */
  row: number
}

/** The size of a table; `undefined`: there is no such table. */
export async function sizeOf(connection: Connection, table: Located): Promise<Size | undefined> {
  const [found] = await ofTables(
    connection,
    [table],
    `SELECT coalesce(data_length, 0) AS data, coalesce(index_length, 0) AS indexes, coalesce(avg_row_length, 0) AS average
     FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND table_type <> 'VIEW'`
  )
  if (!found) return undefined
  const [data, indexes, row] = ['data', 'indexes', 'average'].map((name) => Number(text(found.row, name)))
  return {data: data ?? 0, indexes: indexes ?? 0, row: row ?? 0}
}

/** The size of tables together, in bytes. */
export async function bytesOf(connection: Connection, tables: readonly Located[]): Promise<number> {
  let bytes = 0
  for (const table of tables) {
    const size = await sizeOf(connection, table)
    bytes += size === undefined ? 0 : size.data + size.indexes
  }
  return bytes
}
