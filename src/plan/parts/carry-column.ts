/** What hangs on a column by its number, and is no part of it: kept as statements while another column takes its place. */
import type {ObjectName} from '../../schema/objects.js'
import {quoteFullName} from '../../sql/postgres.js'
import {columnGrants} from './column-grants.js'
import {literal} from './sql.js'

/** Statements around those that put another column, with indexes and constraints of its own, under the same names. */
export interface Carried {
  /** First of all. */
  keep: string
  /** When all names are taken. */
  give: string
}

/**
 * The server alone knows what there is. Between the two statements of one transaction it is kept in a setting.
 *
 * @param made Name of the column that takes its place, when its indexes were built.
 * https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
 */
export function carryColumn(table: ObjectName, column: string, made: string): Carried {
  const parts = [...ofColumn(table, column), ofIndexes(made), ofConstraints, ...ofOthers]
  const around = [
    '  WITH it AS (',
    "    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, a.*",
    '    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid',
    `    WHERE c.oid = ${literal(quoteFullName(table))}::regclass AND a.attname = ${literal(column)}`,
    '  ), uses AS (',
    '    SELECT DISTINCT d.classid, d.objid FROM pg_depend d JOIN it ON d.refobjid = it.oid AND d.refobjsubid = it.attnum',
    "    WHERE d.refclassid = 'pg_class'::regclass",
    '  )'
  ]
  return {
    keep: [
      'DO $sqlsafe$',
      'DECLARE',
      '  series text;',
      "  numbers text[] = '{}';",
      '  said text;',
      'BEGIN',
      '  -- Nobody takes a number of the identity from here on.',
      `  FOR series IN ${identity(table, column)} LOOP`,
      "    EXECUTE format('ALTER SEQUENCE %s OWNER TO %I', series,",
      '      (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = series::regclass));',
      "    EXECUTE format('SELECT format(''SELECT setval(%%L, %%s, %%L)'', %L, last_value, is_called) FROM %s',",
      '      series, series) INTO said;',
      '    numbers = numbers || said;',
      '  END LOOP;',
      ...around,
      "  SELECT set_config('sqlsafe.carried', coalesce(json_agg(sql ORDER BY kind, position, name, sql), '[]')::text, true)",
      '  FROM (',
      parts
        .map((part, kind) => `    SELECT ${String(kind)} AS kind, * FROM (${part}) AS p${String(kind)}`)
        .join('\n    UNION ALL\n'),
      `    UNION ALL SELECT ${String(parts.length)}, 0, '', unnest(numbers)`,
      '  ) AS all_parts WHERE sql IS NOT NULL INTO said;',
      // The plan may be run by hand on a server of any version: what an older one lacks is only read there.
      '  -- Before 15 publications know whole tables only.',
      "  IF current_setting('server_version_num')::int >= 150000 THEN",
      ...around,
      "  SELECT set_config('sqlsafe.carried', (current_setting('sqlsafe.carried')::jsonb ||",
      "    coalesce(jsonb_agg(sql ORDER BY position, name), '[]'))::text, true)",
      `  FROM (${publications}) AS p (position, name, sql) INTO said;`,
      '  END IF;',
      '  -- What is in it is never NULL, and the old column has to be.',
      `  IF EXISTS (SELECT FROM pg_index WHERE indrelid = ${literal(quoteFullName(table))}::regclass AND indisreplident) THEN`,
      `    ALTER TABLE ${quoteFullName(table)} REPLICA IDENTITY NOTHING;`,
      '  END IF;',
      'END $sqlsafe$'
    ].join('\n'),
    give: [
      'DO $sqlsafe$',
      'DECLARE one text;',
      'BEGIN',
      "  FOR one IN SELECT json_array_elements_text(current_setting('sqlsafe.carried')::json) LOOP",
      '    EXECUTE one;',
      '  END LOOP;',
      'END $sqlsafe$'
    ].join('\n')
  }
}

/** Full name of the sequence of the column's identity. */
function identity(table: ObjectName, column: string): string {
  return `SELECT format('%I.%I', n.nspname, s.relname)
    FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
      AND d.refobjid = ${literal(quoteFullName(table))}::regclass AND a.attname = ${literal(column)}`
}

