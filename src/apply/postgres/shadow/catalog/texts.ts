/** Queries whose rows are statements of the swap. `$1`: oid of the old table; under `withFullNames`. */

/** Statements in a defined order. */
const list = (parts: readonly string[]): string =>
  `SELECT coalesce(json_agg(sql ORDER BY position, name, part), '[]') FROM (
    ${parts.map((part, index) => `SELECT ${String(index)} AS position, name, part, sql FROM (${part}) AS p${String(index)} (name, part, sql)`).join(' UNION ALL ')}
  ) AS all_parts WHERE sql IS NOT NULL`

/** Whatever has a rule that reads or writes the table: views, for the most part. */
export const views = `
  SELECT coalesce(json_agg(json_build_object('name', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
    'owner', quote_ident(pg_get_userbyid(c.relowner))) ORDER BY c.oid), '[]')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid <> $1 AND c.oid IN (SELECT r.ev_class FROM pg_rewrite r JOIN pg_depend d
    ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1)`

export const partners = `
  SELECT coalesce(json_agg(DISTINCT quote_ident(n.nspname) || '.' || quote_ident(c.relname)), '[]')
  FROM pg_constraint k JOIN pg_class c ON c.oid IN (k.conrelid, k.confrelid) AND c.oid <> $1
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND $1 IN (k.conrelid, k.confrelid)`

/** Whether a column of the new table, `b`, has a sequence of its own, which goes on from that of the old one's. */
const goesOn = `(
  b.attrelid = $2::oid AND EXISTS (SELECT FROM pg_depend e JOIN pg_class m ON m.oid = e.objid AND m.relkind = 'S'
    WHERE e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass
      AND e.refobjid = b.attrelid AND e.refobjsubid = b.attnum AND e.deptype IN ('a', 'i')))`

/** Sequences that a column owns, and the column of the new table that they go to: `$2`. */
const owned = `
  SELECT format('%I.%I', n.nspname, s.relname) AS sequence, (
    SELECT b.attname FROM pg_attribute b
    WHERE b.attrelid = $2::oid AND b.attnum > 0 AND NOT b.attisdropped AND (b.attname = a.attname OR EXISTS (
      SELECT FROM pg_attrdef f JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid
      WHERE f.adrelid = b.attrelid AND f.adnum = b.attnum AND u.refclassid = 'pg_class'::regclass
        AND u.refobjid = s.oid))
    ORDER BY b.attname = a.attname DESC LIMIT 1) AS column_name
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1
    AND d.deptype = 'a'
    AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attname = a.attname AND NOT b.attisdropped AND ${goesOn})`

/**
 * A sequence is in the schema of the table that owns it, so it is let go before that one moves. An identity's stays with
 * its column, and a new one goes on from it: nobody may take a number in between. `OWNER TO` changes nothing here; `LOCK
 * TABLE` takes no sequences.
 */
export const sequences = list([
  `SELECT sequence AS name, 1 AS part, format('ALTER SEQUENCE %s OWNED BY NONE', sequence) AS sql
   FROM (${owned}) AS o WHERE column_name IS NOT NULL`,
  `SELECT s.oid::regclass::text AS name, 1 AS part,
     format('ALTER SEQUENCE %s OWNER TO %I', s.oid::regclass, pg_get_userbyid(s.relowner)) AS sql
   FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1
     AND (d.deptype = 'i' OR d.deptype = 'a' AND EXISTS (SELECT FROM pg_attribute a JOIN pg_attribute b
       ON b.attname = a.attname AND NOT b.attisdropped
       WHERE a.attrelid = $1 AND a.attnum = d.refobjsubid AND ${goesOn}))`
])

/** Parts that the new table has of its own, by kind and name: `$4`, JSON. */
const unsaid = (kind: string, name: string): string =>
  `NOT EXISTS (SELECT FROM json_array_elements_text($4::json) AS said WHERE said = '${kind} ' || ${name})`

