import type {Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family, tableOf} from '../view/relations.js'
import {inputsOf, mayMean, operationsOf} from '../../view/work.js'

/** Partitions and heirs get the change too; some changes are not to be had on their parents. */
export const inheritance = definePreflightCheck({
  name: 'inheritance',
  summary: 'partitions and inheriting tables of the tables, and steps that their parents refuse',
  async check(view) {
    const rows = await view.connection.query(kin, [asParameter(view.tables)])
    const operations = await operationsOf(view.steps, {dialect: 'postgres', version: [view.serverMajor]})
    return rows.flatMap((row) => {
      const refused = refusals(row, view)
      const table = {schema: text(row, 'schema'), name: text(row, 'name')}
      const changed = operations.some(
        (operation) =>
          /^(?:table|column|constraint)\./.test(operation.kind) &&
          'table' in operation &&
          mayMean(operation.table, table)
      )
      return refused.length === 0 && changed ? heirs(row) : refused
    })
  }
})

const kin = `
  ${family}
  SELECT w.schema, w.name, w.kind, (SELECT count(*) FROM family f WHERE f.root = w.oid AND f.oid <> w.oid) AS heirs,
    (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i
     WHERE i.inhrelid = w.oid) AS parents
  FROM wanted w`

function refusals(row: Row, {steps}: PreflightView): PreflightFinding[] {
  const table = {schema: text(row, 'schema'), name: text(row, 'name')}
  const isTable = (input: {table: {schema: string; name: string}}): boolean => mayMean(input.table, table)
  const findings: PreflightFinding[] = []
  // https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
  if (row['kind'] === 'p' && inputsOf(steps, 'index-create-concurrently').some(isTable)) {
    findings.push({
      severity: 'error',
      text: `Unexpected partitioned table ${displayName(table)}, expected one without partitions: no index is built concurrently on it; build it on each partition, then on the parent \`ON ONLY\` and attach them`
    })
  }
  return findings
}

function heirs(row: Row): PreflightFinding[] {
  const number = text(row, 'heirs')
  if (number === '0') return []
  const what = row['kind'] === 'p' ? 'partitions' : 'tables that inherit from it'
  return [
    {severity: 'note', text: `The ${number} ${what} of ${tableOf(row)} are changed with it, under the same locks`}
  ]
}
