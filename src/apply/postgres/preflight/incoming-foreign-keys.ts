import type {Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {quoteFullName} from '../../../sql/postgres.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {inputsOf, mayMean, shadowInputs} from '../../view/work.js'

/** What other tables do when rows go, and which follow a table that is replaced. */
export const incomingForeignKeys = definePreflightCheck({
  name: 'incoming-foreign-keys',
  summary: 'foreign keys of other tables, when rows of the table go or the table is replaced',
  async check({connection, steps}) {
    const deleted = inputsOf(steps, 'batch').filter(({verb}) => verb === 'delete')
    const replaced = shadowInputs(steps)
    if (deleted.length + replaced.length === 0) return []
    const rows = await connection.query(incoming, [asParameter([...deleted, ...replaced].map(({table}) => table))])
    return rows.flatMap((row) => [
      ...(deleted.some(({table}) => mayMean(table, targetOf(row))) ? onDelete(row) : []),
      ...(replaced.some(({table}) => mayMean(table, targetOf(row))) ? [onSwap(row)] : [])
    ])
  }
})

/** `indexed`: an index begins with the key's columns, in any order. */
const incoming = `
  ${family}
  SELECT DISTINCT w.schema, w.name, k.conname AS key, k.confdeltype AS action,
    n.nspname AS child_schema, c.relname AS child,
    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.position)
     FROM unnest(k.conkey) WITH ORDINALITY AS k (attnum, position)
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) AS columns,
    EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
        AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
    ) AS indexed
  FROM wanted w
  JOIN pg_constraint k ON k.confrelid = w.oid AND k.contype = 'f' AND k.conparentid = 0
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  ORDER BY n.nspname, c.relname, k.conname`

const actions: Readonly<Record<string, string>> = {
  c: 'deletes the rows that refer to them',
  n: 'sets NULL in the rows that refer to them',
  d: 'sets the default in the rows that refer to them'
}

function targetOf(row: Row): {schema: string; name: string} {
  return {schema: text(row, 'schema'), name: text(row, 'name')}
}

function about(row: Row): string {
  const child = displayName({schema: text(row, 'child_schema'), name: text(row, 'child')})
  return `foreign key \`${text(row, 'key')}\` of ${child} to ${displayName(targetOf(row))}`
}

function onDelete(row: Row): PreflightFinding[] {
  const action = actions[text(row, 'action')]
  const findings: PreflightFinding[] = []
  if (action !== undefined) {
    findings.push({
      severity: 'warning',
      text: `Unexpected ${about(row)}, expected none that goes on by itself when rows go: it ${action}, all in the transaction of one batch`
    })
  }
  if (row['indexed'] === 'f') {
    const child = quoteFullName({schema: text(row, 'child_schema'), name: text(row, 'child')})
    findings.push({
      severity: 'warning',
      text: `Unexpected ${about(row)} without an index on its columns, expected one: the whole table is read for each row that goes; \`CREATE INDEX CONCURRENTLY ON ${child} (${text(row, 'columns')})\` first`
    })
  }
  return findings
}

function onSwap(row: Row): PreflightFinding {
  return {severity: 'note', text: `The ${about(row)} moves to the new table, and is validated after the swap`}
}
