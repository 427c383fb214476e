/** Is the whole new table what the copying of the old one would give? */
import {setTimeout as sleep} from 'node:timers/promises'
import type {StepContext} from '../../step.js'
import {compareBatch, settle} from './compare.js'
import type {Compared} from './compare.js'
import {writeState} from './record.js'
import type {ShadowView} from './record.js'
import {sharesOrder} from './shadow-sql.js'

export interface CheckState {
  /** Each row of the old table; then, where their order differs, each of the new one. */
  direction: 'forward' | 'backward'
  /** The last key that was looked at. */
  after: string[] | null
  /** Rows that were wrong, in this pass. */
  wrong: number
  /** Passes that met wrong rows. */
  passes: number
  /** How often the keys in doubt were looked at again. */
  looks: number
}

export const initialCheck: CheckState = {direction: 'forward', after: null, wrong: 0, passes: 0, looks: 0}

/** A copy that is wrong again and again cannot become right. */
const mostPasses = 3

/** Rows that are written without a pause are left to the swap, which compares them when nobody writes. */
const mostLooks = 20
const lookPauseMs = 100

interface Checked {
  /** A whole pass has found nothing. */
  done: boolean
  state: CheckState
  rows?: number
}

/** Compare some rows, and bring again what is wrong, in the transaction of the connection. */
export async function checkSome(view: ShadowView, state: CheckState, context: StepContext): Promise<Checked> {
  const {after, direction} = state
  if (state.looks > 0) return lookAgain(view, state, context)
  const found = await compareBatch(view, direction, after, context)
  const {rows} = found
  const wrong = state.wrong + (await note(view, found, context))
  if (found.last !== null) return {done: false, state: {...state, after: found.last, wrong}, rows}
  if (direction === 'forward' && !sharesOrder(view.record)) {
    return {done: false, state: {...state, direction: 'backward', after: null, wrong}, rows}
  }
  return {done: false, state: {...state, wrong, looks: 1}, rows}
}

/** What was in doubt; then either all was right, or all is looked at once more. */
async function lookAgain(view: ShadowView, state: CheckState, context: StepContext): Promise<Checked> {
  const {doubts} = view.state
  view.state.doubts = []
  const wrong = state.wrong + (await note(view, await settle(view, doubts), context))
  await writeState(view)
  if (wrong > 0) {
    const passes = state.passes + 1
    if (passes < mostPasses) return {done: false, state: {...initialCheck, passes}}
    throw new Error(
      `Unexpected rows of ${view.names.shadow.sql} that are wrong again in pass ${String(passes)}, expected what \`INSERT … SELECT\` gives: an expression of the change may give another value each time`
    )
  }
  if (view.state.doubts.length === 0 || state.looks >= mostLooks) {
    view.state.begunAgain = false
    await writeState(view)
    return {done: true, state}
  }
  await sleep(lookPauseMs)
  return {done: false, state: {...state, looks: state.looks + 1}}
}

/** @returns How many rows are wrong. */
async function note(
  view: ShadowView,
  {doubts, wrong}: Pick<Compared, 'doubts' | 'wrong'>,
  {say}: StepContext
): Promise<number> {
  if (doubts.length > 0) {
    view.state.doubts.push(...doubts)
    await writeState(view)
  }
  const [first] = wrong
  if (first)
    say(
      `${String(wrong.length)} rows of the copy were wrong and are copied again, the first has the key ${first.join(', ')}`
    )
  return wrong.length
}
