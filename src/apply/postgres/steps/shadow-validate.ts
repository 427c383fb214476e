import {defineStep} from '../../step.js'
import {namesOf} from '../shadow/names.js'
import {quoteFullName} from '../../../core/fix/quote.js'

interface State {
  validated: number
}

const initialState: State = {validated: 0}

/**
 * Validate the foreign keys that the swap carried over, one in each transaction.
 *
 * Locks: `SHARE UPDATE EXCLUSIVE` on the table that refers, `ROW SHARE` on the other.
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
  async run(connection, input, {validated}) {
    const record = quoteFullName({schema: namesOf(input).keeping, name: 'sqlsafe_record'})
    const rows = await connection.query<{statement: string}>(
      `SELECT jsonb_array_elements_text(document -> 'validate') AS statement FROM ${record}`
    )
    const statement = rows[validated]?.statement
    if (statement === undefined) return {done: true, state: {validated}}
    await connection.execute(statement)
    return {done: false, state: {validated: validated + 1}}
  }
})
