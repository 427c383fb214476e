import {defineStep} from '../../step.js'
import {endKeeping} from '../shadow/back/keep.js'
import {dropKept} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'

/**
 * Drop the old table, where that is wanted now; else it is kept for `sqlsafe cleanup`.
 *
 * Locks: `ACCESS EXCLUSIVE` on the old table, which nobody uses; where it was kept in sync, for a moment on the table
 * too.
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
    if (settings.dropOld) {
      if (input.back !== true) await endKeeping(connection, input)
      await dropKept(connection, names)
      return {done: true, state: null}
    }
    const inSync = settings.keepInSync && input.back !== true
    say(
      `the ${input.back === true ? 'table that was taken back' : 'old table'} is kept as ${names.kept}${inSync ? ', in sync: `sqlsafe revert` lets it take its place again, `sqlsafe cleanup` ends that' : ''}`
    )
    return {done: true, state: null}
  }
})