/** Each is a query for `position`, `name` and `sql`; `it` is the column, `uses` is what depends on it. */
function ofColumn(table: ObjectName, column: string): string[] {
  return [
    `SELECT 0 AS position, '' AS name, format('COMMENT ON COLUMN %s.%I IS %L', name, attname, comment) AS sql
     FROM it, col_description(oid, attnum) AS comment WHERE comment IS NOT NULL`,
    `SELECT 0, '', format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', name, attname, attstattarget)
     FROM it WHERE attstattarget >= 0`,
    `SELECT 0, '', format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', name, attname,
       (SELECT string_agg(format('%I = %L', option_name, option_value), ', ') FROM pg_options_to_table(attoptions)))
     FROM it WHERE attoptions IS NOT NULL`,
    columnGrants(table, column, column),
    `SELECT 0, provider, format('SECURITY LABEL FOR %I ON COLUMN %s.%I IS %L', provider, name, attname, label)
     FROM it JOIN pg_seclabel l ON l.objoid = it.oid AND l.objsubid = attnum AND l.classoid = 'pg_class'::regclass`,
    ofIdentity(identity(table, column))
  ]
}

/**
 * Bounds that are those of the type are left to the new one.
 *
 * https://www.postgresql.org/docs/current/sql-createsequence.html
 */
const ofIdentity = (own: string): string => `
  SELECT part, '', CASE part
    WHEN 0 THEN concat(format('ALTER SEQUENCE %s INCREMENT %s START %s RESTART %s CACHE %s', own,
        seqincrement, seqstart, seqstart, seqcache),
      CASE WHEN seqcycle THEN ' CYCLE' END,
      CASE WHEN seqmin IN (-32768, -2147483648, -9223372036854775808) THEN ' NO MINVALUE' ELSE ' MINVALUE ' || seqmin END,
      CASE WHEN seqmax IN (32767, 2147483647, 9223372036854775807) THEN ' NO MAXVALUE' ELSE ' MAXVALUE ' || seqmax END)
    WHEN 1 THEN format('COMMENT ON SEQUENCE %s IS ', own) || quote_literal(obj_description(seqrelid, 'pg_class'))
    ELSE (SELECT string_agg(format('GRANT %s ON SEQUENCE %s TO %s%s', acl.privilege_type, own,
        CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
        CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), '; ')
      FROM pg_class s CROSS JOIN LATERAL aclexplode(s.relacl) AS acl
      WHERE s.oid = seqrelid AND acl.grantee <> s.relowner) END
  FROM (${own}) AS i (own) JOIN pg_sequence ON seqrelid = own::regclass, generate_series(0, 2) AS part`

/** An index goes on calling a column what it was called when the index was built, unless it is told, too. */
const ofIndexes = (made: string): string => `
  SELECT part, own, CASE part
     WHEN 0 THEN format('COMMENT ON INDEX %s IS ', own) || quote_literal(obj_description(indexrelid, 'pg_class'))
     WHEN 1 THEN (SELECT string_agg(format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', own, e.attnum,
         e.attstattarget), '; ') FROM pg_attribute e WHERE e.attrelid = indexrelid AND e.attstattarget >= 0)
     WHEN 2 THEN CASE WHEN indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', name, relname) END
     WHEN 3 THEN CASE WHEN indisreplident THEN format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', name, relname) END
     ELSE (SELECT format('ALTER TABLE %s RENAME COLUMN %I TO %I', own, ${literal(made)}, i.attname) FROM pg_attribute e
       WHERE e.attrelid = indexrelid AND e.attname = i.attname AND indkey[e.attnum - 1] = i.number
         AND NOT EXISTS (SELECT FROM pg_attribute o
           WHERE o.attrelid = indexrelid AND o.attnum <> e.attnum AND starts_with(o.attname, i.attname))) END
   FROM (
     SELECT x.*, r.relname, it.name, it.attnum AS number, it.attname, format('%I.%I', n.nspname, r.relname) AS own
     FROM it JOIN pg_index x ON x.indrelid = it.oid JOIN pg_class r ON r.oid = x.indexrelid
     JOIN pg_namespace n ON n.oid = r.relnamespace
     WHERE it.attnum = ANY (x.indkey::int2[]) OR x.indexrelid IN (SELECT objid FROM uses WHERE classid = 'pg_class'::regclass)
   ) AS i, generate_series(0, 4) AS part`

