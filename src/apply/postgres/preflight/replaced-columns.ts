import {quoteName} from '../../../sql/postgres.js'
import {loadReader} from '../../../operations/read.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {PlannedStep} from '../../../plan/plan.js'
import type {Row} from '../../connection/connection.js'
import {text} from '../../connection/row.js'
import {definePreflightCheck} from '../../preflight.js'
import type {PreflightFinding} from '../../preflight.js'
import {displayName, family} from '../view/relations.js'
import {operationsOf} from '../../view/work.js'
import {dropsIt} from './dependents.js'

/** A step that gives a column the name of another one, which a trigger has kept the same. */
interface Replacement extends ObjectName {
  column: string
  /** The old column stays: only its name is another one. */
  renamed: boolean
  /** All that the step says. */
  sql: string
}

/** What hangs on a column by its number stays with it. */
export const replacedColumns = definePreflightCheck({
  name: 'replaced-columns',
  summary: 'nothing hangs on a column, whose place another one takes, that the plan does not carry over',
  async check({connection, serverMajor, steps}) {
    const replaced = await replacementsOf(steps, serverMajor)
    if (replaced.length === 0) return []
    const rows = await connection.query(hanging, [JSON.stringify(replaced.map(({sql: _, ...each}) => each))])
    const operations = await operationsOf(steps, {dialect: 'postgres', version: [serverMajor]})
    const left = rows.filter((row) => !operations.some((operation) => dropsIt(operation, text(row, 'object'))))
    return left.flatMap((row) => findingsOf(row, replaced))
  }
})

function findingsOf(row: Row, replaced: readonly Replacement[]): PreflightFinding[] {
  const about = replaced.find((each) => each.column === text(row, 'column') && isTable(row, each))
  const part = row['part']
  // The plan makes it again.
  if (about === undefined || (part != null && about.sql.includes(quoteName(part)))) return []
  const {column, renamed} = about
  const object = text(row, 'object')
  if (row['mentions'] === 't') {
    return [
      {
        severity: 'warning',
        text: `Unexpected ${object}, which a trigger calls, with \`${column}\` of ${displayName(about)} in it, expected none: that gets another name, so it fails at each row from then on; let it take both`
      }
    ]
  }
  const what = `column \`${column}\` of ${displayName(about)}`
  return [
    {
      severity: 'error',
      text: renamed
        ? `Unexpected ${object} that watches ${what}, expected none: it does not see what releases write under the new name; drop it before, and make it again under the new name after`
        : `Unexpected ${object} that uses ${what}, expected none that the plan does not know: it would stay with the old column; plan for the schema as it is (\`--database-url\`), or drop it before, and make it again after`
    }
  ]
}

function isTable(row: Row, {name, schema}: ObjectName): boolean {
  return text(row, 'schema') === schema && text(row, 'name') === name
}

/** A step gives `from` away and then takes it for another column, or drops `to` and gives that name to `from`. */
async function replacementsOf(steps: readonly PlannedStep[], serverMajor: number): Promise<Replacement[]> {
  const read = await loadReader({dialect: 'postgres', version: [serverMajor]})
  return steps
    .filter((step): step is PlannedStep<'transaction'> => step.kind === 'transaction')
    .filter(({recipe}) => recipe === 'expand-contract-column')
    .flatMap(({input: {statements}}) => {
      const operations = statements.flatMap((sql) =>
        read(sql).statements.flatMap(({commands}) => commands.flatMap((command) => command.operations))
      )
      const sql = statements.join('\n')
      return operations.flatMap((operation, index): Replacement[] => {
        if (operation.kind !== 'column.rename') return []
        const {column, table, to} = operation
        const about = {schema: table.schema ?? 'public', name: table.name, column, sql}
        const next = operations.slice(index + 1)
        if (next.some((each) => each.kind === 'column.rename' && each.to === column))
          return [{...about, renamed: false}]
        const isFreed = operations.slice(0, index).some((each) => each.kind === 'column.drop' && each.column === to)
        return isFreed ? [{...about, renamed: true}] : []
      })
    })
}

/**
 * Of a column that is replaced: what would have to be written anew. Of one that is renamed: what fires only where it is
 * written by its name, and functions that would not find it any longer.
 *
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
const hanging = `
  ${family}, asked AS (
    SELECT w.oid, w.schema, w.name, a.attnum AS number, r."column", r.renamed
    FROM json_to_recordset($1) AS r (schema text, name text, "column" text, renamed boolean)
    JOIN wanted w ON w.schema = r.schema AND w.name = r.name
    JOIN pg_attribute a ON a.attrelid = w.oid AND a.attname = r."column"
  ), uses AS (
    SELECT DISTINCT q.*, d.classid, d.objid, d.objsubid
    FROM asked q
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = q.oid AND d.refobjsubid = q.number
  ), found AS (
    SELECT u.*, NULL::text AS part, false AS mentions FROM uses u
    LEFT JOIN pg_rewrite r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
    LEFT JOIN pg_trigger t ON u.classid = 'pg_trigger'::regclass AND t.oid = u.objid AND NOT t.tgisinternal
    WHERE CASE WHEN u.renamed THEN r.ev_class = u.oid OR u.number = ANY (t.tgattr::int2[])
      -- A generated column, and from 15 on its value, depends on those that it is made of.
      ELSE u.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
        OR u.classid = 'pg_class'::regclass AND u.objid = u.oid
        OR EXISTS (SELECT FROM pg_attrdef d
          WHERE u.classid = 'pg_attrdef'::regclass AND d.oid = u.objid AND d.adnum <> u.number) END
    UNION ALL
    SELECT q.*, 'pg_class'::regclass, i.indexrelid, 0, c.relname, false
    FROM asked q JOIN pg_index i ON i.indrelid = q.oid JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT q.renamed AND (q.number = ANY (i.indkey::int2[]) OR EXISTS (
      SELECT FROM uses u WHERE u.oid = q.oid AND u.number = q.number AND u.objid = i.indexrelid))
    UNION ALL
    SELECT q.*, 'pg_constraint'::regclass, k.oid, 0, k.conname, false
    FROM asked q JOIN pg_constraint k ON k.conrelid = q.oid AND q.number = ANY (k.conkey)
      OR k.confrelid = q.oid AND q.number = ANY (k.confkey)
    WHERE NOT q.renamed AND k.contype <> 'n' AND k.conparentid = 0
    UNION ALL
    SELECT q.*, 'pg_proc'::regclass, p.oid, 0, NULL, true
    FROM asked q JOIN pg_trigger t ON t.tgrelid = q.oid AND NOT t.tgisinternal
    JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname !~ '^(!|zz_)sqlsafe_'
    WHERE q.renamed AND p.prosrc ~* ('\\m(new|old)\\."?' || regexp_replace(q."column", '\\W', '.', 'g') || '"?\\M')
  )
  SELECT DISTINCT schema, name, "column",
    coalesce((SELECT pg_describe_object('pg_class'::regclass, r.ev_class, 0) FROM pg_rewrite r
      WHERE classid = 'pg_rewrite'::regclass AND r.oid = objid AND r.rulename = '_RETURN'),
      pg_describe_object(classid, objid, objsubid)) AS object, part, mentions
  FROM found ORDER BY schema, name, object`
