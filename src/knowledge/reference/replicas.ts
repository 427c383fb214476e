/**
 * What replicas notice: derived from the effect, never stored with a fact.
 *
 * PostgreSQL: https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT and
 * https://www.postgresql.org/docs/current/logical-replication-restrictions.html; MySQL:
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-limitations.html; MariaDB:
 * https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#binlog_alter_two_phase
 */
import type {Dialect} from '../../server/server.js'
import type {OperationKind} from '../../operations/operation.js'
import type {ReferenceCase} from './cases.js'

type Work = Pick<ReferenceCase, 'algorithm' | 'lock' | 'rewrite' | 'scan' | 'indexes'>

/** Say what replicas notice of one case. */
export function replicasOf(dialect: Dialect, operation: OperationKind, work: Work): string {
  return dialect === 'postgres'
    ? `physical: ${physical(operation, work)}; logical: ${logical(operation)}`
    : byStatement(operation, work)
}

/** A standby replays the write-ahead log, in which only the strongest lock is written. */
function physical(operation: OperationKind, {indexes, lock, rewrite}: Work): string {
  const notices = [
    ...(lock === 'ACCESS EXCLUSIVE' ? ['queries wait or are cancelled'] : []),
    ...(rewrite === 'table' ? ['all rows come through the log again'] : []),
    ...(rewrite === 'none' && (indexes !== null || buildsIndex(operation)) ? ['the index comes through the log'] : []),
    ...(changesRows(operation) ? ['the changed rows come through the log'] : [])
  ]
  return notices.length === 0 ? 'nothing to notice' : notices.join(', ')
}

const buildsIndex = (operation: OperationKind): boolean => operation === 'index.create'

const changesRows = (operation: OperationKind): boolean =>
  ['rows.insert', 'rows.update', 'rows.delete', 'rows.merge', 'rows.copy'].includes(operation)

const isPassing = (operation: OperationKind): boolean =>
  /^(rows\.(select|plan)|table\.(lock|unlock|vacuum|analyze|cluster)|session|transaction|index\.reindex|view\.refresh)/.test(
    operation
  )

/** Subscribers get rows, and no change of the schema. */
function logical(operation: OperationKind): string {
  if (changesRows(operation)) return 'the changed rows are sent'
  if (operation === 'table.truncate') return 'it is sent'
  return isPassing(operation) ? 'nothing is sent' : 'not sent, run it there too'
}

/** MySQL and MariaDB: a replica runs the statement itself once it has ended, and what follows waits for it. */
function byStatement(operation: OperationKind, {algorithm, rewrite, scan}: Work): string {
  if (changesRows(operation)) return 'the changed rows are sent'
  if (/^(rows\.select|table\.(lock|unlock|check)|session|transaction)/.test(operation)) return 'nothing is sent'
  if (rewrite === 'table' || scan === 'table') return 'they stall as long as the source took'
  return algorithm === 'INSTANT' || algorithm === null ? 'replayed at once' : 'replayed quickly'
}
