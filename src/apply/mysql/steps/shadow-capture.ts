import {defineStep} from '../../step.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {openShadow} from '../shadow/open-shadow.js'
import {abandoned, assertNoneAbandoned} from '../shadow/transactions.js'

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
  async isDone(connection, input, _, context) {
    const view = await openShadow(connection, namesOf(input), context)
    if (!(await view.capture.isBegun())) return false
    return (await abandoned(view, view.record.mariadb)).length === 0
  },
  async run(connection, input, _, context) {
    const view = await openShadow(connection, namesOf(input), context)
    if (!(await view.capture.isBegun())) await view.capture.begin()
    await assertNoneAbandoned(view, view.record.mariadb)
    return {done: true, state: null}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
