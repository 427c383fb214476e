import {defineStep} from '../../step.js'
import {logByKeys, logByWrites} from '../shadow/back/keep.js'
import {assertWayBack} from '../shadow/back/obstacles.js'
import {locate} from '../shadow/locate.js'
import {namesOf, rowTrigger} from '../shadow/names.js'

/**
 * Log every write from now on, also of keys that the log has already: they will be taken from it.
 *
 * Locks: `SHARE ROW EXCLUSIVE` on the table, for a moment.
 */
export const revertCapture = defineStep({
  kind: 'revert-capture',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: 10_000}),
  preview(input) {
    const {captureRow, table} = namesOf(input)
    return [
      `CREATE OR REPLACE TRIGGER ${rowTrigger} AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${captureRow}()`
    ]
  },
  async run(connection, input) {
    await assertWayBack(connection, input)
    for (const statement of logByWrites(namesOf(input))) await connection.execute(statement)
    return {done: true, state: null}
  },
  async abort(connection, input) {
    const names = namesOf(input)
    if ((await locate(connection, names)) !== 'growing') return
    for (const statement of logByKeys(names)) await connection.execute(statement)
  }
})
