import {setTimeout as sleep} from 'node:timers/promises'
import {quoteName} from '../../../sql/postgres.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import {assertWayBack} from '../shadow/back/obstacles.js'
import {keepSettings} from '../kept-settings.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import type {ShadowNames} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import type {ShadowRecord} from '../shadow/record.js'
import {logLength, longLog, prepareWork, replay} from '../shadow/replay.js'
import {clockOf, oldSnapshots} from '../shadow/snapshots.js'
import {swap} from '../shadow/swap.js'
import {lastReplay} from '../shadow/swap-locks.js'
import type {LockOrder} from '../shadow/swap-locks.js'

interface State {
  /** The server's time before which all that the new table holds was committed; `null`: not known yet. */
  quietSince: string | null
  /** Transactions that began before this time have to end first; `null`: it is not known yet which. */
  older: string | null
  /** All of them have. */
  settled: boolean
  /** How often the tables did not change places. */
  tries: number
  /** The order in which all locks were there the last time. */
  order: LockOrder
}

const initialState: State = {quietSince: null, older: null, settled: false, tries: 0, order: 'table'}

/**
 * After so many, those are let be that are harmless where they are what they seem: writers in READ COMMITTED, and
 * statements that do not come to this table any more. After more, a person must look.
 */
const strictTries = 10
const mostTries = 500
const pauseMs = 100
/** Before each of the first tries: who waited for us has gone on by then. */
const shortPauseMs = 30
const mostNamed = 5

/**
 * Bring the last rows, wait until no transaction is older than the copy, and let the tables change places.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, on views over it, and on tables that foreign keys tie to it, for a moment.
 */
export const shadowSwap = defineStep({
  kind: 'shadow-swap',
  mode: 'transaction',
  stateVersion: 2,
  initialState,
  throttled: false,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {keeping, shadow, table} = namesOf(input)
    return [
      `CREATE SCHEMA ${keeping}`,
      `ALTER TABLE ${table} SET SCHEMA ${keeping}`,
      `ALTER TABLE ${shadow} SET SCHEMA ${quoteName(input.table.schema)}`
    ]
  },
  async run(connection, input, state, context) {
    const names = namesOf(input)
    if (input.back === true) await assertWayBack(connection, input)
    const record = await readRecord(connection, names)
    // The table is described as it was at the beginning.
    await keepSettings(connection, record.settings)
    const quietSince = state.quietSince ?? (await clockOf(connection))
    const shortened = await shorten(connection, record, names)
    if (shortened) return {done: false, state: {...state, quietSince: null}}
    if (!state.settled) {
      const older = state.older ?? quietSince
      const old = await oldSnapshots(connection, {since: older, last: null})
      if (old.length > 0) {
        const who = old.slice(0, mostNamed).map((each) => each.who)
        context.say(`waiting for transactions that are older than the copy: ${who.join('; ')}`)
        await sleep(10 * pauseMs)
        return {done: false, state: {...state, quietSince, older}}
      }
    }
    const relaxed = state.tries >= strictTries
    const keep = context.settings.keepInSync && input.back !== true ? {input, run: context.run} : undefined
    const outcome = await swap({connection, context, names, record, quietSince, relaxed, order: state.order, keep})
    if (outcome.swapped) return {done: true, state}
    context.say(`the tables do not change places yet: ${outcome.because}`)
    if (state.tries >= mostTries) {
      throw new Error(
        `Unexpected try number ${String(mostTries)}, expected a moment in which ${names.table} can be replaced: ${outcome.because}`
      )
    }
    await sleep(relaxed ? pauseMs : shortPauseMs)
    const {older, order} = outcome
    return {
      done: false,
      state: {quietSince: null, older: older ?? null, settled: older === undefined, tries: state.tries + 1, order}
    }
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})

/** Replay until the rest is little enough; whether it was not. */
async function shorten(connection: Connection, record: ShadowRecord, names: ShadowNames): Promise<boolean> {
  if ((await logLength(connection, names, lastReplay / 4)) < lastReplay / 4) return false
  await prepareWork(connection, record)
  await replay(connection, record, names, longLog)
  return true
}
