/** Who has a transaction open, as far as the server tells. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection, Row} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'

/** How often, and after which pause, is asked again. */
const mostAsks = 20
const pauseMs = 50

/**
 * Whether MySQL gives nobody any row of `information_schema.INNODB_TRX`: a transaction is busy with a statement that has a
 * letter which is not in the first 65,536 of Unicode, such as an emoji.
 */
export function isNotShown(error: unknown): boolean {
  return errorNumber(error) === 3854
}

/**
 * Ask `information_schema.INNODB_TRX`, and once more while such a statement runs: most are over soon.
 *
 * @throws {Error} When there is one each time.
 */
export async function queryTransactions<Result extends Row = Row>(
  connection: Connection,
  sql: string,
  values: ReadonlyArray<string | number | null> = []
): Promise<Result[]> {
  for (let asked = 1; ; asked++) {
    try {
      return await connection.query<Result>(sql, values)
    } catch (error) {
      if (!isNotShown(error)) throw error
      if (asked >= mostAsks) {
        throw new Error(
          'Unexpected statement with a letter such as an emoji that a transaction is busy with, expected none for so long: MySQL shows nobody who has a transaction open meanwhile (error 3854); wait until it is over',
          {cause: error}
        )
      }
    }
    await sleep(pauseMs)
  }
}

/** Ask it once: nothing while such a statement runs, which may be the very one that keeps others waiting. */
export async function queryWhereShown(
  connection: Connection,
  sql: string,
  values: ReadonlyArray<string | number | null> = []
): Promise<Row[]> {
  try {
    return await connection.query(sql, values)
  } catch (error) {
    if (!isNotShown(error)) throw error
    return []
  }
}

/** `queryTransactions` for what is given a connection. */
export function transactionsOf(connection: Connection): Pick<Connection, 'query'> {
  return {query: (sql, values) => queryTransactions(connection, sql, values)}
}