const ofConstraints = `
  SELECT 0, conname, format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, format('%I.%I', n.nspname, r.relname), comment)
   FROM it JOIN pg_constraint k ON k.conrelid = it.oid AND it.attnum = ANY (k.conkey)
     OR k.confrelid = it.oid AND it.attnum = ANY (k.confkey)
   JOIN pg_class r ON r.oid = k.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace,
   obj_description(k.oid, 'pg_constraint') AS comment
   WHERE comment IS NOT NULL`

/** The same text, read again, means the new column. */
const ofOthers = [
  `SELECT part, own, CASE part
     WHEN 0 THEN format('DROP STATISTICS %s', own)
     WHEN 1 THEN pg_get_statisticsobjdef(oid)
     WHEN 2 THEN CASE WHEN stxstattarget >= 0 THEN format('ALTER STATISTICS %s SET STATISTICS %s', own, stxstattarget) END
     WHEN 3 THEN format('COMMENT ON STATISTICS %s IS ', own) || quote_literal(obj_description(oid, 'pg_statistic_ext'))
     ELSE CASE WHEN stxowner <> current_user::regrole THEN format('ALTER STATISTICS %s OWNER TO %I', own, pg_get_userbyid(stxowner)) END END
   FROM (SELECT s.*, format('%I.%I', n.nspname, s.stxname) AS own FROM uses u
     JOIN pg_statistic_ext s ON u.classid = 'pg_statistic_ext'::regclass AND s.oid = u.objid
     JOIN pg_namespace n ON n.oid = s.stxnamespace) AS s, generate_series(0, 4) AS part`,
  `SELECT DISTINCT 0, polname::text, concat(format('ALTER POLICY %I ON %s', polname, polrelid::regclass),
     ' USING (' || pg_get_expr(polqual, polrelid) || ')', ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')
   FROM uses u JOIN pg_policy ON u.classid = 'pg_policy'::regclass AND oid = u.objid`,
  `SELECT part, tgname::text, CASE part
     WHEN 0 THEN format('DROP TRIGGER %I ON %s', tgname, name)
     WHEN 1 THEN pg_get_triggerdef(oid)
     WHEN 2 THEN CASE WHEN tgenabled <> 'O' THEN format('ALTER TABLE %s %s TRIGGER %I', name, CASE tgenabled
       WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, tgname) END
     ELSE format('COMMENT ON TRIGGER %I ON %s IS ', tgname, name) || quote_literal(obj_description(oid, 'pg_trigger')) END
   FROM (SELECT DISTINCT t.oid, t.tgname, t.tgenabled, it.name FROM it, uses u
     JOIN pg_trigger t ON u.classid = 'pg_trigger'::regclass AND t.oid = u.objid AND NOT t.tgisinternal) AS t,
   generate_series(0, 3) AS part`
]

const publications = `
  SELECT part, pubname::text, CASE part
    WHEN 0 THEN format('ALTER PUBLICATION %I DROP TABLE %s', pubname, name)
    ELSE concat(format('ALTER PUBLICATION %I ADD TABLE ONLY %s', pubname, name), columns,
      ' WHERE (' || pg_get_expr(prqual, prrelid) || ')') END
  FROM (SELECT DISTINCT ON (r.oid) r.oid, p.pubname, it.name, r.prqual, r.prrelid,
      (SELECT ' (' || string_agg(quote_ident(b.attname), ', ') || ')' FROM unnest(r.prattrs) AS number
       JOIN pg_attribute b ON b.attrelid = r.prrelid AND b.attnum = number) AS columns
    FROM it, uses u JOIN pg_publication_rel r ON u.classid = 'pg_publication_rel'::regclass AND r.oid = u.objid
    JOIN pg_publication p ON p.oid = r.prpubid) AS r, generate_series(0, 1) AS part`
