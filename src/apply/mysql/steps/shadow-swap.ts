import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {StepContext} from '../../step.js'
import {defineStep} from '../../step.js'
import {errorKind} from '../error-kind.js'
import {assertNoneStranded, returnIndexNames} from '../shadow/carried/incoming-keys.js'
import {catchUp, inTransaction, meetingConflicts} from '../shadow/catch-up.js'
import {checkSome, initialCheck} from '../shadow/check.js'
import type {CheckState} from '../shadow/check.js'
import {missingIndexes} from '../shadow/create.js'
import {endCapture, hasSource, isAfterSwap, isThere, locate, takeAway} from '../shadow/locate.js'
import {allLost, assertShadowStands, tooLate} from '../shadow/lost.js'
import {namesOf} from '../shadow/names.js'
import type {ShadowNames} from '../shadow/names.js'
import {assertNoOrphans, assertOwnKeysHold} from '../shadow/orphans.js'
import {openShadow} from '../shadow/open-shadow.js'
import {writeState} from '../shadow/record.js'
import type {ShadowView} from '../shadow/record.js'
import {outlastRenamers, giveBack, removeGuard, turnBack} from '../shadow/rename.js'
import {logLength, replay} from '../shadow/replay.js'
import {whileCopying} from '../shadow/session.js'
import {lastReplay, settle, swap} from '../shadow/swap.js'
import {clockOf, olderTransactions} from '../shadow/transactions.js'

interface State {
  /** The server's time before which all that the new table holds was committed; `null`: not known yet. */
  quietSince: string | null
  /** No transaction is older than that. */
  settled: boolean
  /** How often the tables did not change places. */
  tries: number
  conflicts: number
  /** How far the rows were checked that were copied after the check. */
  check: CheckState
  /** That the tables have changed places was seen: what is left is to tidy up. */
  swapped: boolean
}

const initialState: State = {
  quietSince: null,
  settled: false,
  tries: 0,
  conflicts: 0,
  check: initialCheck,
  swapped: false
}

/**
 * After so many only transactions that are older than the copy are waited for: one that began later sees all rows, a few
 * of them perhaps as they were a moment before. After more a person must look.
 */
const strictTries = 10
const mostTries = 500

/** A server that writes pages all the time would be waited for in each of them. */
const patientTries = 6
const pauseMs = 100

/**
 * Bring the last rows, wait until no transaction is older than the copy, and let the tables change places.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment.
 */
export const shadowSwap = defineStep({
  kind: 'shadow-swap',
  mode: 'autocommit',
  stateVersion: 1,
  initialState,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {kept, shadow, source} = namesOf(input)
    return [`RENAME TABLE ${source.sql} TO ${kept.sql}, ${shadow.sql} TO ${source.sql}`]
  },
  // The answer may be lost: the names tell, and once nothing has them what we have seen.
  async isDone(connection, input, {swapped}) {
    const names = namesOf(input)
    const place = await locate(connection, names)
    if (place === 'none') return swapped
    return isAfterSwap(place) && !(await isThere(connection, names, names.record))
  },
  async run(connection, input, state, context) {
    const names = namesOf(input)
    await outlastRenamers(connection, names)
    const place = await locate(connection, names)
    if (isAfterSwap(place)) {
      // Noted before the record goes: without both nobody could tell any more.
      if (!state.swapped) return {done: false, state: {...state, swapped: true}}
      await finish(connection, names, context)
      return {done: true, state}
    }
    await removeGuard(connection, names)
    if (place === 'none') throw allLost(names)
    const view = await openShadow(connection, names, context)
    await assertShadowStands(view)
    // A try that was cut off may have left keys and triggers half way.
    const isTurned = await turnBack(view)
    const isRestored = await giveBack(view)
    if (isTurned) await assertNoOrphans(view, 'former')
    if (isRestored) await assertOwnKeysHold(view)
    await assertIndexes(view)
    const {check, conflicts, worked} = await prepare(view, state, context)
    if (worked) return {done: false, state: {...initialState, tries: state.tries, conflicts, check}}
    const quietSince = state.quietSince ?? (await quietFromNow(view))
    const settled = state.settled || !(await waitsForOld(view, quietSince, context))
    if (!settled) return {done: false, state: {...state, quietSince, conflicts}}
    const outcome = await swap(view, context, state.tries < strictTries, state.tries < patientTries)
    if (outcome.swapped) return {done: false, state: {...state, swapped: true}}
    context.say(`the tables do not change places yet: ${outcome.because}`)
    if (state.tries >= mostTries) {
      throw new Error(
        `Unexpected try number ${String(mostTries)}, expected a moment in which ${names.source.sql} can be replaced: ${outcome.because}`
      )
    }
    await sleep(pauseMs)
    const tried = {...state, tries: state.tries + 1, conflicts}
    // Who began before those rows were brought is waited for at the next try, too, which may have none to bring.
    if (outcome.late === true && state.tries < strictTries) {
      return {done: false, state: {...tried, quietSince: null, settled: false}}
    }
    return {done: false, state: {...tried, quietSince, settled}}
  },
  async abort(connection, input, _, context) {
    const names = namesOf(input)
    await outlastRenamers(connection, names)
    if (isAfterSwap(await locate(connection, names))) throw tooLate(names)
    // Of a table that somebody has dropped or renamed nothing can be put right.
    if (!(await isThere(connection, names, names.record)) || !(await hasSource(connection, names))) {
      await takeAway(connection, names)
      return
    }
    const view = await openShadow(connection, names, context)
    const isTurned = await turnBack(view)
    const isRestored = await giveBack(view)
    await returnIndexNames(connection, names, view.record.claims)
    await takeAway(connection, names)
    // Nothing of ours is left to go on with, but rows that were left alone must not be kept quiet.
    if (isTurned) await assertNoOrphans(view, 'former')
    if (isRestored) await assertOwnKeysHold(view)
  }
})

