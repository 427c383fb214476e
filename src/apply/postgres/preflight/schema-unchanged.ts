import type {Row} from '../../connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import type {TableShape} from '../../../plan/plan.js'
import {text} from '../../row.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {sameType} from '../view/types.js'

/** The plan is right for the tables that it was made for; once begun, it changes them itself. */
export const schemaUnchanged = definePreflightCheck({
  name: 'schema-unchanged',
  summary: 'the tables are as the plan took them to be',
  async check({connection, fresh, plan}) {
    if (!fresh || plan.assumes.length === 0) return []
    const rows = await connection.query(liveShapes, [asParameter(plan.assumes)])
    return plan.assumes.flatMap((shape) => {
      const live = rows.filter(({name, schema}) => name === shape.name && schema === shape.schema)
      return compare(shape, live)
    })
  }
})

const liveShapes = `
  ${family}
  SELECT w.schema, w.name, 'column' AS part, a.attname AS part_name, a.attnotnull AS not_null,
    coalesce(e.typname, t.typname) AS type, e.oid IS NOT NULL AS is_array,
    format_type(a.atttypid, a.atttypmod) AS formatted
  FROM wanted w
  JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
  UNION ALL
  SELECT w.schema, w.name, 'constraint', o.conname, NULL, NULL, NULL, NULL
  FROM wanted w JOIN pg_constraint o ON o.conrelid = w.oid
  UNION ALL
  SELECT w.schema, w.name, 'index', c.relname, NULL, NULL, NULL, NULL
  FROM wanted w JOIN pg_index i ON i.indrelid = w.oid JOIN pg_class c ON c.oid = i.indexrelid
  UNION ALL
  SELECT w.schema, w.name, 'table', w.name, NULL, NULL, NULL, NULL FROM wanted w`

function compare(shape: TableShape, live: readonly Row[]): PreflightFinding[] {
  const table = displayName(shape)
  if (!shape.exists) return live.length === 0 ? [] : [changed(`table ${table}`, 'none of that name')]
  if (live.length === 0) return [changed(`absence of table ${table}`, 'it')]
  const columns = ofPart(live, 'column')
  return [
    ...shape.columns.flatMap((column) => compareColumn(table, column, columns.get(column.name))),
    ...missingNames(table, 'constraint', shape.constraints, live),
    ...missingNames(table, 'index', shape.indexes, live),
    ...extraColumns(table, shape, columns)
  ]
}

function ofPart(live: readonly Row[], part: string): Map<string, Row> {
  return new Map(live.filter((row) => row['part'] === part).map((row) => [text(row, 'part_name'), row]))
}

function compareColumn(
  table: string,
  {name, notNull, type}: TableShape['columns'][number],
  live: Row | undefined
): PreflightFinding[] {
  const column = `column \`${name}\` of ${table}`
  if (live === undefined) return [changed(`absence of ${column}`, 'it')]
  const isArray = live['is_array'] === 't'
  const formatted = text(live, 'formatted')
  const findings: PreflightFinding[] = []
  if (type !== '' && !sameType(type, {name: text(live, 'type'), isArray, formatted})) {
    findings.push(changed(`type \`${formatted}\` of ${column}`, `\`${type}\``))
  }
  if ((live['not_null'] === 't') !== notNull) {
    findings.push(changed(`\`${notNull ? 'NULL' : 'NOT NULL'}\` of ${column}`, notNull ? '`NOT NULL`' : '`NULL`'))
  }
  return findings
}

function missingNames(
  table: string,
  part: 'constraint' | 'index',
  names: readonly string[],
  live: readonly Row[]
): PreflightFinding[] {
  const there = ofPart(live, part)
  return names
    .filter((name) => !there.has(name))
    .map((name) => changed(`absence of ${part} \`${name}\` of ${table}`, 'it'))
}

function extraColumns(table: string, {columns}: TableShape, live: ReadonlyMap<string, Row>): PreflightFinding[] {
  const known = new Set(columns.map(({name}) => name))
  const extra = [...live.keys()].filter((name) => !known.has(name))
  if (extra.length === 0) return []
  const names = extra.map((name) => `\`${name}\``).join(', ')
  return [{...changed(`columns ${names} of ${table}`, 'none that the plan does not know'), severity: 'warning'}]
}

function changed(what: string, expected: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected ${what}, expected ${expected}: plan again with \`--database-url\``}
}
