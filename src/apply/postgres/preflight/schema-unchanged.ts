import type {Row} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {shapeDifferences} from '../../shape-differences.js'
import type {LiveColumn, LiveShape} from '../../shape-differences.js'
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
      return shapeDifferences(shape, live.length === 0 ? undefined : toShape(live), {
        label: displayName(shape),
        isOfType: (planned, {base, isArray, type}) => sameType(planned, {name: base, isArray, formatted: type}),
        fold: (name) => name
      })
    })
  }
})

const liveShapes = `
  ${family}
  SELECT w.schema, w.name, 'column' AS part, a.attname AS part_name,
    -- As a plan takes it: what is not validated says nothing about the rows that are there (18).
    a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conrelid = w.oid AND o.contype = 'n'
      AND NOT o.convalidated AND a.attnum = ANY (o.conkey)) AS not_null,
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

/** A column whose `type` is as `format_type` writes it. */
interface Column extends LiveColumn {
  /** Of an array: that of its elements. */
  base: string
  isArray: boolean
}

function toShape(rows: readonly Row[]): LiveShape<Column> {
  const names = (part: string): string[] =>
    rows.filter((row) => row['part'] === part).map((row) => text(row, 'part_name'))
  const columns = rows
    .filter((row) => row['part'] === 'column')
    .map((row) => ({
      name: text(row, 'part_name'),
      type: text(row, 'formatted'),
      notNull: row['not_null'] === 't',
      base: text(row, 'type'),
      isArray: row['is_array'] === 't'
    }))
  return {columns, constraints: names('constraint'), indexes: names('index')}
}
