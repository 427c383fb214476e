import {defineStep} from '../../step.js'
import {gatherHistograms} from '../shadow/carried/histograms.js'
import {catchUp, inTransaction, meetingConflicts} from '../shadow/catch-up.js'
import {ConflictError, isConflict} from '../shadow/conflict.js'
import {missingIndexes} from '../shadow/create.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import {openShadow} from '../shadow/open-shadow.js'
import type {ShadowView} from '../shadow/record.js'
import {replay} from '../shadow/replay.js'
import {whileCopying, whileShaping} from '../shadow/session.js'

interface State {
  conflicts: number
}

const initialState: State = {conflicts: 0}

/**
 * Build the indexes of the new table that were left for the end, then gather statistics: the server must not plan anew
 * without them after the swap.
 *
 * Locks: none that the application could meet.
 */
export const shadowIndex = defineStep({
  kind: 'shadow-index',
  mode: 'autocommit',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow} = namesOf(input)
    return [
      ...(input.finish ?? []).map((each) => each.replace('{{table}}', () => shadow.sql)),
      `ANALYZE TABLE ${shadow.sql}`
    ]
  },
  // It looks by itself what is there.
  isDone: () => Promise.resolve(false),
  async run(connection, input, state, context) {
    const names = namesOf(input)
    const view = await openShadow(connection, names, context)
    const work = async (): Promise<number | undefined> => inTransaction(connection, () => catchUp(view, context))
    let rows: number | undefined
    const conflicts = await whileCopying(connection, view.record, () =>
      meetingConflicts(view, state.conflicts, async () => {
        rows = await work()
        if (rows === undefined) await buildIndexes(view)
      })
    )
    if (conflicts > 0 || rows !== undefined) return {done: false, state: {conflicts}, rows: rows ?? 0}
    await whileShaping(connection, view.record.mariadb, async () => {
      for (const statement of input.finish ?? []) {
        await connection.execute(statement.replace('{{table}}', () => names.shadow.sql))
      }
    })
    await connection.query(`ANALYZE TABLE ${names.shadow.sql}`)
    await gatherHistograms(view)
    return {done: true, state: {conflicts: 0}}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})

/** All at once: the rows are read once. Only a copy that is what the table was at one moment has each value once. */
async function buildIndexes(view: ShadowView): Promise<void> {
  const {connection, names} = view
  const missing = await missingIndexes(view)
  if (missing.length === 0) return
  await inTransaction(connection, () => replay(view, null))
  await connection.execute(`ALTER TABLE ${names.shadow.sql} ${missing.join(', ')}`).catch((error: unknown) => {
    if (!isConflict(error)) throw error
    throw new ConflictError(error instanceof Error ? error.message : String(error), {cause: error})
  })
}
