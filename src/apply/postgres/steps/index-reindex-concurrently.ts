import {quoteFullName} from '../../../sql/postgres.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection} from '../../connection/connection.js'
import {defineStep} from '../../step.js'

/** What `REINDEX CONCURRENTLY` leaves where it is cut off: `_ccnew` before the swap, `_ccold` after it. */
async function remainsOf(connection: Connection, {name, schema}: ObjectName): Promise<ObjectName[]> {
  const rows = await connection.query(
    `SELECT c.relname AS name FROM pg_index i
     JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND NOT i.indisvalid
       AND i.indrelid = (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass($3))
       AND c.relname ~ ('^' || regexp_replace(left($2, 57), '([^a-zA-Z0-9_])', '\\\\\\1', 'g') || '_cc(?:new|old)[0-9]*$')`,
    [schema, name, quoteFullName({schema, name})]
  )
  return rows.map((row) => ({schema, name: row['name'] ?? ''}))
}

/**
 * Build an index anew while others read and write; what is left of a build that was cut off is taken away first.
 *
 * Locks: `SHARE UPDATE EXCLUSIVE` on the table, as long as it takes.
 * https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
export const indexReindexConcurrently = defineStep({
  kind: 'index-reindex-concurrently',
  mode: 'autocommit',
  stateVersion: 1,
  initialState: null,
  throttled: true,
  limits: () => ({lockTimeoutMs: null, statementTimeoutMs: null}),
  preview: ({index}) => [`REINDEX INDEX CONCURRENTLY ${quoteFullName(index)}`],
  // To build it once more does no harm.
  repeatable: () => true,
  async run(connection, {index}, _state, {say}) {
    for (const remains of await remainsOf(connection, index)) {
      say(`\`${remains.name}\` is left of a build that was cut off: it is dropped`)
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(remains)}`)
    }
    await connection.execute(`REINDEX INDEX CONCURRENTLY ${quoteFullName(index)}`)
    return {done: true, state: null}
  },
  async abort(connection, {index}) {
    for (const remains of await remainsOf(connection, index)) {
      await connection.execute(`DROP INDEX CONCURRENTLY ${quoteFullName(remains)}`)
    }
  }
})
