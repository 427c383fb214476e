import {quoteFullName} from '../../../sql/postgres.js'
import {defineStep} from '../../step.js'
import {indexState} from './index-create-concurrently.js'

/**
 * Drop an index while others read and write.
 *
 * Locks: `SHARE UPDATE EXCLUSIVE` on the table, as long as transactions that use the index last.
 * https://www.postgresql.org/docs/current/sql-dropindex.html
 */
export const indexDropConcurrently = defineStep({
  kind: 'index-drop-concurrently',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: false,
  limits: () => ({lockTimeoutMs: null, statementTimeoutMs: null}),
  preview: ({index}) => [`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`],
  isDone: async (connection, {index}) => (await indexState(connection, index)) === 'absent',
  async run(connection, {index}) {
    await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
    return {done: true, state: null}
  },
  // Of no use any more, and in the way of the one that is made again.
  async abort(connection, {index}) {
    if ((await indexState(connection, index)) !== 'invalid') return
    await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
  }
})
