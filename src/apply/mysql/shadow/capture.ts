/** Knowing which rows of the old table were written: their keys, and nothing else. */
import {cursorName} from '../key-sql.js'
import type {KeyColumn} from '../keys.js'
import {quoteName} from '../../../sql/mysql.js'
import {definitionOf} from './columns.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'

/**
 * The log. Its key is a number of the server's own: replicas find rows by it, and triggers leave `LAST_INSERT_ID()` of the
 * application as it is.
 * https://dev.mysql.com/doc/refman/8.4/en/information-functions.html#function_last-insert-id
 */
export function logTable({log}: ShadowNames, {key}: ShadowRecord): string {
  const columns = key.columns.map((column, index) => definitionOf(cursorName(index), column))
  return `CREATE TABLE ${log.sql} (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, ${columns.join(', ')})
    ENGINE = InnoDB COMMENT = 'sqlsafe'`
}

/** `sql_mode` that triggers keep: https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html */
export const triggerMode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'

/**
 * Statements that begin to log, by event. What they write was a key of the table a moment ago, in a column of the same
 * type: there is nothing in them that could fail, and no row that anybody else could hold.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment: transactions that have written to it end before.
 */
export function triggerStatements(names: ShadowNames, {key}: ShadowRecord): Record<string, string> {
  const {columns} = key
  const list = columns.map((_, index) => cursorName(index)).join(', ')
  const insert = (row: string): string =>
    `INSERT INTO ${names.log.sql} (${list}) VALUES (${columns.map(({name}) => `${row}.${quoteName(name)}`).join(', ')})`
  const create = (event: keyof ShadowNames['triggers'], body: string): string =>
    `CREATE TRIGGER ${names.triggers[event].sql} AFTER ${event} ON ${names.source.sql} FOR EACH ROW ${body}`
  return {
    INSERT: create('INSERT', insert('NEW')),
    UPDATE: create(
      'UPDATE',
      `BEGIN ${insert('OLD')}; IF ${columns.map(hasMoved).join(' OR ')} THEN ${insert('NEW')}; END IF; END`
    ),
    DELETE: create('DELETE', insert('OLD'))
  }
}

/** Two spellings that the old collation takes for one may be two to the new one. */
function hasMoved({name, sort}: KeyColumn): string {
  const [old, now] = [`OLD.${quoteName(name)}`, `NEW.${quoteName(name)}`]
  return sort === 'text' ? `CAST(${old} AS BINARY) <> CAST(${now} AS BINARY)` : `${old} <> ${now}`
}
