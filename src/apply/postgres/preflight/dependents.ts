import type {Operation} from '../../../operations/operation.js'
import {quoteName} from '../../../sql/postgres.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {mayMean, operationsOf, shadowInputs} from '../../view/work.js'
import {retypedByCopy} from '../view/retyped.js'

/** Views, rules, functions and policies keep to the very table and column that they were made with. */
export const dependents = definePreflightCheck({
  name: 'dependents',
  summary: 'no view, function or policy holds on to what is dropped, replaced or gets another type',
  async check(view) {
    const rows = await view.connection.query(objects, [asParameter(view.tables)])
    const operations = await operationsOf(view.steps, {dialect: 'postgres', version: [view.serverMajor]})
    const retyped = await retypedByCopy(view)
    return rows.map(toDependent).flatMap((dependent) => ofDependent(dependent, [...operations, ...retyped], view))
  }
})

/** Something that hangs on a table or on columns of it. */
interface Dependent {
  table: ObjectName
  /** As the server describes it: `view v`. */
  object: string
  columns: readonly string[]
  /** It goes with the table. */
  own: boolean
}

function toDependent(row: Row): Dependent {
  return {
    table: {schema: text(row, 'schema'), name: text(row, 'name')},
    object: text(row, 'object'),
    columns: JSON.parse(text(row, 'columns')) as string[],
    own: row['own'] === 't'
  }
}

/** https://www.postgresql.org/docs/current/catalog-pg-depend.html */
const objects = `
  ${family}, found AS (
    SELECT w.schema, w.name, w.oid, d.classid, d.objid, a.attname,
      CASE WHEN d.classid = 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = d.objid) END AS view,
      (SELECT polrelid FROM pg_policy WHERE d.classid = 'pg_policy'::regclass AND oid = d.objid) AS secured
    FROM wanted w
    JOIN pg_class c ON c.oid = w.oid
    JOIN pg_depend d ON (d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid)
      OR (d.refclassid = 'pg_type'::regclass AND d.refobjid = c.reltype AND d.classid = 'pg_proc'::regclass)
    LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND a.attrelid = w.oid AND a.attnum = d.refobjsubid
      AND d.refobjsubid > 0
    WHERE d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_policy'::regclass)
  )
  SELECT schema, name,
    CASE WHEN view IS NULL OR view = oid THEN pg_describe_object(classid, objid, 0)
      ELSE pg_describe_object('pg_class'::regclass, view, 0) END AS object,
    coalesce(json_agg(DISTINCT attname) FILTER (WHERE attname IS NOT NULL), '[]') AS columns,
    coalesce(bool_or(secured = oid OR view = oid), false) AS own
  FROM found
  GROUP BY schema, name, object
  ORDER BY schema, name, object`

function ofDependent(
  dependent: Dependent,
  operations: readonly Operation[],
  {steps}: PreflightView
): PreflightFinding[] {
  const {object, own, table} = dependent
  const isDropped = operations.some((operation) => dropsIt(operation, object))
  const refused = isDropped ? undefined : operations.find((operation) => isHeld(operation, dependent))
  if (refused?.kind !== 'column.set-type' && shadowInputs(steps).some((input) => mayMean(input.table, table))) {
    if (own) return []
    const text = `The ${object} hangs on ${displayName(table)}, and has to follow it to the new table`
    return [{severity: 'note', text}]
  }
  if (!refused) return []
  const isColumn = refused.kind === 'column.drop' || refused.kind === 'column.set-type'
  const part = isColumn ? `column \`${refused.column}\` of ` : ''
  const change = refused.kind === 'column.set-type' ? 'gets another type' : 'is dropped'
  return [
    {
      severity: 'error',
      text: `Unexpected ${object} that uses ${part}${displayName(table)}, which ${change}, expected none: the server refuses it; drop the ${object} before, and make it again after`
    }
  ]
}

function isHeld(operation: Operation, {columns, own, table}: Dependent): boolean {
  switch (operation.kind) {
    case 'column.drop':
      return operation.cascade !== true && columns.includes(operation.column) && mayMean(operation.table, table)
    case 'column.set-type':
      return columns.includes(operation.column) && mayMean(operation.table, table)
    case 'table.drop':
      return operation.cascade !== true && !own && mayMean(operation.table, table)
    default:
      return false
  }
}

/** `view shop.totals` is what `DROP VIEW totals` names. */
export function dropsIt(operation: Operation, object: string): boolean {
  if (operation.kind === 'view.drop') {
    const name = quoteName(operation.view.name)
    return object.endsWith(` ${name}`) || object.endsWith(`.${name}`)
  }
  if (operation.kind === 'function.drop') return object.includes(operation.function.name)
  return operation.kind === 'policy.drop' && object.includes(`policy ${operation.name} `)
}
