/** What a real PostgreSQL did, by asking it: its locks, its counts of scans, the files of its relations. */
import {strongerLock} from '../../knowledge/blocks.js'
import {postgresLocks} from '../../knowledge/effect.js'
import type {PostgresLock} from '../../knowledge/effect.js'
import type {PostgresLink} from './link.js'

/** A relation or an index as it stands in `pg_class`. */
export interface Relation {
  oid: number
  kind: string
  /** As effects name it: without the schema `public`. */
  name: string
  /** Of an index: the table's; else its own. */
  table: number
  /** 0: it has none. */
  filenode: number
  /** Something is stored in it. */
  filled: boolean
}

type Query = Pick<PostgresLink, 'query'>

const relationsQuery = `SELECT c.oid::int, c.relkind AS kind,
    CASE WHEN nspname = 'public' THEN relname
      WHEN nspname LIKE 'pg_temp%' THEN 'pg_temp.' || relname ELSE nspname || '.' || relname END AS name,
    coalesce(indrelid, c.oid)::int AS table, coalesce(pg_relation_filenode(c.oid), 0)::int AS filenode,
    relkind IN ('r', 'm') AND pg_relation_size(c.oid) > 0 AS filled
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_index i ON indexrelid = c.oid
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND nspname !~ '^(pg_catalog|pg_toast|information_schema)'`

/** All relations and indexes of users. */
export async function relationsOf(link: Query): Promise<Relation[]> {
  return link.query<Relation>(relationsQuery)
}

/** How often the transaction has scanned each relation so far: in full, or by index. */
export async function scansOf(link: Query, oids: readonly number[]): Promise<Map<number, number>> {
  const rows = await link.query<{oid: number; scans: string}>(
    `SELECT oid::int, pg_stat_get_xact_numscans(oid) AS scans FROM unnest('{${oids.join()}}'::oid[]) AS oid`
  )
  return new Map(rows.map(({oid, scans}) => [oid, Number(scans)]))
}

/** The locks that a session has, and which it waits for: its own, or that of another. */
export async function locksOf(link: Query, pid?: number): Promise<Map<number, ReadonlySet<PostgresLock>>> {
  const rows = await link.query<{oid: number; mode: string}>(
    `SELECT relation::int AS oid, mode FROM pg_locks
     WHERE locktype = 'relation' AND pid = ${pid === undefined ? 'pg_backend_pid()' : String(pid)}`
  )
  const locks = new Map<number, Set<PostgresLock>>()
  for (const {mode, oid} of rows) locks.set(oid, (locks.get(oid) ?? new Set()).add(lockOfMode(mode)))
  return locks
}

/** The strongest of several locks. */
export function strongestOf(locks: Iterable<PostgresLock>): PostgresLock | undefined {
  let strongest: PostgresLock | undefined
  for (const lock of locks) strongest = strongerLock(strongest, lock)
  return strongest
}

/** `ShareUpdateExclusiveLock` → `SHARE UPDATE EXCLUSIVE`. */
export function lockOfMode(mode: string): PostgresLock {
  const name = mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])([A-Z])/g, ' $1')
    .toUpperCase()
  const lock = postgresLocks.find((one) => one === name)
  if (!lock) throw new TypeError(`Unexpected lock mode \`${mode}\``)
  return lock
}

/** Whether a relation has other files than before. */
export function isRewritten({filenode, oid}: Relation, after: ReadonlyMap<number, Relation>): boolean {
  const now = after.get(oid)
  return now !== undefined && now.filenode !== filenode
}

/** Names of the indexes of a table that were built anew. */
export function rebuiltIndexes(
  table: Relation,
  before: readonly Relation[],
  after: ReadonlyMap<number, Relation>
): string[] {
  return before
    .filter((index) => index.kind === 'i' && index.table === table.oid && isRebuilt(index, after))
    .map(({name}) => name.slice(name.lastIndexOf('.') + 1))
}

/** Another file under the same identity, or dropped and made again under the same name with another file. */
function isRebuilt(index: Relation, after: ReadonlyMap<number, Relation>): boolean {
  const same = after.get(index.oid)
  if (same) return same.filenode !== index.filenode
  for (const other of after.values()) {
    if (other.kind === 'i' && other.name === index.name) return other.filenode !== index.filenode
  }
  return false
}
