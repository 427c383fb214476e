/** What hangs on a table by its oid, and would stay with the old one: made again in the swap, or a reason to refuse. */
import type {Connection} from '../../../connection/connection.js'
import {readJson} from './read.js'

export interface Dependent {
  /** `view`, `rule`, `policy`, `function` can follow to the new table; `own`: part of the table; `other` cannot. */
  kind: 'view' | 'rule' | 'policy' | 'function' | 'own' | 'other'
  oid: number
  /** As the server calls it. */
  description: string
  /** Columns of the table that it uses, by number. */
  columns: number[]
  /** The session may replace it. */
  mine: boolean
}

/** Everything that depends on a table, its row type, its constraints, indexes and identity sequences. */
export function readDependents(connection: Connection, oid: number): Promise<Dependent[]> {
  return readJson(connection, dependents, [oid])
}

/**
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html. A function with a body of SQL (`BEGIN ATOMIC`) can be
 * replaced; one that takes or returns the row type cannot.
 */
const dependents = `
  WITH part AS (
    SELECT 'pg_class'::regclass AS class, c.oid, 'table' AS what FROM pg_class c WHERE c.oid = $1
    UNION ALL SELECT 'pg_type'::regclass, c.reltype, 'type' FROM pg_class c WHERE c.oid = $1
    UNION ALL SELECT 'pg_type'::regclass, t.typarray, 'type'
      FROM pg_class c JOIN pg_type t ON t.oid = c.reltype WHERE c.oid = $1
    UNION ALL SELECT 'pg_constraint'::regclass, k.oid, 'constraint' FROM pg_constraint k WHERE k.conrelid = $1
    UNION ALL SELECT 'pg_class'::regclass, i.indexrelid, 'index' FROM pg_index i WHERE i.indrelid = $1
    UNION ALL SELECT 'pg_class'::regclass, s.oid, 'sequence'
      FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1
        AND d.deptype = 'i'
  ), used AS (
    SELECT d.classid, d.objid, bool_or(p.what = 'type') AS by_type, bool_or(p.what = 'sequence') AS by_sequence,
      array_agg(DISTINCT d.refobjsubid) FILTER (WHERE p.what = 'table' AND d.refobjsubid > 0) AS columns
    FROM pg_depend d JOIN part p ON p.class = d.refclassid AND p.oid = d.refobjid
    WHERE NOT EXISTS (SELECT FROM part o WHERE o.class = d.classid AND o.oid = d.objid)
    GROUP BY d.classid, d.objid
  ), sorted AS (
    SELECT u.*, r.ev_class, v.relkind, coalesce(v.relowner, f.proowner, w.relowner) AS owner, CASE
      WHEN d.oid IS NOT NULL OR t.oid IS NOT NULL OR l.polrelid = $1 OR r.ev_class = $1 OR s.oid IS NOT NULL
        OR b.oid IS NOT NULL OR k.contype = 'f' OR c.relkind IN ('t', 'S') THEN 'own'
      WHEN by_type OR by_sequence THEN 'other'
      WHEN v.relkind = 'v' AND r.rulename = '_RETURN' THEN 'view'
      WHEN v.relkind IN ('r', 'p', 'v') THEN 'rule'
      WHEN l.oid IS NOT NULL THEN 'policy'
      WHEN f.prosqlbody IS NOT NULL THEN 'function'
      ELSE 'other' END AS kind
    FROM used u
    LEFT JOIN pg_attrdef d ON u.classid = 'pg_attrdef'::regclass AND d.oid = u.objid AND d.adrelid = $1
    LEFT JOIN pg_trigger t ON u.classid = 'pg_trigger'::regclass AND t.oid = u.objid
      AND (t.tgrelid = $1 OR t.tgisinternal)
    LEFT JOIN pg_policy l ON u.classid = 'pg_policy'::regclass AND l.oid = u.objid
    LEFT JOIN pg_class w ON w.oid = l.polrelid
    LEFT JOIN pg_rewrite r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
    LEFT JOIN pg_class v ON v.oid = r.ev_class
    LEFT JOIN pg_statistic_ext s ON u.classid = 'pg_statistic_ext'::regclass AND s.oid = u.objid AND s.stxrelid = $1
    LEFT JOIN pg_publication_rel b ON u.classid = 'pg_publication_rel'::regclass AND b.oid = u.objid
    LEFT JOIN pg_constraint k ON u.classid = 'pg_constraint'::regclass AND k.oid = u.objid
    LEFT JOIN pg_class c ON u.classid = 'pg_class'::regclass AND c.oid = u.objid
    LEFT JOIN pg_proc f ON u.classid = 'pg_proc'::regclass AND f.oid = u.objid
  )
  SELECT coalesce(json_agg(json_build_object('kind', kind, 'oid', objid::bigint,
    'description', CASE WHEN kind = 'view' THEN 'view ' || ev_class::regclass
      WHEN relkind = 'm' THEN 'materialized view ' || ev_class::regclass
      ELSE pg_describe_object(classid, objid, 0) END,
    'columns', coalesce(to_json(columns), '[]'),
    'mine', owner IS NULL OR pg_has_role(owner, 'USAGE')) ORDER BY objid), '[]')
  FROM sorted`
