/** Whether the table is still the one that the copy was begun from. */
import {createHash} from 'node:crypto'
import type {Connection} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {identityOf} from './identity.js'
import type {Named} from './names.js'
import type {ShadowView} from './record.js'

/** Its definition, without what changes by itself. */
export async function definition(connection: Connection, {sql}: Named): Promise<string> {
  const [row] = await connection.query(`SHOW CREATE TABLE ${sql}`)
  return row?.['Create Table'] ?? ''
}

/** `ER_NO_SUCH_TABLE` */
const noSuchTable = 1146

const counter = / AUTO_INCREMENT=(\d+)/

export async function printOf(connection: Connection, table: Named): Promise<string> {
  const text = (await definition(connection, table)).replace(counter, '')
  return createHash('sha256').update(text).digest('hex')
}

/** The number that the next row gets, as text; `undefined`: 1, or there is none. */
export async function counterOf(connection: Connection, table: Named): Promise<string | undefined> {
  return counter.exec(await definition(connection, table))?.[1]
}

/**
 * Make sure that nothing but rows has changed, at the beginning of a transaction that writes.
 *
 * The table is read first: as long as the transaction lasts nobody can truncate or alter it.
 *
 * @returns `false`: it was emptied, or built anew: nothing of the copy counts any more.
 * @throws {Error} When it has another shape, or is no longer watched.
 */
export async function isSameSource({capture, connection, names, record, state}: ShadowView): Promise<boolean> {
  await connection.query(`SELECT 1 FROM ${names.source.sql} LIMIT 1`).catch((error: unknown) => {
    if (errorNumber(error) !== noSuchTable) throw error
    throw new Error(
      `Unexpected lack of ${names.source.sql}, which somebody has dropped or renamed, expected it as it was when its copy was begun: \`sqlsafe abort\` takes away what the copy has made`,
      {cause: error}
    )
  })
  if ((await printOf(connection, names.source)) !== record.shape) {
    throw new Error(
      `Unexpected change of ${names.source.sql} since its copy was begun, expected the same columns, indexes and constraints: abort, and begin again`
    )
  }
  // Whoever drops a trigger changes neither the shape nor the spaces.
  if (!(await capture.isBegun())) {
    throw new Error(
      `Unexpected lack of triggers of ours on ${names.source.sql}, expected them as they were made: abort, and begin again`
    )
  }
  return (await identityOf(connection, names, record.mariadb)) === state.identity
}
