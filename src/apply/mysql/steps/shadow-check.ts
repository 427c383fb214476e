import {defineStep} from '../../step.js'
import {catchUp, meetingConflicts} from '../shadow/catch-up.js'
import {checkSome, initialCheck} from '../shadow/check.js'
import type {CheckState} from '../shadow/check.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {openShadow} from '../shadow/open-shadow.js'
import {whileCopying} from '../shadow/session.js'

interface State extends CheckState {
  conflicts: number
}

const initialState: State = {...initialCheck, conflicts: 0}

/**
 * Compare every row of both tables, and bring again what is wrong, until a whole pass finds nothing.
 *
 * Locks: `SHARED READ` on the table; no rows.
 */
export const shadowCheck = defineStep({
  kind: 'shadow-check',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: () => [],
  async run(connection, input, state, context) {
    const view = await openShadow(connection, namesOf(input), context)
    return whileCopying(connection, view.record, async () => {
      let next: {done: boolean; state: CheckState; rows?: number} = {done: false, state}
      const conflicts = await meetingConflicts(view, state.conflicts, async () => {
        const copied = await catchUp(view, context)
        // Where rows had to be copied again all are to be looked at again.
        if (copied !== undefined) next = {done: false, state: view.state.copied ? state : initialCheck, rows: copied}
        else next = await checkSome(view, state, context)
      })
      return {...next, state: {...next.state, conflicts}}
    })
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
