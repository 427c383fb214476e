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
  bound: string | null
}

export const relations = `
  SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name, c.relkind, c.relpersistence,
    c.reltuples, c.relpages::int8 * current_setting('block_size')::int8 AS bytes,
    t.spcname AS tablespace, c.relrowsecurity AS rowsecurity, c.reloptions,
    CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partkey,
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
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

/** Relations that views read. */
export const reads = `
  SELECT DISTINCT r.ev_class AS view, n.nspname AS schema, c.relname AS name
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid <> r.ev_class AND c.relkind IN ('r', 'p', 'f', 'v', 'm')`

export interface TriggerRow {
  relation: number
  name: string
  tgtype: number
  tgenabled: string
  functionschema: string
  function: string
}

export const triggers = `
  SELECT t.tgrelid AS relation, t.tgname AS name, t.tgtype, t.tgenabled,
    n.nspname AS functionschema, p.proname AS function
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
}

/** Types of their own, not those that come with a table, an array or a range. */
export const types = `
  SELECT t.oid AS oid, t.typrelid AS relation, n.nspname AS schema, t.typname AS name, t.typtype,
    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
    CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
    t.typnotnull AS notnull, pg_get_expr(t.typdefaultbin, 0) AS default
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
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
