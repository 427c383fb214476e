/** What a shadow table cannot carry over: found before anything is made, and said all at once. */
import type {Connection} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {assertTransactionsSeen} from '../view/transactions.js'
import {actingKeysOf} from './carried/foreign-keys.js'
import {triggerReasons} from './carried/triggers.js'
import {cascadesUnseen} from './cascades.js'
import {schemaValue} from './names.js'
import type {ShadowNames} from './names.js'
import {definition} from './source.js'

/** The table cannot be replaced by a copy without losing something. */
export class ShadowRefusedError extends Error {
  override name = 'ShadowRefusedError'
  readonly reasons: readonly string[]

  constructor(table: string, reasons: readonly string[]) {
    super(
      `Unexpected ${reasons.length === 1 ? 'thing' : 'things'} that a shadow table of ${table} cannot carry over, expected none: ${reasons.join('; ')}`
    )
    this.reasons = reasons
  }
}

/** Reasons that the table as it is, and the server, give; empty: none. */
export async function reasonsOf(connection: Connection, names: ShadowNames): Promise<string[]> {
  const schema = schemaValue(names)
  const [table] = await connection.query(
    `SELECT TABLE_TYPE AS type, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  if (table === undefined) return ['it does not exist']
  if (table['type'] === 'SYSTEM VERSIONED') return ['it keeps the history of its rows, which a copy would begin anew']
  if (table['type'] !== 'BASE TABLE') return [`it is a ${(table['type'] ?? '').toLowerCase()}`]
  const server = await ofServer(connection)
  return [
    ...(table['engine'] === 'InnoDB'
      ? []
      : [`its engine is ${table['engine'] ?? 'unknown'}, which knows no transactions`]),
    ...(/^[nl]$/i.test(names.source.name) ? ['its name is one that statements of ours give to other tables'] : []),
    ...definitionReasons(await definition(connection, names.source)),
    ...(await triggerReasons(connection, names)),
    ...(server.includes(noSight) ? [] : await ofForeignKeys(connection, names)),
    ...server
  ]
}

/**
 * What `CREATE TABLE … LIKE` leaves out.
 * https://dev.mysql.com/doc/refman/8.4/en/create-table-like.html
 */
function definitionReasons(text: string): string[] {
  // Strings and names say nothing: defaults, comments and columns may be called anything.
  const plain = text.replaceAll(/'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`/g, "''")
  return [
    ...(/\b(?:DATA|INDEX) DIRECTORY\b/.test(plain)
      ? ['its files are in a directory of their own, where a copy would not be made']
      : [])
  ]
}

/** https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html: cascades fire no triggers, but where told to. */
async function ofForeignKeys(connection: Connection, names: ShadowNames): Promise<string[]> {
  const acting = await actingKeysOf(connection, names)
  const unseen = acting.length === 0 ? undefined : await cascadesUnseen(connection)
  if (unseen === undefined) return []
  return acting.map(
    ({actions, name, parent}) =>
      `foreign key ${name} to ${parent} changes its rows by itself (${actions}), which fires no trigger: the copy would not notice; ${unseen}`
  )
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_SPECIFIC_ACCESS_DENIED_ERROR` */
const denied = 1227

const noSight = 'we may not see which transactions are open, or what refers to it: `GRANT PROCESS ON *.*`'

async function ofServer(connection: Connection): Promise<string[]> {
  const reasons: string[] = []
  try {
    await assertTransactionsSeen(connection)
  } catch (error) {
    if (errorNumber(error) !== denied) throw error
    reasons.push(noSight)
  }
  const variables = await connection.query(
    "SHOW VARIABLES WHERE Variable_name IN ('binlog_format', 'innodb_autoinc_lock_mode', 'log_bin', 'wsrep_on')"
  )
  const value = new Map(variables.map((row) => [row['Variable_name'], row['Value']]))
  // https://dev.mysql.com/doc/refman/8.4/en/binary-log-setting.html
  if (value.get('log_bin') === 'ON' && value.get('binlog_format') === 'STATEMENT') {
    reasons.push('`binlog_format` is STATEMENT, under which nothing can be copied without locking rows')
  }
  // https://dev.mysql.com/doc/refman/8.4/en/innodb-auto-increment-handling.html
  if (value.get('innodb_autoinc_lock_mode') === '0') {
    reasons.push(
      '`innodb_autoinc_lock_mode` is 0, under which the log of keys would be locked to the end of each statement of others, who would meet deadlocks that they do not have without it: start the server with 1 or 2'
    )
  }
  // https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/
  if (value.get('wsrep_on') === 'ON')
    reasons.push('a Galera cluster knows no table locks that hold on all of its nodes')
  return reasons
}