/** `$2`: oid of the new table, `$3`: the table's name, `$4`: what it has already. */
export const own = list([
  `SELECT sequence AS name, 1 AS part, format('ALTER SEQUENCE %s OWNED BY %s.%I', sequence, $3::text, column_name) AS sql
   FROM (${owned}) AS o WHERE column_name IS NOT NULL`,
  // From 15 on a sequence is logged or not as its table is: https://www.postgresql.org/docs/15/sql-altersequence.html
  `SELECT sequence AS name, 1 AS part, format('ALTER SEQUENCE %s SET %s', sequence,
     CASE n.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END)
   FROM (${owned}) AS o, pg_class t, pg_class n
   WHERE column_name IS NOT NULL AND t.oid = $1 AND n.oid = $2::oid AND t.relpersistence <> n.relpersistence
     AND current_setting('server_version_num')::int >= 150000`,
  `SELECT tgname AS name, part, CASE part WHEN 1 THEN pg_get_triggerdef(oid)
     WHEN 2 THEN format('ALTER TABLE %s %s TRIGGER %I', $3::text, CASE tgenabled WHEN 'D' THEN 'DISABLE'
       WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END, tgname)
     ELSE format('COMMENT ON TRIGGER %I ON %s IS %L', tgname, $3::text, comment) END AS sql
   FROM pg_trigger, generate_series(1, 3) AS part, obj_description(oid, 'pg_trigger') AS comment
   WHERE tgrelid = $1 AND NOT tgisinternal AND tgname NOT LIKE '!sqlsafe%' AND ${unsaid('trigger', 'tgname')}
     AND (part = 1 OR part = 2 AND tgenabled <> 'O' OR part = 3 AND comment IS NOT NULL)`,
  `SELECT rulename AS name, part, CASE part WHEN 1 THEN pg_get_ruledef(oid)
     WHEN 2 THEN format('ALTER TABLE %s %s RULE %I', $3::text, CASE ev_enabled WHEN 'D' THEN 'DISABLE'
       WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END, rulename)
     ELSE format('COMMENT ON RULE %I ON %s IS %L', rulename, $3::text, comment) END
   FROM pg_rewrite, generate_series(1, 3) AS part, obj_description(oid, 'pg_rewrite') AS comment
   WHERE ev_class = $1 AND ${unsaid('rule', 'rulename')} AND (part = 1 OR part = 2 AND ev_enabled <> 'O' OR part = 3 AND comment IS NOT NULL)`,
  `SELECT polname AS name, part, CASE part WHEN 1 THEN concat(
       format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', polname, $3::text,
         CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
         CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
           ELSE 'ALL' END,
         (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ')
          FROM unnest(polroles) AS r)),
       ' USING (' || pg_get_expr(polqual, polrelid) || ')',
       ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')
     ELSE format('COMMENT ON POLICY %I ON %s IS %L', polname, $3::text, comment) END
   FROM pg_policy, generate_series(1, 2) AS part, obj_description(oid, 'pg_policy') AS comment
   WHERE polrelid = $1 AND ${unsaid('policy', 'polname')} AND (part = 1 OR comment IS NOT NULL)`,
  `SELECT 'row level security' AS name, part, CASE part
     WHEN 1 THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', $3::text)
     ELSE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', $3::text) END
   FROM pg_class, generate_series(1, 2) AS part
   WHERE oid = $1 AND (part = 1 AND relrowsecurity OR part = 2 AND relforcerowsecurity)`
])

/** Sequences of identities: of the old table, and of the new one, `$2`. */
export const identities = `
  SELECT coalesce(json_agg(json_build_object('old', s.oid::regclass::text, 'fresh', m.oid::regclass::text)
    ORDER BY a.attname), '[]')
  FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2::oid AND b.attname = a.attname
  JOIN pg_depend d ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_depend e ON e.refobjid = b.attrelid AND e.refobjsubid = b.attnum
  JOIN pg_class m ON m.oid = e.objid AND m.relkind = 'S'
  WHERE a.attrelid = $1 AND d.deptype IN ('a', 'i') AND e.deptype IN ('a', 'i')
    AND 'pg_class'::regclass = ALL (ARRAY[d.classid, d.refclassid, e.classid, e.refclassid]::regclass[])`

/** Those that the server keeps for the partitions of a table that is referred to come and go with the key itself. */
const tied = "contype = 'f' AND conparentid = 0 AND $1 IN (conrelid, confrelid)"

/**
 * `REFERENCES other` without columns means its primary key, also where another unique index of the same columns was made
 * before.
 */
const definition = `
  CASE WHEN conrelid = $1 AND confrelid <> $1 AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = conindid AND i.indisprimary
      AND array_to_string((i.indkey::int2[])[0:i.indnkeyatts - 1], ' ') = array_to_string(confkey, ' '))
    THEN replace(pg_get_constraintdef(oid), format(' REFERENCES %s(%s)', confrelid::regclass, (
      SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS c (number, place)
      JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = number)), format(' REFERENCES %s', confrelid::regclass))
    ELSE pg_get_constraintdef(oid) END`

