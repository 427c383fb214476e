/** Queries for what the old table, `$1`, has and the new one, `$2`, has not: `{what, sql}`. `$3`: name of the new one. */

const list = (parts: readonly string[]): string =>
  `SELECT coalesce(json_agg(json_build_object('what', what, 'sql', json_build_array(sql)) ORDER BY position, what), '[]')
   FROM (${parts.map((part, index) => `SELECT ${String(index)} AS position, what, sql FROM (${part}) AS p${String(index)} (what, sql)`).join(' UNION ALL ')}) AS all_parts`

/** Columns of one name. */
const pairs = `pg_attribute a JOIN pg_attribute b ON b.attrelid = $2::oid AND b.attname = a.attname AND b.attnum > 0
    AND NOT b.attisdropped AND a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`

/** `$5`: those that are copied as they are. */
const copied = 'a.attname IN (SELECT json_array_elements_text($5::json))'

const alter = (what: string): string => `'ALTER TABLE ' || $3::text || format(' ALTER COLUMN %I ${what}'`

/** `$4`: schema of the new table, bare. */
export const columns = list([
  `SELECT 'NOT NULL of column ' || a.attname, ${alter('SET NOT NULL')}, a.attname)
   FROM ${pairs} WHERE a.attnotnull AND NOT b.attnotnull AND ${copied}`,
  `SELECT 'the default of column ' || a.attname,
     ${alter('SET DEFAULT ')}, a.attname) || pg_get_expr(d.adbin, d.adrelid)
   FROM ${pairs} JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attgenerated = '' AND NOT b.atthasdef AND b.attidentity = '' AND ${copied}`,
  `SELECT 'the identity of column ' || a.attname,
     ${alter('ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)')},
       a.attname, CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, $4::text, s.relname, q.seqstart,
       q.seqincrement, q.seqmin, q.seqmax, q.seqcache, CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END)
   FROM ${pairs} JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
     AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
   JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_sequence q ON q.seqrelid = s.oid
   WHERE a.attidentity <> '' AND b.attidentity = '' AND NOT b.atthasdef AND ${copied}`,
  `SELECT 'the statistics target of column ' || a.attname, ${alter('SET STATISTICS %s')}, a.attname, a.attstattarget)
   FROM ${pairs} WHERE a.attstattarget >= 0 AND coalesce(b.attstattarget, -1) < 0`,
  `SELECT 'parameters of column ' || a.attname, ${alter('SET (%I = %L)')}, a.attname, option_name, option_value)
   FROM ${pairs} CROSS JOIN pg_options_to_table(a.attoptions) WHERE b.attoptions IS NULL`,
  `SELECT 'the storage of column ' || a.attname, ${alter('SET STORAGE %s')}, a.attname,
     CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
   FROM ${pairs} JOIN pg_type t ON t.oid = a.atttypid
   WHERE b.atttypid = a.atttypid AND a.attstorage <> t.typstorage AND b.attstorage = t.typstorage`,
  `SELECT 'the compression of column ' || a.attname,
     ${alter('SET COMPRESSION %s')}, a.attname, CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END)
   FROM ${pairs} WHERE a.attcompression <> '' AND b.attcompression = '' AND b.atttypid = a.atttypid`,
  `SELECT 'the comment on column ' || a.attname, format('COMMENT ON COLUMN %s.%I IS %L', $3::text, a.attname, comment)
   FROM ${pairs} CROSS JOIN col_description(a.attrelid, a.attnum) AS comment
   WHERE comment IS NOT NULL AND col_description(b.attrelid, b.attnum) IS NULL`
])

/** The new table, or the partitions that hold its rows. */
const leaves = `(
    SELECT c.oid, c.reloptions, c.reltoastrelid, c.reltablespace, c.relreplident FROM pg_class c
    WHERE c.oid = $2::oid AND c.relkind = 'r'
      OR c.oid IN (SELECT relid FROM pg_partition_tree($2::oid::regclass) WHERE isleaf AND level > 0))`

const options = (prefix: string, from: string, to: string): string => `
   SELECT 'parameter ${prefix}' || o.option_name,
     format('ALTER TABLE %s SET (${prefix}%I = %L)', l.oid::regclass, o.option_name, o.option_value)
   FROM pg_class c CROSS JOIN pg_options_to_table(${from}) AS o CROSS JOIN ${leaves} AS l
   WHERE c.oid = $1::oid AND NOT EXISTS (SELECT FROM pg_options_to_table(${to}) AS p
     WHERE p.option_name = o.option_name)`

const toast = (owner: string): string => `(SELECT t.reloptions FROM pg_class t WHERE t.oid = ${owner}.reltoastrelid)`

