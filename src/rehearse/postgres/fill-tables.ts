/** What filling has to know of the tables of PostgreSQL, from its catalogs. */
import type {FillCheck, FillKey, FillTable} from '../rows/table.js'
import type {PostgresLink} from './link.js'
import {candidatesFor} from './values.js'

interface TableRow {
  oid: number
  name: string
  source: string
  root: string
  /** Of a partition: what its rows have to meet. */
  bounds: string | null
}

interface ColumnRow {
  table: number
  name: string
  position: number
  type: string
  required: boolean
  has_default: boolean
  automatic: boolean
  base: string
  kind: string
  array: boolean
  labels: string[]
  typmod: number
  domain_checks: string[]
}

interface ConstraintRow {
  table: number
  columns: string[]
  /** Of a check. */
  condition: string | null
  /** Of a foreign key. */
  target: string | null
  target_columns: string[] | null
}

const ofUsers = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND classid = 'pg_class'::regclass AND deptype = 'e')`

/** Rows of a partition are put into its root, which fills what only the root has: identity columns. */
const tablesQuery = `SELECT c.oid::int, CASE n.nspname WHEN 'public' THEN relname ELSE n.nspname || '.' || relname END AS name,
    c.oid::regclass::text AS source, coalesce(pg_partition_root(c.oid), c.oid)::regclass::text AS root,
    CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END AS bounds
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${ofUsers} ORDER BY c.oid`

/** A domain is followed down to its base type, whose checks all hold. */
const columnsQuery = `WITH RECURSIVE bases AS (
    SELECT oid AS type, oid, typtype, typbasetype, -1 AS typmod, false AS required, ARRAY[]::text[] COLLATE "default" AS checks FROM pg_type
    UNION ALL
    SELECT b.type, t.oid, t.typtype, t.typbasetype, d.typtypmod, b.required OR d.typnotnull, b.checks || ARRAY(
        SELECT pg_get_expr(conbin, 0) COLLATE "default" FROM pg_constraint WHERE contypid = d.oid AND contype = 'c')
    FROM bases b JOIN pg_type d ON d.oid = b.oid JOIN pg_type t ON t.oid = d.typbasetype WHERE d.typtype = 'd')
  SELECT a.attrelid::int AS table, a.attname AS name, a.attnum::int AS position, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull OR b.required AS required, a.atthasdef AS has_default,
    a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS automatic,
    coalesce(e.typname, t.typname)::text AS base, coalesce(e.typtype, t.typtype)::text AS kind, e.oid IS NOT NULL AS array,
    ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = coalesce(e.oid, t.oid) ORDER BY enumsortorder) AS labels,
    CASE WHEN a.atttypmod <> -1 THEN a.atttypmod ELSE b.typmod END AS typmod, b.checks AS domain_checks
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN bases b ON b.type = a.atttypid AND b.typtype <> 'd' JOIN pg_type t ON t.oid = b.oid
  LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND ${ofUsers}
  ORDER BY a.attrelid, a.attnum`

/** What a partition has of a key to a partitioned table, beside the key itself, is left out. */
const constraintsQuery = `SELECT k.conrelid::int AS table,
    ARRAY(SELECT attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(num, i)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY i) AS columns,
    CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS condition,
    k.confrelid::regclass::text AS target,
    ARRAY(SELECT attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(num, i)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY i) AS target_columns
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint p ON p.oid = k.conparentid
  WHERE k.contype IN ('c', 'f') AND c.relkind = 'r' AND (p.oid IS NULL OR p.conrelid <> k.conrelid) AND ${ofUsers}
  ORDER BY k.oid`

/** Read all tables that hold rows. */
export async function readFillTables(link: PostgresLink): Promise<FillTable[]> {
  const tables = await link.query<TableRow>(tablesQuery)
  const columns = await link.query<ColumnRow>(columnsQuery)
  const constraints = await link.query<ConstraintRow>(constraintsQuery)
  return tables.map((table) =>
    toTable(
      table,
      columns.filter((column) => column.table === table.oid),
      constraints.filter((constraint) => constraint.table === table.oid)
    )
  )
}

function toTable(
  {bounds, name, root, source}: TableRow,
  columns: ColumnRow[],
  constraints: ConstraintRow[]
): FillTable {
  const named = (condition: string): string[] =>
    columns.filter((column) => mentions(condition, column.name)).map((column) => column.name)
  const checks: FillCheck[] = [
    ...constraints.flatMap(({columns: own, condition}) => (condition === null ? [] : [{columns: own, condition}])),
    ...(bounds === null || bounds === '' ? [] : [{columns: named(bounds), condition: bounds}])
  ]
  const foreignKeys = constraints.flatMap(({columns: own, target, target_columns: targetColumns}): FillKey[] =>
    target === null || target === '-' || targetColumns === null ? [] : [{columns: own, target, targetColumns}]
  )
  return {
    name: source,
    label: name,
    into: root,
    source,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: !column.required,
      hasDefault: column.has_default,
      automatic: column.automatic,
      candidates: candidatesFor(typeOf(column), {
        name: column.name,
        position: column.position,
        conditions: [
          ...column.domain_checks,
          ...checks.filter((check) => check.columns.includes(column.name)).map(({condition}) => condition)
        ]
      })
    })),
    checks,
    foreignKeys
  }
}

/** https://www.postgresql.org/docs/current/catalog-pg-attribute.html: what `atttypmod` means is the type's affair. */
function typeOf({array, base, kind, labels, typmod}: ColumnRow): Parameters<typeof candidatesFor>[0] {
  const given = typmod > 3
  if (base === 'numeric' && given) {
    const packed = typmod - 4
    return {base, array, kind, labels, length: (packed >> 16) & 0xffff, scale: packed & 0x7ff}
  }
  const length = (base === 'varchar' || base === 'bpchar') && given ? typmod - 4 : base === 'name' ? 63 : undefined
  return {base, array, kind, labels, length, scale: 0}
}

function mentions(condition: string, name: string): boolean {
  return (
    condition.includes(`"${name.replaceAll('"', '""')}"`) ||
    new RegExp(`(?<![\\w."'])${name.replaceAll(/\W/g, '\\$&')}(?![\\w"'])`).test(condition)
  )
}

/** A name as SQL. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
