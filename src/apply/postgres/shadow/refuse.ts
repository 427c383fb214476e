/** What a shadow table cannot carry over: found before anything is made, and said all at once. */
import type {Connection} from '../../connection/connection.js'
import {readDependents} from './catalog/dependents.js'
import type {Dependent} from './catalog/dependents.js'

/** The table cannot be replaced by a copy without losing something. */
export class ShadowRefusedError extends Error {
  override name = 'ShadowRefusedError'
  readonly reasons: readonly string[]
  constructor(table: string, reasons: readonly string[]) {
    super(
      `Unexpected ${reasons.length === 1 ? 'thing' : 'things'} that a shadow table of ${table} cannot carry over, expected none: ${reasons.join('; ')}`
    )
    this.reasons = reasons
  }
}

/**
 * Reasons that the table as it is gives; empty: none.
 *
 * @param captured Its writes are logged already, which is no reason then.
 */
export async function reasonsOf(connection: Connection, oid: number, captured = false): Promise<string[]> {
  const rows = await connection.query<{reason: string}>(reasons, [oid, String(captured)])
  const [publications] = await connection.query<{names: string | null}>(
    "SELECT string_agg(quote_ident(pubname), ', ') AS names FROM pg_publication WHERE puballtables"
  )
  const found = rows.map(({reason}) => reason)
  if (typeof publications?.names === 'string') {
    found.push(
      `publication ${publications.names} is FOR ALL TABLES, and would publish the shadow table and the log too`
    )
  }
  for (const {description, kind, mine} of await readDependents(connection, oid)) {
    if (kind === 'other') found.push(`${description} hangs on the old table, and cannot be moved without dropping it`)
    else if (!mine) found.push(`${description} must follow to the new table, and belongs to a role that we are not`)
  }
  return found
}

/** Reasons that the change gives: what hangs on columns that it changes, as the server itself would refuse. */
export async function reasonsOfChange(
  connection: Connection,
  oid: number,
  changed: ReadonlyMap<number, string>
): Promise<string[]> {
  const hanging = (await readDependents(connection, oid)).filter(isBound)
  const used = hanging.flatMap(({columns, description}) =>
    columns.flatMap((column) => {
      const name = changed.get(column)
      return name === undefined ? [] : [`${description} uses column ${name}, which the change gives another shape`]
    })
  )
  return [
    ...used,
    ...(await connection.query<{reason: string}>(bound, [oid, `{${[...changed.keys()].join(',')}}`])).map(
      ({reason}) => reason
    )
  ]
}

function isBound({kind}: Dependent): boolean {
  return kind !== 'own' && kind !== 'other'
}

/** The table's own triggers, policies and rules: https://www.postgresql.org/docs/current/sql-altertable.html refuses them too. */
const bound = `
  SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0) || ' uses column ' || a.attname || ', which the change gives another shape' AS reason
  FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = $1 AND d.refobjsubid = ANY ($2::int[])
    AND (d.classid = 'pg_publication_rel'::regclass
      OR d.classid = 'pg_policy'::regclass AND d.objid IN (SELECT oid FROM pg_policy WHERE polrelid = $1)
      OR d.classid = 'pg_rewrite'::regclass AND d.objid IN (SELECT oid FROM pg_rewrite WHERE ev_class = $1)
      OR d.classid = 'pg_trigger'::regclass AND d.objid IN
        (SELECT oid FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal))`