/** Foreign keys of the table and to it: `$2` the table's name, `$3` that of the old one; `$4`: only those to it are added. */
export const keys = list([
  `SELECT conname AS name, 1 AS part, format('ALTER TABLE %s DROP CONSTRAINT %I',
     CASE WHEN conrelid = $1 THEN $3::text ELSE conrelid::regclass::text END, conname) AS sql
   FROM pg_constraint WHERE ${tied}`,
  `SELECT conname AS name, part, CASE part WHEN 1 THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s%s',
       relation, conname, ${definition}, CASE WHEN convalidated THEN ' NOT VALID' ELSE '' END)
     ELSE format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, relation, comment) END AS sql
   FROM pg_constraint, generate_series(1, 2) AS part, obj_description(oid, 'pg_constraint') AS comment,
     LATERAL (SELECT CASE WHEN conrelid = $1 THEN $2::text ELSE conrelid::regclass::text END AS relation) AS r
   WHERE ${tied} AND (part = 1 OR comment IS NOT NULL)
     AND NOT ($4::boolean AND conrelid = $1)`
])

/** `$2`: the table's name; `$3`: only those of others. */
export const validate = `
  SELECT coalesce(json_agg(format('ALTER TABLE %s VALIDATE CONSTRAINT %I',
    CASE WHEN conrelid = $1 THEN $2::text ELSE conrelid::regclass::text END, conname) ORDER BY conname), '[]')
  FROM pg_constraint WHERE ${tied} AND convalidated
    AND NOT ($3::boolean AND conrelid = $1)`

/** Row filters and column lists came with 15; `$2` the table's name, `$3` that of the old one. */
export const publications = (serverMajor: number): string => {
  const details =
    serverMajor < 15
      ? "''"
      : `concat((SELECT ' (' || string_agg(quote_ident(a.attname), ', ') || ')' FROM unnest(r.prattrs) AS number
           JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = number),
         ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')`
  return list([
    `SELECT p.pubname AS name, part, CASE part
       WHEN 1 THEN format('ALTER PUBLICATION %I DROP TABLE %s', p.pubname, $3::text)
       ELSE format('ALTER PUBLICATION %I ADD TABLE ONLY %s', p.pubname, $2::text) || ${details} END AS sql
     FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid, generate_series(1, 2) AS part
     WHERE r.prrelid = $1`
  ])
}

const rewrites = `
  SELECT r.oid, r.rulename, c.relkind, c.relname, n.nspname, c.reloptions
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.ev_class <> $1 AND r.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_rewrite'::regclass
    AND (refclassid = 'pg_class'::regclass AND refobjid = $1 OR refclassid = 'pg_constraint'::regclass
      AND refobjid IN (SELECT oid FROM pg_constraint WHERE conrelid = $1)))`

/** Views, rules, policies and functions of others: the same text, read again, means the new table. */
export const others = list([
  `SELECT format('%I.%I', nspname, relname) AS name, 1 AS part, format('CREATE OR REPLACE VIEW %I.%I%s AS %s',
     nspname, relname, (SELECT ' WITH (' || string_agg(format('%I = %L', option_name, option_value), ', ') || ')'
       FROM pg_options_to_table(reloptions)), pg_get_viewdef(format('%I.%I', nspname, relname)::regclass)) AS sql
   FROM (${rewrites}) AS r WHERE relkind = 'v' AND rulename = '_RETURN'`,
  `SELECT rulename AS name, 1 AS part, overlay(pg_get_ruledef(oid) PLACING 'CREATE OR REPLACE' FROM 1 FOR 6) AS sql
   FROM (${rewrites}) AS r WHERE rulename <> '_RETURN'`,
  `SELECT polname AS name, 1 AS part, concat(format('ALTER POLICY %I ON %s', polname, polrelid::regclass),
     ' USING (' || pg_get_expr(polqual, polrelid) || ')', ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')') AS sql
   FROM pg_policy WHERE polrelid <> $1 AND oid IN (SELECT objid FROM pg_depend
     WHERE classid = 'pg_policy'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = $1)`,
  `SELECT proname AS name, 1 AS part, pg_get_functiondef(oid) AS sql
   FROM pg_proc WHERE prosqlbody IS NOT NULL AND oid IN (SELECT objid FROM pg_depend
     WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = $1)`
])
