/**
 * What PostgreSQL is asked. A few queries over pg_catalog for the whole database, none of which locks a
 * table of the user: sizes are the planner's estimates. https://www.postgresql.org/docs/current/catalogs.html
 */

const userSchemas = `n.nspname !~ '^pg_(toast|temp_|toast_temp_)' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`

/** One row a table, partitioned table, foreign table or view. */
export interface RelationRow {
  oid: number
  schema: string
  name: string
  relkind: 'r' | 'p' | 'f' | 'v' | 'm'
  relpersistence: 'p' | 'u' | 't'
  /** -1: never analysed. */
  reltuples: number
  bytes: string
  tablespace: string | null
  rowsecurity: boolean
  reloptions: string[] | null
  partkey: string | null
  typeschema: string | null
  /** Of a typed table. */
  type: string | null
  bound: string | null
}

/**
 * With its TOAST, which is written anew with the table. Only a vacuum counts the pages of that; four chunks go on one. The
 * size of the files would tell more, and wait for whoever has locked the table.
 *
 * https://www.postgresql.org/docs/current/storage-toast.html
 */
const countedPages = `(c.relpages + coalesce((
    SELECT greatest(o.relpages, pg_stat_get_live_tuples(o.oid) / 4) FROM pg_class o WHERE o.oid = c.reltoastrelid), 0))`

/**
 * Rows and pages are as the last analysis found them, which may have been long ago: where more than twice as many rows are
 * counted now, those, with as many on a page; where there were none, ten. A session counts what it wrote before it analysed
 * once more after that, so that up to twice as many may be an error.
 */
const live = 'pg_stat_get_live_tuples(c.oid)'
const isStale = `c.reltuples >= 0 AND ${live} > 2 * c.reltuples`
const rows = `CASE WHEN ${isStale} THEN ${live} ELSE c.reltuples END`
const pages = `CASE WHEN NOT (${isStale}) THEN ${countedPages}
    WHEN c.reltuples > 0 THEN ${countedPages} * (${live} / c.reltuples)
    ELSE greatest(${countedPages}, ceil(${live} / 10.0)) END`

export const relations = `
  SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name, c.relkind, c.relpersistence,
    ${rows} AS reltuples, (${pages})::int8 * current_setting('block_size')::int8 AS bytes,
    t.spcname AS tablespace, c.relrowsecurity AS rowsecurity, c.reloptions,
    CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partkey,
    tn.nspname AS typeschema, ty.typname AS type,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
  LEFT JOIN pg_type ty ON ty.oid = c.reloftype
  LEFT JOIN pg_namespace tn ON tn.oid = ty.typnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${userSchemas}
  ORDER BY c.oid`

export interface ColumnRow {
  relation: number
  name: string
  type: string
  notnull: boolean
  islocal: boolean
  identity: '' | 'a' | 'd'
  generated: '' | 's' | 'v'
  expression: string | null
  collation: string | null
  storage: string | null
  compression: string
}

export const columns = `
  SELECT a.attrelid AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS notnull, a.attislocal AS islocal, a.attidentity AS identity, a.attgenerated AS generated,
    pg_get_expr(d.adbin, d.adrelid) AS expression,
    CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END
      AS collation,
    CASE WHEN a.attstorage <> t.typstorage
      THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
    END AS storage,
    a.attcompression AS compression
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
  LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND ${userSchemas}
  ORDER BY a.attrelid, a.attnum`

export interface ConstraintRow {
  /** 0 for a domain's. */
  relation: number
  domain: number
  name: string
  contype: 'p' | 'u' | 'c' | 'f' | 'x' | 'n'
  validated: boolean
  enforced: boolean
  islocal: boolean
  columns: string[] | null
  definition: string
  index: string | null
}

export const constraints = (version: number) => `
  SELECT k.conrelid AS relation, k.contypid AS domain, k.conname AS name, k.contype,
    k.convalidated AS validated, ${version >= 18 ? 'k.conenforced' : 'true'} AS enforced,
    (k.conislocal AND k.conparentid = 0) AS islocal,
    (SELECT array_agg(a.attname::text ORDER BY u.position)
      FROM unnest(k.conkey) WITH ORDINALITY AS u (number, position)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns,
    pg_get_constraintdef(k.oid) AS definition,
    CASE WHEN k.contype IN ('p', 'u', 'x') THEN i.relname END AS index
  FROM pg_constraint k
  JOIN pg_namespace n ON n.oid = k.connamespace
  LEFT JOIN pg_class i ON i.oid = k.conindid
  WHERE k.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND ${userSchemas}
  ORDER BY k.oid`

