import {defineStep} from '../../step.js'
import {buildIndex} from '../shadow/build-index.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import {keepShort, prepareWork, replay} from '../shadow/replay.js'

/** How many indexes were built. */
interface State {
  built: number
}

const initialState: State = {built: 0}

/**
 * Build the indexes of the new table, one in each transaction, then gather statistics: the server must not plan anew
 * without them after the swap.
 *
 * Locks: none that the application could meet.
 */
export const shadowIndex = defineStep({
  kind: 'shadow-index',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: () => ({lockTimeoutMs: null, statementTimeoutMs: null}),
  preview(input) {
    const {shadow} = namesOf(input)
    return [...(input.finish ?? []).map((each) => each.replace('{{table}}', () => shadow)), `ANALYZE ${shadow}`]
  },
  async run(connection, input, {built}) {
    const names = namesOf(input)
    const record = await readRecord(connection, names)
    await prepareWork(connection, record)
    if (await keepShort(connection, record, names)) return {done: false, state: {built}}
    const recipe = record.indexes[built]
    if (recipe !== undefined) {
      // Only a copy that is what the table was at one moment has each unique value once.
      await replay(connection, record, names, null)
      await buildIndex(connection, recipe)
      return {done: false, state: {built: built + 1}}
    }
    for (const statement of input.finish ?? []) {
      await connection.execute(statement.replace('{{table}}', () => names.shadow))
    }
    await connection.execute(`ANALYZE ${names.shadow}`)
    return {done: true, state: {built}}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})