/** What an index covers, and how. */
const shape = (index: string): string =>
  `regexp_replace(substring(pg_get_indexdef(${index}.indexrelid) FROM ' USING .*$'), ' WITH \\([^)]*\\)', '')`

/** An index of the new table that is what one of the old table is. */
const sameIndex = `pg_index i JOIN pg_index j ON j.indrelid = $2::oid AND ${shape('j')} = ${shape('i')}
     AND j.indisunique = i.indisunique JOIN pg_class n ON n.oid = j.indexrelid JOIN pg_class t ON t.oid = j.indrelid
   WHERE i.indrelid = $1::oid AND t.relkind = 'r'`

export const table = list([
  options('', 'c.reloptions', 'l.reloptions'),
  options('toast.', toast('c'), toast('l')),
  `SELECT 'its tablespace', format('ALTER TABLE %s SET TABLESPACE %I', l.oid::regclass, s.spcname)
   FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace CROSS JOIN ${leaves} AS l
   WHERE c.oid = $1::oid AND l.reltablespace = 0`,
  `SELECT 'check ' || k.conname, 'ALTER TABLE ' || $3::text || format(' ADD CONSTRAINT %I ', k.conname)
     || pg_get_constraintdef(k.oid)
   FROM pg_constraint k WHERE k.conrelid = $1::oid AND k.contype = 'c' AND NOT EXISTS (
     SELECT FROM pg_constraint o WHERE o.conrelid = $2::oid AND o.contype = 'c' AND (o.conname = k.conname
       OR regexp_replace(pg_get_constraintdef(o.oid), ' NOT VALID$', '') =
         regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')))`,
  `SELECT 'the comment on check ' || k.conname,
     format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, $3::text, comment)
   FROM pg_constraint k CROSS JOIN obj_description(k.oid, 'pg_constraint') AS comment
   WHERE k.conrelid = $1::oid AND k.contype = 'c' AND comment IS NOT NULL AND NOT EXISTS (
     SELECT FROM pg_constraint o WHERE o.conrelid = $2::oid AND o.contype = 'c' AND (
       o.conname = k.conname AND obj_description(o.oid, 'pg_constraint') IS NOT NULL
       OR o.conname <> k.conname AND pg_get_constraintdef(o.oid) = pg_get_constraintdef(k.oid)))`,
  `SELECT 'its comment', format('COMMENT ON TABLE %s IS %L', $3::text, comment)
   FROM obj_description($1::oid, 'pg_class') AS comment
   WHERE comment IS NOT NULL AND obj_description($2::oid, 'pg_class') IS NULL`,
  `SELECT 'the comment on its type', format('COMMENT ON TYPE %s IS %L', $3::text, comment)
   FROM pg_class c CROSS JOIN obj_description(c.reltype, 'pg_type') AS comment
   WHERE c.oid = $1::oid AND comment IS NOT NULL
     AND (SELECT obj_description(n.reltype, 'pg_type') FROM pg_class n WHERE n.oid = $2::oid) IS NULL`,
  `SELECT 'its replica identity', format('ALTER TABLE %s REPLICA IDENTITY %s', l.oid::regclass,
     CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
   FROM pg_class c CROSS JOIN (SELECT oid, relreplident FROM ${leaves} AS x
     UNION SELECT oid, relreplident FROM pg_class WHERE oid = $2::oid) AS l
   WHERE c.oid = $1::oid AND c.relreplident IN ('f', 'n') AND l.relreplident = 'd'`,
  `SELECT 'its replica identity', 'ALTER TABLE ' || $3::text || format(' REPLICA IDENTITY USING INDEX %I', n.relname)
   FROM ${sameIndex} AND i.indisreplident AND t.relreplident = 'd'`,
  `SELECT 'CLUSTER ON', 'ALTER TABLE ' || $3::text || format(' CLUSTER ON %I', n.relname)
   FROM ${sameIndex} AND i.indisclustered`
])

/** Names of indexes: another primary key is the new table's own wish. */
export const indexes = `
  SELECT coalesce(json_agg(c.relname), '[]') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = $1::oid
    AND NOT (i.indisprimary AND EXISTS (SELECT FROM pg_index j WHERE j.indrelid = $2::oid AND j.indisprimary))
    AND NOT EXISTS (SELECT FROM pg_index j WHERE j.indrelid = $2::oid AND ${shape('j')} = ${shape('i')}
      AND (j.indisunique, j.indisexclusion, j.indimmediate) = (i.indisunique, i.indisexclusion, i.indimmediate))`
