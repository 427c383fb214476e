/** Everything that the catalog of a database says about what users made, by names: to compare two databases. */
import type {World} from '../world.js'

/** `n.nspname` of what counts: neither the server's, nor our journal, nor the old tables that we keep. */
const users = String.raw`n.nspname !~ '^(pg_|information_schema$|sqlsafe$|sqlsafe_old_)'`

const aclOf = (kind: string, acl: string, owner: string): string =>
  `(SELECT json_agg(a::text ORDER BY a::text) FROM unnest(coalesce(${acl}, acldefault('${kind}', ${owner}))) AS a)`

const queriesOf = (own: string): Record<string, string> => ({
  schemas: `SELECT nspname FROM pg_namespace n WHERE ${own} ORDER BY 1`,
  relations: `
    SELECT c.oid::regclass::text AS name, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner) AS owner, m.amname,
      s.spcname, c.reloptions, t.reloptions AS toast, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
      ${aclOf('r', 'c.relacl', 'c.relowner')} AS acl, obj_description(c.oid, 'pg_class') AS comment,
      obj_description(c.reltype, 'pg_type') AS type_comment,
      (SELECT obj_description(y.typarray, 'pg_type') FROM pg_type y WHERE y.oid = c.reltype) AS array_comment,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
    WHERE ${own} ORDER BY 1`,
  columns: `
    SELECT c.oid::regclass::text AS name, a.attname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS place,
      format_type(a.atttypid, a.atttypmod) AS type, l.collname, a.attnotnull, a.attidentity, a.attgenerated,
      a.attstorage, a.attcompression, a.attndims, nullif(a.attstattarget, -1) AS target, a.attoptions,
      pg_get_expr(d.adbin, d.adrelid) AS default, (SELECT json_agg(x::text ORDER BY x::text) FROM unnest(a.attacl) AS x) AS acl,
      col_description(c.oid, a.attnum) AS comment
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE ${own} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid::regclass::text, a.attnum`,
  constraints: `
    SELECT k.conrelid::regclass::text AS relation, k.conname, pg_get_constraintdef(k.oid) AS definition, k.convalidated,
      k.conindid::regclass::text AS index, obj_description(k.oid, 'pg_constraint') AS comment
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${own} AND k.conrelid <> 0 ORDER BY 1, 2`,
  indexes: `
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid,
      i.indisclustered, i.indisreplident, i.indisprimary, i.indimmediate
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own} ORDER BY 1`,
  triggers: `
    SELECT t.tgrelid::regclass::text AS relation, t.tgname, pg_get_triggerdef(t.oid) AS definition, t.tgenabled,
      obj_description(t.oid, 'pg_trigger') AS comment
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own} AND NOT t.tgisinternal ORDER BY 1, 2`,
  foreignKeyTriggers: `
    SELECT t.tgrelid::regclass::text AS relation, t.tgfoid::regproc::text AS function, k.conname, t.tgenabled
    FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${own} AND t.tgisinternal ORDER BY 1, 3, 2`,
  rules: `
    SELECT r.ev_class::regclass::text AS relation, r.rulename, pg_get_ruledef(r.oid) AS definition, r.ev_enabled,
      obj_description(r.oid, 'pg_rewrite') AS comment
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own} ORDER BY 1, 2`,
  policies: `
    SELECT p.polrelid::regclass::text AS relation, p.polname, p.polcmd, p.polpermissive,
      (SELECT json_agg(r::regrole::text ORDER BY 1) FROM unnest(p.polroles) AS r) AS roles,
      pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check,
      obj_description(p.oid, 'pg_policy') AS comment
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${own} ORDER BY 1, 2`,
  statistics: `
    SELECT n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid) AS definition, pg_get_userbyid(s.stxowner) AS owner,
      nullif(s.stxstattarget, -1) AS target, obj_description(s.oid, 'pg_statistic_ext') AS comment
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${own} ORDER BY 1, 2`,
  sequences: `
    SELECT c.oid::regclass::text AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmax,
      s.seqmin, s.seqcache, s.seqcycle, pg_sequence_last_value(c.oid) AS last, d.deptype,
      (SELECT attname FROM pg_attribute WHERE attrelid = d.refobjid AND attnum = d.refobjsubid) AS owned, d.refobjid::regclass::text AS owner
    FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
    WHERE ${own} ORDER BY 1`,
  functions: `
    SELECT p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS definition, pg_get_userbyid(p.proowner) AS owner,
      ${aclOf('f', 'p.proacl', 'p.proowner')} AS acl
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${own} ORDER BY 1`,
  publications: "SELECT * FROM pg_publication_tables WHERE schemaname NOT LIKE 'sqlsafe%' ORDER BY 1, 2, 3"
})

/**
 * Object by object: dumps of two databases are equal when their users cannot tell them apart.
 *
 * @param schema Of one schema only, without its name: to compare two of one database.
 */
export async function dumpCatalog(world: World, schema?: string): Promise<Record<string, unknown>> {
  const parts = []
  const queries = queriesOf(schema === undefined ? users : `n.nspname = '${schema}'`)
  for (const [name, sql] of Object.entries(queries)) parts.push([name, await world.query(sql)])
  const text = JSON.stringify(Object.fromEntries(parts))
  const bare =
    schema === undefined
      ? text
      : text.replaceAll(new RegExp(`"${schema}"|\\b${schema}\\.`, 'g'), (found) => (found.startsWith('"') ? '""' : ''))
  return JSON.parse(bare) as Record<string, unknown>
}
