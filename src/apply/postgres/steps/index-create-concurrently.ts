import {quoteFullName} from '../../../sql/postgres.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'
import {foreignIndex} from '../index-definition.js'

const stateQuery = `
  SELECT i.indisvalid AS valid, i.indisready AS ready
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid
  WHERE n.nspname = $1 AND c.relname = $2`

/** Whether an index is there, and of use. */
export async function indexState(
  connection: Connection,
  {name, schema}: ObjectName
): Promise<'absent' | 'invalid' | 'valid'> {
  const [row] = await connection.query(stateQuery, [schema, name])
  if (!row) return 'absent'
  return row['valid'] === 't' ? 'valid' : 'invalid'
}

/**
 * Build an index while others read and write; what a build leaves that failed is taken away first. An index of that name
 * that the statement would not make is somebody else's, whatever state it is in: the step stops.
 *
 * Locks: `SHARE UPDATE EXCLUSIVE` on the table. It waits for every transaction that has the table in use, twice, and
 * nobody but schema changes waits for it: so it waits as long as it takes.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export const indexCreateConcurrently = defineStep({
  kind: 'index-create-concurrently',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: true,
  limits: () => ({lockTimeoutMs: null, statementTimeoutMs: null}),
  preview: ({statement}) => [statement],
  async isDone(connection, input, _state, context) {
    if ((await indexState(connection, input.index)) !== 'valid') return false
    return (await foreignIndex(connection, input, context)) === undefined
  },
  async run(connection, input, _state, context) {
    const foreign = await foreignIndex(connection, input, context)
    if (foreign) throw foreign
    const {index, statement} = input
    if ((await indexState(connection, index)) === 'invalid') {
      context.say(`\`${index.name}\` is left of a build that failed: it is dropped and built again`)
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
    }
    await connection.execute(statement)
    return {done: true, state: null}
  },
  async abort(connection, input, _state, context) {
    const {index} = input
    if ((await indexState(connection, index)) !== 'invalid') return
    // What somebody else is building, or has left, is not ours to drop.
    if ((await foreignIndex(connection, input, context)) === undefined) {
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
    }
  }
})
