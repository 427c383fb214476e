/**
 * Statements that end the open transaction of MySQL and MariaDB.
 * https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html, https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/
 */
import type {Operation} from '../../operations/operation.js'

const families = /^(?:table|column|constraint|index|partition|view|schema|function|trigger|privilege|sequence|object)\./

const quiet = new Set(['table.check', 'table.unlock'])

/** Whether the statement commits before it runs; `TEMPORARY` tables do not. */
export function commitsImplicitly(operation: Operation): boolean {
  if (operation.kind === 'table.create') return !operation.temporary
  if (operation.kind === 'table.drop') return operation.temporary !== true
  return families.test(operation.kind) && !quiet.has(operation.kind)
}