/** One row for each reason. */
const reasons = `
  WITH t AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1)
  SELECT 'it is a ' || CASE relkind WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'relation of kind ' || relkind::text END AS reason
    FROM t WHERE relkind <> 'r'
  UNION ALL SELECT 'it is temporary' FROM t WHERE relpersistence = 't'
  UNION ALL SELECT 'it belongs to the system' FROM t WHERE nspname IN ('pg_catalog', 'information_schema')
  UNION ALL SELECT 'it is a partition' FROM t WHERE relispartition
  UNION ALL SELECT 'it inherits from ' || i.inhparent::regclass FROM t JOIN pg_inherits i ON i.inhrelid = t.oid
    WHERE NOT relispartition
  UNION ALL SELECT i.inhrelid::regclass || ' inherits from it' FROM t JOIN pg_inherits i ON i.inhparent = t.oid
    WHERE relkind = 'r'
  UNION ALL SELECT 'it is of the type ' || reloftype::regtype FROM t WHERE reloftype <> 0
  UNION ALL SELECT 'it belongs to a role that we are not: ' || pg_get_userbyid(relowner) FROM t
    WHERE NOT pg_has_role(relowner, 'USAGE')
  UNION ALL SELECT 'we may not create in its schema' FROM t WHERE NOT has_schema_privilege(relnamespace, 'CREATE')
  UNION ALL SELECT 'row level security is forced on its owner, so that we would not see all rows' FROM t
    WHERE relrowsecurity AND relforcerowsecurity
      AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
  UNION ALL SELECT 'row level security hides rows from us, who do not own it' FROM t
    WHERE relrowsecurity AND NOT pg_has_role(relowner, 'USAGE')
      AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
  UNION ALL SELECT pg_describe_object(d.classid, d.objid, d.objsubid) || ' belongs to extension ' || e.extname
    FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
    WHERE d.deptype IN ('e', 'x') AND (d.classid = 'pg_class'::regclass AND d.objid = $1
      OR d.classid = 'pg_class'::regclass AND d.objid IN (SELECT indexrelid FROM pg_index WHERE indrelid = $1)
      OR d.classid = 'pg_trigger'::regclass AND d.objid IN (SELECT oid FROM pg_trigger WHERE tgrelid = $1))
  UNION ALL SELECT 'it has a security label of ' || provider FROM pg_seclabel
    WHERE classoid = 'pg_class'::regclass AND objoid = $1
  UNION ALL SELECT 'index ' || indexrelid::regclass || ' is invalid: drop it or build it again before'
    FROM pg_index WHERE indrelid = $1 AND NOT indisvalid
  UNION ALL SELECT 'constraint ' || quote_ident(conname) || ' is not validated: validate or drop it before'
    FROM pg_constraint WHERE conrelid = $1 AND contype = 'n' AND NOT convalidated
  UNION ALL SELECT quote_ident(relname) || ' has a name that is given to what is made beside the copy: rename it before'
    FROM pg_class WHERE relname IN ('sqlsafe_log', 'sqlsafe_truncations', 'sqlsafe_doubts', 'sqlsafe_record',
      'sqlsafe_crash_mark', 'sqlsafe_key') AND (oid = $1 OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = $1)
      OR oid IN (SELECT objid FROM pg_depend WHERE refobjid = $1 AND deptype = 'i' AND classid = 'pg_class'::regclass))
  UNION ALL SELECT 'trigger ' || quote_ident(tgname) || ' of an earlier shadow table is still there: clean up before'
    FROM pg_trigger WHERE tgrelid = $1 AND tgname LIKE '!sqlsafe%' AND NOT $2::boolean
  UNION ALL SELECT 'foreign key ' || quote_ident(k.conname) || ' of partitioned table ' || k.conrelid::regclass || ' refers to it'
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.confrelid = $1 AND k.contype = 'f' AND c.relkind = 'p' AND k.conparentid = 0
  UNION ALL SELECT 'foreign key ' || quote_ident(k.conname) || ' ties it to ' || o.oid::regclass || ', which belongs to a role that we are not'
    FROM pg_constraint k JOIN pg_class o ON o.oid = CASE WHEN k.conrelid = $1 THEN k.confrelid ELSE k.conrelid END
    WHERE $1 IN (k.conrelid, k.confrelid) AND k.contype = 'f' AND NOT pg_has_role(o.relowner, 'USAGE')
  UNION ALL SELECT DISTINCT 'the triggers of foreign key ' || quote_ident(k.conname) || ' are not enabled as usual'
    FROM pg_constraint k JOIN pg_trigger g ON g.tgconstraint = k.oid
    WHERE $1 IN (k.conrelid, k.confrelid) AND k.contype = 'f' AND g.tgenabled <> 'O'
  UNION ALL SELECT 'publication ' || quote_ident(p.pubname) || ' has it, and belongs to a role that we are not'
    FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
    WHERE r.prrelid = $1 AND NOT pg_has_role(p.pubowner, 'USAGE')
  -- Known by its oid: a worker that begins after the swap drops what comes for another table, without a word.
  UNION ALL SELECT DISTINCT 'subscription ' || coalesce(quote_ident(s.subname), r.srsubid::text) || ' brings rows to it, which would go nowhere once the tables have changed places'
    FROM pg_subscription_rel r LEFT JOIN pg_stat_subscription s ON s.subid = r.srsubid WHERE r.srrelid = $1`
