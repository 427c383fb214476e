import {defineStep} from '../../step.js'
import {triggerMode, triggerStatements} from '../shadow/capture.js'
import {capturedEvents, takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {openShadow} from '../shadow/record.js'
import {isMariadb, withSettings} from '../shadow/session.js'
import {abandoned, assertNoneAbandoned} from '../shadow/transactions.js'
import {literal} from '../../../sql/mysql.js'

/**
 * Log the keys of rows that are written from now on.
 *
 * Of transactions of before none may be left: a table's lock waits for all but those that MariaDB keeps without a session.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment, once for each of the three triggers.
 */
export const shadowCapture = defineStep({
  kind: 'shadow-capture',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {source, triggers} = namesOf(input)
    return Object.entries(triggers).map(
      ([event, {sql}]) => `CREATE TRIGGER ${sql} AFTER ${event} ON ${source.sql} FOR EACH ROW …`
    )
  },
  async isDone(connection, input) {
    const names = namesOf(input)
    if ((await capturedEvents(connection, names, names.source)).length < 3) return false
    return (await abandoned({connection, names}, await isMariadb(connection))).length === 0
  },
  async run(connection, input) {
    const names = namesOf(input)
    const {record} = await openShadow(connection, names)
    const there = await capturedEvents(connection, names, names.source)
    await withSettings(connection, {sql_mode: literal(triggerMode)}, async () => {
      for (const [event, statement] of Object.entries(triggerStatements(names, record))) {
        if (!there.includes(event)) await connection.execute(statement)
      }
    })
    await assertNoneAbandoned({connection, names}, record.mariadb)
    return {done: true, state: null}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
