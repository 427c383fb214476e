/** Capture by triggers: a write has its key in the log by the same transaction. */
import type {Connection} from '../../../connection/connection.js'
import {cursorName} from '../../key-sql.js'
import type {KeyColumn} from '../../keys.js'
import {literal, quoteName} from '../../../../sql/mysql.js'
import {whenAtRest} from '../../at-rest.js'
import {tiedTables} from '../carried/tied.js'
import {capturedEvents} from '../locate.js'
import type {ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {withSettings} from '../session.js'
import type {Capture} from './capture.js'
import {logMode} from './log.js'

export function triggerCapture(connection: Connection, names: ShadowNames, record: ShadowRecord): Capture {
  const isThere = {collect: () => Promise.resolve(true), close: () => undefined}
  return {
    async isBegun() {
      return (await capturedEvents(connection, names, names.source)).length === Object.keys(names.triggers).length
    },
    async begin() {
      const there = await capturedEvents(connection, names, names.source)
      const tied = await tiedTables({connection, names, record})
      const tables = [tied.source, ...tied.children, ...tied.parents]
      const taken = {mariadb: record.mariadb, tables, wanted: [tied.source]}
      await withSettings(connection, {sql_mode: literal(logMode)}, async () => {
        for (const [event, statement] of Object.entries(triggerStatements(names, record))) {
          if (!there.includes(event)) await whenAtRest(connection, taken, statement)
        }
      })
    },
    collect: isThere.collect,
    collectSlipped: () => Promise.resolve(),
    standBy: () => Promise.resolve(isThere)
  }
}

/**
 * Statements that begin to log, by event. What they write was a key of the table a moment ago, in a column of the same
 * type: there is nothing in them that could fail, and no row that anybody else could hold.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment: transactions that have written to it end before.
 */
function triggerStatements(names: ShadowNames, {key}: ShadowRecord): Record<string, string> {
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

/** Two spellings that the old collation takes for one may be two to the new one, and two values of an enum one text. */
function hasMoved({name, sort}: KeyColumn): string {
  const [old, now] = [`OLD.${quoteName(name)}`, `NEW.${quoteName(name)}`]
  if (sort === 'enum') return `${old} + 0 <> ${now} + 0`
  return sort === 'text' ? `CAST(${old} AS BINARY) <> CAST(${now} AS BINARY)` : `${old} <> ${now}`
}