/** After the swap: what still was the old table's, and no trace of ours but that table. */
async function finish(connection: Connection, names: ShadowNames, context: StepContext): Promise<void> {
  const view = (await isThere(connection, names, names.record))
    ? await openShadow(connection, names, context)
    : undefined
  if (view) await lookBack(view, context)
  await assertNothingSlipped(connection, names)
  if (view) {
    await settle(view)
    await assertNoneStranded(connection, names)
    const isKept = await isThere(connection, names, names.kept)
    await assertNoOrphans(view, 'referred', isKept ? names.kept : undefined)
  }
  await endCapture(connection, names)
  await connection.execute(`DROP TABLE IF EXISTS ${names.record.sql}`)
}

/** A plan without the step that builds them must not lose them. */
async function assertIndexes(view: ShadowView): Promise<void> {
  const missing = await missingIndexes(view)
  if (missing.length === 0) return
  throw new Error(
    `Unexpected lack of indexes of ${view.names.shadow.sql} (${missing.join(', ')}), expected them to be built before the swap`
  )
}

/** Later than the swap the binary log may be gone: that must not keep the run from its end. */
async function lookBack({capture}: ShadowView, {say}: StepContext): Promise<void> {
  await capture.collectSlipped().catch((error: unknown) => {
    if (errorKind(error) !== 'final' || !(error instanceof Error)) throw error
    say(`what was written right before the tables changed places cannot be looked up again: ${error.message}`)
  })
}

/** No lock that we know of lets that happen: were it otherwise, nobody must find out by a lost row. */
async function assertNothingSlipped(connection: Connection, names: ShadowNames): Promise<void> {
  if (!(await isThere(connection, names, names.log)) || (await logLength(connection, names, 1)) === 0) return
  throw new Error(
    `Unexpected writes to ${names.kept.sql} after its last rows were brought, expected none: compare its rows${(await isThere(connection, names, names.kept)) ? '' : ' (it was dropped since: of a backup)'} with those of ${names.source.sql} by the keys in ${names.log.sql}, then empty that and run again`
  )
}

interface Prepared {
  check: CheckState
  conflicts: number
  worked: boolean
}

/** Copy what is left, and replay until the rest is little enough; who was emptied or built anew is checked once more. */
async function prepare(view: ShadowView, before: State, context: StepContext): Promise<Prepared> {
  const {connection, names, record, state} = view
  const done: Omit<Prepared, 'conflicts'> = {check: before.check, worked: false}
  const conflicts = await whileCopying(connection, record, () =>
    meetingConflicts(view, before.conflicts, () =>
      inTransaction(connection, async () => {
        done.worked = (await catchUp(view, context)) !== undefined
        if (!state.copied) done.check = initialCheck
        if (done.worked) return
        if (state.begunAgain === true) {
          const checked = await checkSome(view, done.check, context)
          done.check = checked.state
          done.worked = true
          return
        }
        done.worked = (await logLength(connection, names, lastReplay / 4)) >= lastReplay / 4
        await replay(view, null)
      })
    )
  )
  return {...done, conflicts, worked: done.worked || conflicts > 0}
}

/** The server's time, before which all that the new table holds was committed. */
async function quietFromNow(view: ShadowView): Promise<string> {
  view.state.late = false
  await writeState(view)
  return clockOf(view.connection)
}

async function waitsForOld(view: ShadowView, quietSince: string, {say}: StepContext): Promise<boolean> {
  const old = await olderTransactions(view, quietSince)
  if (old.length === 0) return false
  say(`waiting for transactions that are older than the copy: ${old.join('; ')}`)
  await sleep(5 * pauseMs)
  return true
}
