import {setTimeout as sleep} from 'node:timers/promises'
import {quoteName} from '../../../core/fix/quote.js'
import type {Connection} from '../../connection.js'
import {defineStep} from '../../step.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import type {ShadowNames} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import type {ShadowRecord} from '../shadow/record.js'
import {logLength, longLog, prepareWork, replay} from '../shadow/replay.js'
import {clockOf, oldSnapshots} from '../shadow/snapshots.js'
import {lastReplay, swap} from '../shadow/swap.js'

interface State {
  /** The server's time before which all that the new table holds was committed; `null`: not known yet. */
  quietSince: string | null
  /** No transaction is older than the copy. */
  settled: boolean
  /** How often the tables did not change places. */
  tries: number
}

const initialState: State = {quietSince: null, settled: false, tries: 0}

/** After so many, statements that began their own transaction are let be; after more, a person must look. */
const strictTries = 10
const mostTries = 500
const pauseMs = 100

/**
 * Bring the last rows, wait until no transaction is older than the copy, and let the tables change places.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, on views over it, and on tables that foreign keys tie to it, for a moment.
 */
export const shadowSwap = defineStep({
  kind: 'shadow-swap',
  mode: 'transaction',
  stateVersion: 1,
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
    const record = await readRecord(connection, names)
    const quietSince = state.quietSince ?? (await clockOf(connection))
    const shortened = await shorten(connection, record, names)
    if (shortened) return {done: false, state: {...state, quietSince: null}}
    if (!state.settled) {
      const old = await oldSnapshots(connection, record, names, {since: quietSince, relaxed: false})
      if (old.length > 0) {
        context.say(`waiting for transactions that are older than the copy: ${old.join('; ')}`)
        await sleep(10 * pauseMs)
        return {done: false, state: {...state, quietSince}}
      }
    }
    const outcome = await swap({
      connection,
      context,
      names,
      record,
      table: input.table,
      quietSince,
      relaxed: state.tries >= strictTries
    })
    if (outcome.swapped) return {done: true, state}
    context.say(`the tables do not change places yet: ${outcome.because}`)
    if (state.tries >= mostTries) {
      throw new Error(
        `Unexpected try number ${String(mostTries)}, expected a moment in which ${names.table} can be replaced: ${outcome.because}`
      )
    }
    await sleep(pauseMs)
    return {done: false, state: {quietSince: null, settled: true, tries: state.tries + 1}}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})

/** Replay until the rest is little enough; whether it was not. */
async function shorten(connection: Connection, record: ShadowRecord, names: ShadowNames): Promise<boolean> {
  if ((await logLength(connection, names, lastReplay / 4)) < lastReplay / 4) return false
  await prepareWork(connection)
  await replay(connection, record, names, longLog)
  return true
}