export interface IndexRow {
  relation: number
  name: string
  definition: string
  primary: boolean
  valid: boolean
  clustered: boolean
  parentschema: string | null
  parent: string | null
}

export const indexes = `
  SELECT x.indrelid AS relation, c.relname AS name, pg_get_indexdef(x.indexrelid) AS definition,
    x.indisprimary AS primary, x.indisvalid AS valid, x.indisclustered AS clustered,
    pn.nspname AS parentschema, p.relname AS parent
  FROM pg_index x
  JOIN pg_class c ON c.oid = x.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_inherits h ON h.inhrelid = x.indexrelid
  LEFT JOIN pg_class p ON p.oid = h.inhparent
  LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
  WHERE ${userSchemas}
  ORDER BY x.indexrelid`

export interface InheritanceRow {
  child: number
  parent: number
}

export const inheritance = `
  SELECT inhrelid AS child, inhparent AS parent FROM pg_inherits ORDER BY inhrelid, inhseqno`

export interface ReadRow {
  view: number
  schema: string
  name: string
}

/** Relations that views read, sequences among them. */
export const reads = `
  SELECT DISTINCT r.ev_class AS view, n.nspname AS schema, c.relname AS name
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid <> r.ev_class AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')`

export interface UseRow {
  view: number
  kind: 'columns' | 'functions' | 'types' | 'operators' | 'collations'
  name: string
}

/**
 * What queries of views are made of. Their text would say more, and to have it written the server locks what they read.
 */
export const uses = `
  SELECT DISTINCT r.ev_class AS view, u.kind, u.name
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
  CROSS JOIN LATERAL (
    SELECT 'columns' AS kind, a.attname::text AS name FROM pg_attribute a
      WHERE d.refclassid = 'pg_class'::regclass AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
    UNION ALL SELECT 'functions', p.proname FROM pg_proc p WHERE d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
    UNION ALL SELECT 'functions', 'to_tsvector' WHERE d.refclassid IN ('pg_ts_config'::regclass, 'pg_ts_dict'::regclass)
    UNION ALL SELECT 'types', t.typname FROM pg_type t WHERE d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
    UNION ALL SELECT 'operators', o.oprname FROM pg_operator o
      WHERE d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
    UNION ALL SELECT 'collations', c.collname FROM pg_collation c
      WHERE d.refclassid = 'pg_collation'::regclass AND c.oid = d.refobjid
  ) AS u
  WHERE r.rulename = '_RETURN' AND d.refobjid <> r.ev_class`

export interface TriggerRow {
  relation: number
  name: string
  tgtype: number
  tgenabled: string
  functionschema: string
  function: string
  definition: string
}

export const triggers = `
  SELECT t.tgrelid AS relation, t.tgname AS name, t.tgtype, t.tgenabled,
    n.nspname AS functionschema, p.proname AS function, pg_get_triggerdef(t.oid) AS definition
  FROM pg_trigger t
  JOIN pg_proc p ON p.oid = t.tgfoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
  -- Up to 14, those of partitions that come from the parent's are internal; so are those of foreign keys.
  WHERE NOT t.tgisinternal OR (t.tgparentid <> 0 AND t.tgconstraint = 0)
  ORDER BY t.oid`

export interface SequenceRow {
  schema: string
  name: string
  ownerschema: string | null
  owner: string | null
  column: string | null
}

export const sequences = `
  SELECT n.nspname AS schema, c.relname AS name, tn.nspname AS ownerschema, t.relname AS owner, a.attname AS column
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid
  LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE c.relkind = 'S' AND ${userSchemas}`

export interface TypeRow {
  oid: number
  relation: number
  schema: string
  name: string
  typtype: 'b' | 'c' | 'd' | 'e' | 'r'
  labels: string[] | null
  base: string | null
  notnull: boolean
  default: string | null
  uses: string[] | null
}

