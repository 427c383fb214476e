import {quoteFullName} from '../../../core/fix/quote.js'
import type {ObjectName} from '../../../schema/catalog.js'
import type {Connection} from '../../connection.js'
import {defineStep} from '../../step.js'

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

/** One of that name on another table is not ours, whatever state it is in. */
async function assertOnTable(connection: Connection, index: ObjectName, table: ObjectName): Promise<void> {
  const [row] = await connection.query(
    'SELECT indrelid::regclass AS found FROM pg_index WHERE indexrelid = to_regclass($1) AND indrelid <> to_regclass($2)',
    [quoteFullName(index), quoteFullName(table)]
  )
  if (!row) return
  throw new Error(
    `Unexpected index ${quoteFullName(index)} on ${String(row['found'])}, expected none of that name, or one on ${quoteFullName(table)}`
  )
}

/**
 * Build an index while others read and write; what a build leaves that failed is taken away first.
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
  async isDone(connection, {index, table}) {
    await assertOnTable(connection, index, table)
    return (await indexState(connection, index)) === 'valid'
  },
  async run(connection, {index, statement, table}, _state, {say}) {
    await assertOnTable(connection, index, table)
    if ((await indexState(connection, index)) === 'invalid') {
      say(`\`${index.name}\` is left of a build that failed: it is dropped and built again`)
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
    }
    await connection.execute(statement)
    return {done: true, state: null}
  },
  async abort(connection, {index}) {
    if ((await indexState(connection, index)) === 'invalid') {
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`)
    }
  }
})
