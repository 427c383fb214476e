import type {Row} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import type {BatchInput} from '../../../plan/steps.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {quoteName} from '../../../sql/postgres.js'
import {inputsOf, mayMean} from '../../view/work.js'

/** Row triggers fire for each row of a batch: they may write elsewhere, send, or be slow. */
export const triggers = definePreflightCheck({
  name: 'triggers',
  summary: 'no trigger fires for the rows of batches',
  async check({connection, plan, steps}) {
    const batches = inputsOf(steps, 'batch')
    if (batches.length === 0) return []
    const rows = await connection.query(tableTriggers, [asParameter(batches.map(({table}) => table))])
    // A run that is gone on with has made them itself.
    const made = plan.phases.flatMap((phase) => phase.steps.flatMap(({sql}) => sql))
    const isMade = (row: Row): boolean =>
      made.some((sql) => sql.startsWith(`CREATE TRIGGER ${quoteName(text(row, 'trigger'))} `))
    return batches.flatMap((batch) => {
      const fired = rows.filter((row) => fires(row, batch) && !isMade(row))
      if (fired.length === 0) return []
      const names = fired.map((row) => `\`${text(row, 'trigger')}\` (${text(row, 'function')})`)
      return [
        {
          severity: 'warning',
          text: `Unexpected triggers ${names.join(', ')} on ${displayName(batch.table)}, expected none that fire for each row of an ${batch.verb.toUpperCase()} in batches: see that what they do may be done for every row, or \`ALTER TABLE … DISABLE TRIGGER\` meanwhile`
        }
      ]
    })
  }
})

/** https://www.postgresql.org/docs/current/catalog-pg-trigger.html; a session's role is `origin` unless set. */
const tableTriggers = `
  ${family}
  SELECT DISTINCT w.schema, w.name, t.tgname AS trigger, t.tgfoid::regprocedure AS function,
    t.tgtype & 8 > 0 AS on_delete, t.tgtype & 16 > 0 AS on_update,
    (SELECT string_agg(a.attname, ',') FROM pg_attribute a
     WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr)) AS columns
  FROM family f
  JOIN wanted w ON w.oid = f.root
  JOIN pg_trigger t ON t.tgrelid = f.oid
  WHERE NOT t.tgisinternal AND t.tgtype & 1 > 0 AND t.tgenabled IN ('O', 'A')
  ORDER BY w.schema, w.name, t.tgname`

function fires(row: Row, {set = '', table, verb}: BatchInput): boolean {
  if (!mayMean({schema: text(row, 'schema'), name: text(row, 'name')}, table)) return false
  if (verb === 'delete') return row['on_delete'] === 't'
  if (row['on_update'] !== 't') return false
  const columns = row['columns']
  // What is set is named; a name that stands there for another reason does no harm.
  return columns === null || columns === undefined || columns.split(',').some((column) => set.includes(column))
}
