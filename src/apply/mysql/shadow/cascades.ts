/** Whether triggers see what foreign keys change by themselves. */
import type {Connection} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {isOn, variablesOf} from '../view/variables.js'

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_TABLEACCESS_DENIED_ERROR` */
const denied = 1142

/** Sessions that are named. */
const shown = 5

/**
 * Whether a trigger of the table fires for what `CASCADE` and `SET NULL` change: since 9.7, where the server itself and not
 * InnoDB sees to foreign keys, and the session that writes has it on.
 * https://dev.mysql.com/doc/relnotes/mysql/9.7/en/news-9-7-0.html
 *
 * @returns Why not, with what to do.
 */
export async function cascadesUnseen(connection: Connection): Promise<string | undefined> {
  const variables = await variablesOf(connection, ['enable_cascade_triggers', 'innodb_native_foreign_keys'])
  const enabled = variables.get('enable_cascade_triggers')
  if (enabled === undefined) {
    return 'before MySQL 9.7 no server can be told to fire them: run the change as a plain statement when little is written, or make the key anew without the action, which the application has to do meanwhile'
  }
  if (isOn(variables.get('innodb_native_foreign_keys'))) {
    return 'start the server with `innodb_native_foreign_keys = OFF` and `enable_cascade_triggers = ON`'
  }
  if (!isOn(enabled)) {
    return '`SET PERSIST enable_cascade_triggers = ON`, and let all sessions connect anew: with it MySQL 9.7 fires triggers'
  }
  return sessionsWithout(connection)
}

/** A session keeps what was set when it began, or sets it for itself. */
async function sessionsWithout(connection: Connection): Promise<string | undefined> {
  try {
    // Nothing but this table can be read under the lock of the swap.
    const rows = await connection.query(
      "SELECT THREAD_ID AS thread FROM performance_schema.variables_by_thread WHERE VARIABLE_NAME = 'enable_cascade_triggers' AND VARIABLE_VALUE = 'OFF' ORDER BY THREAD_ID"
    )
    if (rows.length === 0) return undefined
    const threads = rows.slice(0, shown).map((row) => row['thread'] ?? '')
    return `${String(rows.length)} sessions have \`enable_cascade_triggers\` off, let them connect anew, or \`KILL\` them: \`SELECT * FROM performance_schema.threads WHERE THREAD_ID IN (${threads.join(', ')})\``
  } catch (error) {
    if (errorNumber(error) !== denied) throw error
    return 'nobody can tell which sessions have `enable_cascade_triggers` on: `GRANT SELECT ON performance_schema.*`'
  }
}
