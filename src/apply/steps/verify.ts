import {defineStep} from '../step.js'

/**
 * A query that looks at rows and must find none: what it finds is what a constraint, made without looking, does not hold
 * for. It only reads, and takes no lock that keeps others out.
 */
export const verify = defineStep<'verify', null>({
  kind: 'verify',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: ({query}) => [query],
  async run(connection, {expected, query}) {
    const rows = await connection.query(query)
    if (rows.length > 0) {
      const found = rows.map((row) => `(${Object.values(row).join(', ')})`).join(', ')
      throw new Error(`Unexpected rows, expected ${expected}: the first are ${found}`)
    }
    return {done: true, state: null}
  }
})
