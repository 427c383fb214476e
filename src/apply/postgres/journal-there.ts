import {quoteName} from '../../sql/postgres.js'
import {UsageError} from '../../usage-error.js'
import type {Connection} from '../connection/connection.js'
import {text} from '../connection/row.js'

/**
 * Whether the journal is in the database.
 *
 * @throws {UsageError} When it is, and the role may not read it: then nobody can say what was done before.
 */
export async function isJournalThere(connection: Connection): Promise<boolean> {
  // Of the table of runs: the version is made before the rest. `to_regclass` fails without rights on the schema.
  const [row] = await connection.query(
    `SELECT current_user AS role, has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'sqlsafe' AND c.relname = 'run'`
  )
  if (row === undefined) return false
  if (row['readable'] === 't') return true
  const role = quoteName(text(row, 'role'))
  throw new UsageError(
    `Unexpected role ${role} without rights on the journal, expected them: \`GRANT USAGE, CREATE ON SCHEMA sqlsafe TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sqlsafe TO ${role}\``
  )
}
