/** The log: keys of rows that were written, and nothing else. */
import type {Connection} from '../../../connection/connection.js'
import {cursorName} from '../../key-sql.js'
import {definitionOf} from '../columns.js'
import type {ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {logKey, logValues} from '../shadow-sql.js'

/**
 * Its own key is a number of the server's own: replicas find rows by it, and triggers leave `LAST_INSERT_ID()` of the
 * application as it is.
 * https://dev.mysql.com/doc/refman/8.4/en/information-functions.html#function_last-insert-id
 */
export function logTable({log}: ShadowNames, {key}: ShadowRecord): string {
  const columns = key.columns.map((column, index) => definitionOf(cursorName(index), column))
  return `CREATE TABLE ${log.sql} (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, ${columns.join(', ')})
    ENGINE = InnoDB COMMENT = 'sqlsafe'`
}

/** `sql_mode` of who writes to it, which triggers keep: https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html */
export const logMode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'

/** An enum that holds what is none of its values has the number 0, which nobody writes in strict mode but triggers. */
const laxMode = logMode.replace('STRICT_ALL_TABLES,', '')

/** The mode in which some keys can be written. */
export function modeFor({key}: ShadowRecord, keys: ReadonlyArray<readonly string[]>): string {
  const enums = key.columns.flatMap(({sort}, index) => (sort === 'enum' ? [index] : []))
  return keys.some((cursor) => enums.some((index) => cursor[index] === '0')) ? laxMode : logMode
}

/** Put keys into it, as many as one statement takes. */
export async function logKeys(
  connection: Connection,
  {log}: ShadowNames,
  record: ShadowRecord,
  keys: ReadonlyArray<readonly string[]>
): Promise<void> {
  const list = logKey(record).map(({name}) => name)
  await connection.execute(`INSERT INTO ${log.sql} (${list.join(', ')}) VALUES ${logValues(record, keys)}`)
}
