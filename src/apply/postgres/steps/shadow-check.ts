import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import {compareBatch, compareDoubts, countDoubts} from '../shadow/check.js'
import {takeAway} from '../shadow/locate.js'
import {listed, namesOf} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import {keepShort, longLog, prepareWork, replay} from '../shadow/replay.js'

interface State {
  /** From 1. */
  pass: number
  /** The last key that was compared in this pass: JSON of texts. */
  after: string | null
  /** All rows were compared in this pass; doubtful ones are compared again. */
  through: boolean
  /** Rows of this pass that were wrong. */
  wrong: number
  /** The last batch met hardly a gap in the numbers of the key. */
  dense?: boolean | undefined
}

const initialState: State = {pass: 1, after: null, through: false, wrong: 0}

/** `prepareWork` says how long locks are waited for. */
const besideLimits = {lockTimeoutMs: null, statementTimeoutMs: null}

/** A pass that still finds wrong rows then: the copy of a row is not the same each time. */
const passes = 5

/**
 * Compare every row of both tables, repair, and go on until a whole pass finds nothing.
 *
 * Two sessions read at once: the second one finds nothing out but whether rows differ.
 *
 * Locks: `ACCESS SHARE` on the table.
 */
export const shadowCheck = defineStep({
  kind: 'shadow-check',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow, table} = namesOf(input)
    const {names, values} = listed(input)
    return [`SELECT ${values} FROM ${table} EXCEPT SELECT ${names} FROM ${shadow} ORDER BY 1 LIMIT 1000`]
  },
  async run(connection, input, state, context) {
    const {batchRows, say} = context
    const names = namesOf(input)
    const beside = <Result>(work: (other: Connection) => Promise<Result>): Promise<Result> =>
      context.beside(besideLimits, async (other) => {
        await prepareWork(other, record)
        return work(other)
      })
    const record = await readRecord(connection, names)
    await prepareWork(connection, record)
    if (await keepShort(connection, record, names)) return {done: false, state}
    if (!state.through) {
      // What was written before is brought first: then hardly a row differs, and all are compared in one go.
      await beside((other) => replay(other, record, names, null))
      const {dense, last, rows, truncated, wrong} = await compareBatch(connection, record, names, {
        after: state.after,
        dense: state.dense ?? false,
        rows: batchRows,
        beside
      })
      if (truncated) {
        await replay(connection, record, names, longLog)
        return {done: false, state}
      }
      const next = {...state, after: last, dense, through: last === null, wrong: state.wrong + wrong}
      return {done: false, state: next, rows}
    }
    await replay(connection, record, names, null)
    const {truncated, wrong} = await compareDoubts(connection, record, names)
    const next = {...state, wrong: state.wrong + wrong}
    if (truncated || (await countDoubts(connection, names)) > 0) return {done: false, state: next}
    if (next.wrong === 0) return {done: true, state: next}
    say(`${String(next.wrong)} rows were not the same, and are copied again: all rows are compared once more`)
    if (state.pass === passes) {
      throw new Error(
        `Unexpected rows of ${names.shadow} that differ from ${names.table} in each of ${String(passes)} passes, expected none: does an expression give another value each time?`
      )
    }
    return {done: false, state: {...initialState, pass: state.pass + 1}}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
