import {defineStep} from '../../step.js'
import {beginCapture} from '../shadow/capture.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf, rowTrigger} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'

/**
 * Log the keys of rows that are written from now on.
 *
 * Locks: `SHARE ROW EXCLUSIVE` on the table, for a moment.
 */
export const shadowCapture = defineStep({
  kind: 'shadow-capture',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: 10_000}),
  preview(input) {
    const {captureRow, table} = namesOf(input)
    return [
      `CREATE TRIGGER ${rowTrigger} AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${captureRow}()`
    ]
  },
  async run(connection, input) {
    const names = namesOf(input)
    await beginCapture(connection, names, await readRecord(connection, names))
    return {done: true, state: null}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
