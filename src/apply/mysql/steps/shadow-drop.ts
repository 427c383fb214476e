import {defineStep} from '../../step.js'
import {isThere} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'

/**
 * Drop the old table, where that is wanted now; else it is kept for `sqlsafe cleanup`.
 *
 * Locks: `EXCLUSIVE` on the old table, which nobody uses.
 */
export const shadowDrop = defineStep({
  kind: 'shadow-drop',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  // Nobody uses it any more: what is dropped is said by the title.
  preview: () => [],
  async isDone(connection, input) {
    const names = namesOf(input)
    return !(await isThere(connection, names, names.kept))
  },
  async run(connection, input, _, {say, settings}) {
    const {kept} = namesOf(input)
    if (settings.dropOld) await connection.execute(`DROP TABLE IF EXISTS ${kept.sql}`)
    else say(`the old table is kept as ${kept.sql}`)
    return {done: true, state: null}
  }
})
