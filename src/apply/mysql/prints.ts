/** By what it is told whether the definition of a table has changed. */
import {createHash} from 'node:crypto'
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import {errorNumber} from './error-kind.js'
import {quoteTable} from '../../sql/mysql.js'

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_NO_SUCH_TABLE`, `ER_BAD_DB_ERROR`. */
const absent = new Set([1146, 1049])

/** Prints of the definitions of tables, in order; of a table that is not there, that of nothing. */
export async function printsOf(connection: Connection, tables: readonly ObjectName[]): Promise<string[]> {
  const prints: string[] = []
  for (const table of tables) {
    const text = await connection.query(`SHOW CREATE TABLE ${quoteTable(table)}`).then(
      ([row]) => Object.values(row ?? {})[1] ?? '',
      (error: unknown) => {
        if (absent.has(errorNumber(error) ?? 0)) return ''
        throw error
      }
    )
    // Rows that others insert meanwhile change it.
    const shape = text.replace(/ AUTO_INCREMENT=\d+/, '')
    prints.push(createHash('sha256').update(shape).digest('hex'))
  }
  return prints
}

/** Prints of tables before a statement; `null`: not looked yet. */
export interface Looked {
  before: string[] | null
}

/** Look anew before the next try, unless the tables have changed: then it may have been done, whatever was said. */
export async function lookAnew(
  connection: Connection,
  tables: readonly ObjectName[],
  {before}: Looked
): Promise<Looked> {
  const isSame = before === null || JSON.stringify(await printsOf(connection, tables)) === JSON.stringify(before)
  return {before: isSame ? null : before}
}
