import {defineStep} from '../../step.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import {logLength, prepareWork, replay} from '../shadow/replay.js'

/** How long the log was at the beginning; `null`: not known yet. */
interface State {
  total: number | null
}

const initialState: State = {total: null}

/** A longer log is not counted. */
const mostCounted = 10_000_000

/** The log is at its end when it gives fewer: else a pace that has become slow would never see one. */
const leastRows = 100

/**
 * Bring the rows that were written since the tables changed places to the old one, a part of the log in each
 * transaction, and gather statistics.
 *
 * Locks: `ACCESS SHARE` on the table; no rows.
 */
export const revertReplay = defineStep({
  kind: 'revert-replay',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow, table} = namesOf(input)
    return [`INSERT INTO ${shadow} SELECT * FROM ${table} LIMIT 1000`]
  },
  async run(connection, input, {total: counted}, {batchRows}) {
    const names = namesOf(input)
    const record = await readRecord(connection, names)
    await prepareWork(connection, record)
    const total = counted ?? (await logLength(connection, names, mostCounted))
    const wanted = Math.max(batchRows, leastRows)
    const rows = await replay(connection, record, names, wanted)
    if (rows >= wanted) return {done: false, state: {total}, rows, total}
    await connection.execute(`ANALYZE ${names.shadow}`)
    return {done: true, state: {total}, rows, total}
  },
  // What came to the old table stays there: nobody reads it.
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
