import {setTimeout as sleep} from 'node:timers/promises'
import {quoteFullName} from '../../../sql/postgres.js'
import {defineStep} from '../../step.js'
import {endGuard} from '../shadow/guard.js'
import {namesOf} from '../shadow/names.js'
import type {ShadowRecord} from '../shadow/record.js'
import {oldSnapshots} from '../shadow/snapshots.js'

interface State {
  validated: number
}

const initialState: State = {validated: 0}

const lookAgainMs = 500

/**
 * Take the guard of the swap away, where there is one, once nobody needs it; then validate the foreign keys that the
 * swap carried over, one in each transaction.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table for a moment, where there is a guard; `SHARE UPDATE EXCLUSIVE` on the table that
 * refers, `ROW SHARE` on the other.
 */
export const shadowValidate = defineStep({
  kind: 'shadow-validate',
  mode: 'transaction',
  stateVersion: 1,
  initialState,
  throttled: true,
  limits: (_, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  // Which there are is known when the tables change places.
  preview: () => [],
  async run(connection, input, {validated}, {say}) {
    const names = namesOf(input)
    const record = quoteFullName({schema: names.keeping, name: 'sqlsafe_record'})
    const [row] = await connection.query<{document: string}>(`SELECT document::text FROM ${record}`)
    const {guard, validate} = JSON.parse(row?.document ?? '{}') as Partial<ShadowRecord>
    if (guard) {
      const old = await oldSnapshots(connection, {since: guard.since, last: guard.last})
      if (old.length > 0) {
        say(`waiting for transactions from before the swap: ${old.map(({who}) => who).join('; ')}`)
        await sleep(lookAgainMs)
        return {done: false, state: {validated}}
      }
      await endGuard(connection, names)
      await connection.execute(`UPDATE ${record} SET document = document - 'guard'`)
      return {done: false, state: {validated}}
    }
    const statement = validate?.[validated]
    if (statement === undefined) return {done: true, state: {validated}}
    await connection.execute(statement)
    return {done: false, state: {validated: validated + 1}}
  }
})