/** Types of their own, not those that come with a table, an array or a range. */
export const types = `
  SELECT t.oid AS oid, t.typrelid AS relation, n.nspname AS schema, t.typname AS name, t.typtype,
    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
    CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
    t.typnotnull AS notnull, pg_get_expr(t.typdefaultbin, 0) AS default,
    (SELECT array_agg(p.proname::text) FROM pg_proc p WHERE p.oid IN
      (t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout, t.typanalyze, r.rngsubdiff, r.rngcanonical)
    ) AS uses
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  LEFT JOIN pg_range r ON r.rngtypid = t.oid
  WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r') AND t.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
    AND ${userSchemas}`

/** Definitions of functions and procedures. */
export const routines = `
  SELECT pg_get_functiondef(p.oid) AS definition
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p', 'w') AND ${userSchemas}
  ORDER BY p.oid`

export const schemas = `SELECT n.nspname AS name FROM pg_namespace n WHERE ${userSchemas}`

export const extensions = `
  SELECT e.extname AS name, n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`

export interface ObjectRow {
  objecttype: string
  schema: string
  name: string
  uses: string[] | null
  family: string | null
}

/** What others are made of, with the functions and operators that it is made of itself. */
export const objects = `
  SELECT 'operator' AS objecttype, n.nspname AS schema, o.oprname AS name, array_agg(p.proname::text) AS uses, NULL AS family
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace JOIN pg_proc p ON p.oid IN (o.oprcode, o.oprrest, o.oprjoin)
  WHERE ${userSchemas} GROUP BY n.nspname, o.oprname
  UNION ALL
  SELECT 'operator class', n.nspname, c.opcname, (
      SELECT array_agg(used) FROM (
        SELECT p.proname::text AS used FROM pg_amproc a JOIN pg_proc p ON p.oid = a.amproc WHERE a.amprocfamily = f.oid
        UNION SELECT o.oprname::text FROM pg_amop a JOIN pg_operator o ON o.oid = a.amopopr WHERE a.amopfamily = f.oid
      ) AS all_used
    ), fn.nspname || '.' || f.opfname
  FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_opfamily f ON f.oid = c.opcfamily
  JOIN pg_namespace fn ON fn.oid = f.opfnamespace
  WHERE ${userSchemas}
  UNION ALL
  SELECT 'operator family', n.nspname, f.opfname, NULL, NULL FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace
  WHERE ${userSchemas}
  UNION ALL
  SELECT 'collation', n.nspname, c.collname, NULL, NULL FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  WHERE ${userSchemas}
  UNION ALL
  SELECT 'text search configuration', n.nspname, c.cfgname, NULL, NULL
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace WHERE ${userSchemas}
  UNION ALL
  SELECT 'aggregate', n.nspname, a.proname, array_agg(p.proname::text), NULL
  FROM pg_aggregate g JOIN pg_proc a ON a.oid = g.aggfnoid JOIN pg_namespace n ON n.oid = a.pronamespace
  JOIN pg_proc p ON p.oid IN (g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn, g.aggdeserialfn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn)
  WHERE ${userSchemas} GROUP BY n.nspname, a.proname
  UNION ALL
  SELECT 'cast', '', s.typname || ' as ' || t.typname, ARRAY[p.proname::text], NULL
  FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
  JOIN pg_proc p ON p.oid = c.castfunc JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${userSchemas}`

/** Policies, rules and publications, in statements that would make them. */
export const statements = `
  SELECT 'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
    || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
    || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') AS statement
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${userSchemas}
  UNION ALL
  SELECT pg_get_ruledef(r.oid)
    || CASE r.ev_enabled WHEN 'D' THEN 'ALTER TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      || ' DISABLE RULE ' || quote_ident(r.rulename) ELSE '' END
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${userSchemas}
  UNION ALL
  SELECT 'CREATE PUBLICATION ' || quote_ident(p.pubname) || ' FOR TABLE '
    || string_agg('ONLY ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), ', ')
  FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid JOIN pg_class c ON c.oid = r.prrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${userSchemas} GROUP BY p.pubname`
