import {defineStep} from '../../step.js'
import {dropKept} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'

/**
 * Drop the old table, where that is wanted now; else it is kept for `sqlsafe cleanup`.
 *
 * Locks: `ACCESS EXCLUSIVE` on the old table, which nobody uses.
 */
export const shadowDrop = defineStep({
  kind: 'shadow-drop',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  // Nobody uses it any more: what is dropped is said by the title.
  preview: () => [],
  async run(connection, input, _, {say, settings}) {
    const names = namesOf(input)
    if (settings.dropOld) await dropKept(connection, names)
    else say(`the old table is kept as ${names.kept}`)
    return {done: true, state: null}
  }
})
