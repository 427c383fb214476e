import {defineStep} from '../../step.js'

/**
 * A statement that refuses a transaction.
 *
 * Locks: those of the statement, under `lock_timeout`. Whether it was done nobody notes but we: one whose end was not
 * seen is said to be in doubt, and not repeated.
 */
export const statement = defineStep({
  kind: 'statement',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: true,
  limits: (_input, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs: null}),
  preview: ({statement}) => [statement],
  repeatable: (input) => /^\s*(?:VACUUM|REINDEX|ANALYZE|CLUSTER|CHECKPOINT)\b/i.test(input.statement),
  async run(connection, input, state) {
    await connection.execute(input.statement)
    return {done: true, state}
  }
})
