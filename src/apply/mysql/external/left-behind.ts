/** What a program of others leaves where it is killed. */
import type {ExternalCopyInput} from '../../../plan/steps.js'
import type {ObjectName} from '../../../schema/objects.js'
import {quoteName, quoteTable} from '../../../sql/mysql.js'
import type {Connection, Row} from '../../connection/connection.js'
import {text} from '../../connection/row.js'
import {locate, placeOf} from '../view/tables.js'

/** Whether a trigger is one that pt-online-schema-change makes. */
export function isOfProgram(trigger: string): boolean {
  return trigger.startsWith('pt_osc_')
}

/** Triggers of a table; what a pattern of SQL means depends on the `sql_mode`. */
export function triggersOn(connection: Connection, {name, schema}: ObjectName): Promise<Row[]> {
  return connection.query(
    `SELECT TRIGGER_NAME AS name, ACTION_STATEMENT AS body FROM information_schema.TRIGGERS
     WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?`,
    [schema, name]
  )
}

/**
 * Take the triggers of pt-online-schema-change away, and the table that they write into: they go on to write, and the
 * program refuses to begin again. One that still works on them ends there, and changes nothing.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment.
 *
 * https://docs.percona.com/percona-toolkit/pt-online-schema-change.html
 *
 * @returns What was left and is not known to be ours: to be looked at.
 */
export async function takeAwayLeftBehind(connection: Connection, input: ExternalCopyInput): Promise<string[]> {
  const {name, schema} = locate(input.table, await placeOf(connection))
  const triggers = (await triggersOn(connection, {schema, name})).filter((trigger) =>
    isOfProgram(text(trigger, 'name'))
  )
  const tables = await connection.query(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
    [schema]
  )
  const ends = input.program === 'gh-ost' ? ['gho', 'ghc'] : ['new']
  const found = tables
    .map((row) => text(row, 'name'))
    .filter((each) => ends.some((end) => each.replace(/^_+/, '_') === `_${name}_${end}`))
  const written = found.filter((each) => triggers.some((trigger) => text(trigger, 'body').includes(quoteName(each))))
  if (triggers.length > 0) {
    const placed = (each: string): string => quoteTable({schema, name: each})
    // Together: nobody writes between, and who still works on them does not get to change the places of both.
    await connection.execute(`LOCK TABLES ${[name, ...written].map((each) => `${placed(each)} WRITE`).join(', ')}`)
    try {
      for (const trigger of triggers) await connection.execute(`DROP TRIGGER ${placed(text(trigger, 'name'))}`)
      for (const each of written) await connection.execute(`DROP TABLE ${placed(each)}`)
    } finally {
      await connection.execute('UNLOCK TABLES')
    }
  }
  return found.filter((each) => !written.includes(each))
}
