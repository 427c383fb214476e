import {defineStep} from '../../step.js'
import {buildIndex, isLogTooLong} from '../shadow/build-index.js'
import {copyBatch, lastKey} from '../shadow/copy.js'
import {takeAway} from '../shadow/locate.js'
import {listed, namesOf} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import {keepShort, prepareWork} from '../shadow/replay.js'

interface State {
  /** The last key that was copied, and the last that there was when the copy began: JSON of texts. */
  after: string | null
  until: string | null
  /** The last batch met hardly a gap in the numbers of the key. */
  dense?: boolean | undefined
  /** The index by which rows are found is built. */
  hasKey?: boolean | undefined
  /** All rows are copied. */
  through?: boolean | undefined
}

const initialState: State = {after: null, until: null}

/**
 * Copy the rows, a batch in each transaction. What is written meanwhile is brought up to date once there is the index by
 * which rows are found: it is built at the end, or before where the log gets long.
 *
 * Locks: `ACCESS SHARE` on the table; no rows.
 */
export const shadowCopy = defineStep({
  kind: 'shadow-copy',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow, table} = namesOf(input)
    const {into, values} = listed(input)
    return [`INSERT INTO ${shadow}${into} SELECT ${values} FROM ${table} ORDER BY 1 LIMIT 1000`]
  },
  async run(connection, input, state, {batchRows}) {
    const names = namesOf(input)
    const record = await readRecord(connection, names)
    await prepareWork(connection, record)
    const {after, dense: wasDense} = state
    const through = state.through === true
    const missing = state.hasKey === true ? undefined : record.keyIndex
    const hasKey = missing === undefined
    if (missing && (through || (await isLogTooLong(connection, names)))) {
      await buildIndex(connection, missing)
      return {done: through, state: {...state, hasKey: true}, rows: 0}
    }
    if (hasKey && (await keepShort(connection, record, names))) return {done: false, state, rows: 0}
    const until = state.until ?? (await lastKey(connection, record, names))
    if (until === null) return {done: hasKey, state: {...state, through: true}}
    const {dense, last, rows} = await copyBatch(connection, record, names, {
      after,
      until,
      rows: batchRows,
      dense: wasDense ?? false,
      isReplayed: hasKey
    })
    const next = {...state, after: last ?? after, until, dense}
    if (last !== null) return {done: false, state: next, rows}
    return {done: hasKey, state: {...next, through: true}, rows}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
