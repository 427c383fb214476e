import {defineStep} from '../step.js'

/**
 * Statements that commit together, and with them the note that they are done.
 *
 * Locks: those of the statements, until the end of the last one.
 */
export const transaction = defineStep({
  kind: 'transaction',
  mode: 'transaction',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: ({statementTimeoutMs}, {lockTimeoutMs}) => ({lockTimeoutMs, statementTimeoutMs}),
  preview: ({statements}) => [...statements],
  async run(connection, {statements}) {
    let rows = 0
    for (const statement of statements) rows += await connection.execute(statement)
    return {done: true, state: null, rows}
  }
})
