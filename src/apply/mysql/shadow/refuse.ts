/** What a shadow table cannot carry over: found before anything is made, and said all at once. */
import type {Connection} from '../../connection.js'
import {errorNumber} from '../error-kind.js'
import {schemaValue} from './names.js'
import type {ShadowNames} from './names.js'

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
  const of = (sql: string): Promise<string[]> =>
    connection.query(sql, [names.source.name]).then((rows) => rows.map((row) => row['reason'] ?? ''))
  const [table] = await connection.query(
    `SELECT TABLE_TYPE AS type, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  if (table === undefined) return ['it does not exist']
  if (table['type'] !== 'BASE TABLE') return [`it is a ${(table['type'] ?? '').toLowerCase()}`]
  return [
    ...(table['engine'] === 'InnoDB'
      ? []
      : [`its engine is ${table['engine'] ?? 'unknown'}, which knows no transactions`]),
    ...(/^[nl]$/i.test(names.source.name) ? ['its name is one that statements of ours give to other tables'] : []),
    ...(await of(
      `SELECT CONCAT('trigger ', TRIGGER_NAME, ' would not fire for the new table') AS reason FROM information_schema.TRIGGERS
       WHERE EVENT_OBJECT_SCHEMA = ${schema} AND EVENT_OBJECT_TABLE = ? ORDER BY TRIGGER_NAME`
    )),
    ...(await of(
      `SELECT CONCAT('foreign key ', CONSTRAINT_NAME, ' of it refers to ', REFERENCED_TABLE_NAME) AS reason
       FROM information_schema.REFERENTIAL_CONSTRAINTS
       WHERE CONSTRAINT_SCHEMA = ${schema} AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME`
    )),
    ...(await of(
      `SELECT DISTINCT CONCAT('foreign key ', CONSTRAINT_NAME, ' of ', TABLE_NAME, ' refers to it, and would stay with the old table') AS reason
       FROM information_schema.KEY_COLUMN_USAGE
       WHERE REFERENCED_TABLE_SCHEMA = ${schema} AND REFERENCED_TABLE_NAME = ? ORDER BY 1`
    )),
    ...(await ofServer(connection))
  ]
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: `ER_SPECIFIC_ACCESS_DENIED_ERROR` */
const denied = 1227

async function ofServer(connection: Connection): Promise<string[]> {
  const reasons: string[] = []
  try {
    await connection.query('SELECT count(*) AS transactions FROM information_schema.INNODB_TRX')
  } catch (error) {
    if (errorNumber(error) !== denied) throw error
    reasons.push('we may not see which transactions are open: `GRANT PROCESS ON *.*`')
  }
  const variables = await connection.query(
    "SHOW VARIABLES WHERE Variable_name IN ('binlog_format', 'log_bin', 'wsrep_on')"
  )
  const value = new Map(variables.map((row) => [row['Variable_name'], row['Value']]))
  // https://dev.mysql.com/doc/refman/8.4/en/binary-log-setting.html
  if (value.get('log_bin') === 'ON' && value.get('binlog_format') === 'STATEMENT') {
    reasons.push('`binlog_format` is STATEMENT, under which nothing can be copied without locking rows')
  }
  // https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/
  if (value.get('wsrep_on') === 'ON')
    reasons.push('a Galera cluster knows no table locks that hold on all of its nodes')
  return reasons
}
