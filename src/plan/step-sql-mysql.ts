/** Steps as SQL for MySQL and MariaDB, as their client programs take it. */
import {quoteName, quoteTable} from '../sql/mysql.js'
import type {PlannedStep} from './plan.js'
import type {BatchInput, StepSql, VerifyInput} from './steps.js'

/** Seconds that a statement waits for a lock where nobody has said it otherwise. */
const lockWaitTimeout = '2'

/** The SQL of one step. There is no block that tries again: what gets no lock fails, and is sent once more. */
export function mysqlStepSql(step: PlannedStep): StepSql {
  const settings = {lock_wait_timeout: lockWaitTimeout, ...step.settings}
  const set = Object.entries(settings).map(([name, value]) => setting(name, value))
  if (step.kind === 'transaction') return {statements: [...set, ...step.sql], transaction: true}
  if (step.kind.startsWith('shadow-')) {
    return {
      statements: [
        onlyByApply(`The step ${step.kind} copies a table while others write to it`, ', or a tool (plan --tool)')
      ],
      transaction: false
    }
  }
  if (step.kind === 'batch') return {statements: [...set, ...batchLoop(step.input as BatchInput)], transaction: false}
  const sql = step.kind === 'verify' ? [refuseRows((step.input as VerifyInput).query)] : step.sql
  const back = Object.keys(step.settings).filter((name) => name !== 'database')
  return {statements: [...set, ...sql, ...back.map((name) => `SET SESSION ${name} = DEFAULT`)], transaction: false}
}

function setting(name: string, value: string): string {
  if (name === 'database') return `USE ${quoteName(value)}`
  return `SET SESSION ${name} = ${/^-?\d+(?:\.\d+)?$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`}`
}

/**
 * A procedure that does some rows at a time until none is left: only where the rows themselves tell which those are.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/stored-programs-defining.html
 */
function batchLoop({idempotent, set, table, verb, where}: BatchInput): string[] {
  if (!idempotent) return [onlyByApply('No row of these batches tells whether it is done')]
  const full = quoteTable(table)
  const condition = where === undefined ? '' : ` WHERE ${aimedAt(full, where)}`
  const work = verb === 'update' ? `UPDATE ${full} SET ${aimedAt(full, set ?? '')}` : `DELETE FROM ${full}`
  const name = quoteTable({schema: table.schema, name: 'sqlsafe_batches'})
  return [
    [
      `CREATE PROCEDURE ${name}()`,
      'BEGIN',
      '  DECLARE touched BIGINT DEFAULT 1;',
      '  WHILE touched > 0 DO',
      `    ${work}${condition} LIMIT 1000;`,
      '    SET touched = ROW_COUNT();',
      '    COMMIT;',
      '  END WHILE;',
      'END'
    ].join('\n'),
    `CALL ${name}()`,
    `DROP PROCEDURE ${name}`
  ]
}

/** MariaDB 10 knows no alias in a DELETE with a LIMIT: https://mariadb.com/kb/en/delete/ */
function aimedAt(full: string, text: string): string {
  return text.replace(/\btarget\s*\./g, () => `${full}.`)
}

/** SQL alone cannot stop where a query finds rows, but for a value that would be two. */
function refuseRows(query: string): string {
  return `SELECT (SELECT 1 FROM (${query}) AS found CROSS JOIN (SELECT 1 UNION ALL SELECT 2) AS twice) AS none`
}

/** An error of our own: https://dev.mysql.com/doc/refman/8.4/en/signal.html */
function onlyByApply(why: string, others = ''): string {
  return `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${why.replaceAll("'", "''")}: only sqlsafe apply does that${others}'`
}
