import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import {catchUp, meetingConflicts} from '../shadow/catch-up.js'
import {takeAway} from '../shadow/locate.js'
import {namesOf, schemaValue} from '../shadow/names.js'
import type {ShadowNames} from '../shadow/names.js'
import {openShadow} from '../shadow/open-shadow.js'
import {whileCopying} from '../shadow/session.js'

interface State {
  /** Tries in a row that met two rows with one unique value. */
  conflicts: number
  /** Rows of the table, by the server's estimate; `null`: not asked yet. */
  total: number | null
}

const initialState: State = {conflicts: 0, total: null}

/**
 * Copy the rows, a batch in each transaction, and now and then bring up to date what was written meanwhile.
 *
 * Locks: `SHARED READ` on the table; no rows.
 */
export const shadowCopy = defineStep({
  kind: 'shadow-copy',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview(input) {
    const {shadow, source} = namesOf(input)
    return [`INSERT INTO ${shadow.sql} SELECT * FROM ${source.sql} ORDER BY 1 LIMIT 1000`]
  },
  async run(connection, input, state, context) {
    const names = namesOf(input)
    const view = await openShadow(connection, names, context)
    const total = state.total ?? (await estimate(connection, names))
    let rows = 0
    const conflicts = await whileCopying(connection, view.record, () =>
      meetingConflicts(view, state.conflicts, async () => {
        rows = (await catchUp(view, context)) ?? 0
      })
    )
    return {done: view.state.copied, state: {conflicts, total}, rows, total}
  },
  abort: (connection, input) => takeAway(connection, namesOf(input))
})

async function estimate(connection: Connection, names: ShadowNames): Promise<number> {
  const [row] = await connection.query(
    `SELECT TABLE_ROWS AS number_of_rows FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  return Number(row?.['number_of_rows'] ?? 0)
}
