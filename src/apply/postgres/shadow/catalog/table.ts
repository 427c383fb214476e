/** A table's own shape: columns and the keys by which rows can be told apart. */
import type {Connection} from '../../../connection/connection.js'
import type {ObjectName} from '../../../../schema/objects.js'
import {readJson} from './read.js'

export interface TableColumn {
  /** `attnum`: stays with a column through renames. */
  number: number
  name: string
  /** As SQL, with its modifier. */
  type: string
  /** Quoted with its schema; `null`: the type has none. */
  collation: string | null
  notNull: boolean
  /** `s`: stored, `v`: virtual, empty: none. */
  generated: string
  /** `a`: always, `d`: by default, empty: none. */
  identity: string
}

/** Operators come as `OPERATOR(schema.name)`: no search path can make others of them. */
export interface KeyPart {
  /** `attnum`. */
  column: number
  equals: string
  greater: string
  less: string
  atMost: string
}

/** A unique, immediate or deferred, ascending B-tree over columns that are never NULL. */
export interface TableKey {
  index: string
  immediate: boolean
  parts: KeyPart[]
}

export interface TableFacts {
  oid: number
  /** Bare. */
  owner: string
  /** `p`: permanent, `u`: unlogged. */
  persistence: string
  /** Bare; `null`: the default. */
  tablespace: string | null
  /** Bare. */
  accessMethod: string
  columns: TableColumn[]
  /** The primary key first. */
  keys: TableKey[]
}

/** The oid of an ordinary or any other relation; `undefined`: there is none. */
export async function findTable(connection: Connection, {name, schema}: ObjectName): Promise<number | undefined> {
  const [row] = await connection.query<{oid: string}>(
    'SELECT c.oid::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2',
    [schema, name]
  )
  return row && Number(row.oid)
}

/** Read a table; types and collations with their schemas under `withFullNames`. */
export async function readTable(connection: Connection, oid: number): Promise<TableFacts> {
  const facts = await readJson<Omit<TableFacts, 'columns' | 'keys'>>(connection, table, [oid])
  return {
    ...facts,
    columns: await readJson(connection, columns, [oid]),
    keys: await readJson(connection, keys, [oid])
  }
}

const table = `
  SELECT json_build_object('oid', c.oid::bigint, 'owner', pg_get_userbyid(c.relowner), 'persistence', c.relpersistence,
    'tablespace', s.spcname, 'accessMethod', m.amname)
  FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_am m ON m.oid = c.relam
  WHERE c.oid = $1`

const columns = `
  SELECT json_agg(json_build_object('number', a.attnum, 'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'collation', (SELECT quote_ident(n.nspname) || '.' || quote_ident(l.collname)
      FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation),
    'notNull', a.attnotnull, 'generated', a.attgenerated, 'identity', a.attidentity) ORDER BY a.attnum)
  FROM pg_attribute a WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped`

/** https://www.postgresql.org/docs/current/catalog-pg-amop.html: strategies 1, 2, 3 and 5 of a B-tree are `<`, `<=`, `=` and `>`. */
const operator = (strategy: number): string => `(
  SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
  FROM pg_amop p JOIN pg_operator o ON o.oid = p.amopopr JOIN pg_namespace n ON n.oid = o.oprnamespace
  WHERE p.amopfamily = k.opcfamily AND p.amoplefttype = k.opcintype AND p.amoprighttype = k.opcintype
    AND p.amopstrategy = ${String(strategy)})`

const keys = `
  SELECT coalesce(json_agg(json_build_object('index', c.relname, 'immediate', i.indimmediate, 'parts', (
    SELECT json_agg(json_build_object('column', i.indkey[at], 'equals', ${operator(3)},
      'greater', ${operator(5)}, 'less', ${operator(1)}, 'atMost', ${operator(2)}) ORDER BY at)
    FROM generate_series(0, i.indnkeyatts - 1) AS at JOIN pg_opclass k ON k.oid = i.indclass[at]
  )) ORDER BY i.indisprimary DESC, i.indimmediate DESC, i.indnkeyatts, c.relname), '[]')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
  WHERE i.indrelid = $1 AND i.indisunique AND NOT i.indisexclusion AND i.indisvalid AND i.indisready
    AND i.indpred IS NULL AND i.indexprs IS NULL AND m.amname = 'btree'
    AND (SELECT bool_and(a.attnotnull AND i.indoption[at] = 0 AND k.opcdefault
        AND i.indcollation[at] = a.attcollation)
      FROM generate_series(0, i.indnkeyatts - 1) AS at
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[at]
      JOIN pg_opclass k ON k.oid = i.indclass[at])`
