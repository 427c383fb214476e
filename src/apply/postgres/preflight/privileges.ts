import type {Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {quoteName} from '../../../sql/postgres.js'
import type {ObjectName} from '../../../schema/objects.js'
import {makesObjects, needsOf} from '../view/needs.js'
import type {Need} from '../view/needs.js'
import {text} from '../../connection/row.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {inputsOf} from '../../view/work.js'

/** All that is missing, as statements that grant it. */
export const privileges = definePreflightCheck({
  name: 'privileges',
  summary: 'the role may do what the steps and the journal need',
  async check(view) {
    const [role] = await view.connection.query(aboutRole)
    if (role?.['super'] === 't') return []
    return [
      ...journal(role),
      ...(await onTables(view, text(role, 'role'))),
      ...signals(view, role),
      ...sight(view, role)
    ]
  }
})

const aboutRole = `
  SELECT current_user AS role, r.rolsuper AS super, current_database() AS database,
    has_database_privilege(current_database(), 'CREATE') AS may_create,
    (SELECT has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')
     FROM pg_namespace WHERE nspname = 'sqlsafe') AS may_journal,
    (SELECT bool_and(has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
       AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE')) FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'sqlsafe' AND c.relkind = 'r') AS may_write,
    pg_has_role('pg_signal_backend', 'USAGE') AS may_signal,
    pg_has_role('pg_read_all_stats', 'USAGE') AS may_see
  FROM pg_roles r WHERE r.rolname = current_user`

function journal(row: Row | undefined): PreflightFinding[] {
  const role = quoteName(text(row, 'role'))
  if (row?.['may_journal'] === 'f') {
    return [missing('schema `sqlsafe` for the journal', `GRANT USAGE, CREATE ON SCHEMA sqlsafe TO ${role}`)]
  }
  if (row?.['may_write'] === 'f') {
    return [
      missing(
        'the tables of schema `sqlsafe`',
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sqlsafe TO ${role}`
      )
    ]
  }
  if (row?.['may_journal'] !== null || row['may_create'] === 't') return []
  const database = quoteName(text(row, 'database'))
  return [missing('a schema `sqlsafe` for the journal', `GRANT CREATE ON DATABASE ${database} TO ${role}`)]
}

async function onTables({connection, serverMajor, steps, tables}: PreflightView, role: string) {
  const needs = await needsOf(steps, tables, serverMajor)
  const isMade = await makesObjects(steps, serverMajor)
  const rows = await connection.query(
    `${family}
     SELECT w.schema, w.name, pg_get_userbyid(c.relowner) AS owner, pg_has_role(c.relowner, 'USAGE') AS owns,
       (SELECT rolsuper FROM pg_roles r WHERE r.oid = c.relowner) AS by_superuser,
       has_schema_privilege(c.relnamespace, 'CREATE') AS may_create,
       (SELECT string_agg(p, ',') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p
        WHERE has_table_privilege(c.oid, p)) AS granted
     FROM wanted w JOIN pg_class c ON c.oid = w.oid`,
    [asParameter(tables)]
  )
  return rows.flatMap((row) => {
    const table = {schema: text(row, 'schema'), name: text(row, 'name')}
    const wanted = [...needs].find(([{name, schema}]) => name === table.name && schema === table.schema)?.[1]
    return [...ofTable(table, wanted ?? new Set(), row, role), ...ofSchema(table, row, role, isMade)]
  })
}

function ofTable(table: ObjectName, wanted: ReadonlySet<Need>, row: Row, role: string): PreflightFinding[] {
  if (row['owns'] === 't') return []
  if (wanted.has('own')) {
    const what = `${displayName(table)}, which its owner only may change`
    const owner = text(row, 'owner')
    // Nobody should become a superuser because a tool says so.
    if (row['by_superuser'] === 't') return [lack(what, `connect as \`${owner}\``)]
    return [missing(what, `GRANT ${quoteName(owner)} TO ${quoteName(role)}`)]
  }
  const granted = new Set((row['granted'] ?? '').split(','))
  const lacking = [...wanted].filter((need) => !granted.has(need))
  if (lacking.length === 0) return []
  const name = `${quoteName(table.schema)}.${quoteName(table.name)}`
  return [missing(displayName(table), `GRANT ${lacking.join(', ')} ON ${name} TO ${quoteName(role)}`)]
}

function ofSchema(table: ObjectName, row: Row, role: string, isNeeded: boolean): PreflightFinding[] {
  if (!isNeeded || row['may_create'] === 't') return []
  const schema = quoteName(table.schema)
  return [missing(`schema \`${table.schema}\``, `GRANT CREATE ON SCHEMA ${schema} TO ${quoteName(role)}`)]
}

/** https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL */
function signals({settings}: PreflightView, row: Row | undefined): PreflightFinding[] {
  if (settings.terminateBlockersAfterMs === undefined || row?.['may_signal'] === 't') return []
  const role = quoteName(text(row, 'role'))
  return [missing('sessions of other roles, which may have to be ended', `GRANT pg_signal_backend TO ${role}`)]
}

/**
 * Before tables change places, nobody may have a snapshot that is older than the copy: who cannot see that must not swap.
 * https://www.postgresql.org/docs/current/monitoring-stats.html
 */
function sight({steps}: PreflightView, row: Row | undefined): PreflightFinding[] {
  if (row?.['may_see'] === 't') return []
  const grant = `GRANT pg_read_all_stats TO ${quoteName(text(row, 'role'))}`
  const severity = inputsOf(steps, 'shadow-swap').length > 0 ? 'error' : 'warning'
  return [{...missing('what sessions of other roles and standbys do', grant), severity}]
}

function missing(what: string, grant: string): PreflightFinding {
  return lack(what, `\`${grant}\``)
}

function lack(what: string, wayOut: string): PreflightFinding {
  return {severity: 'error', text: `Unexpected lack of privileges on ${what}, expected them: ${wayOut}`}
}
