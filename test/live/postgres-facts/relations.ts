/** The relations of a database with their files, and what changed in them. */
import type {Client} from 'pg'
import {postgresLocks, type PostgresLock} from '../../../src/knowledge/effect.js'
import {isTouched, type Observed, type Scanned} from './observation.js'

export interface Relation {
  oid: number
  kind: string
  name: string
  /** Of an index its table, of anything else itself. */
  table: number
  filenode: number
}

/** Everything that has rows or indexes, the server's own left out. */
export const relationsQuery = `SELECT c.oid::int, c.relkind AS kind,
    CASE WHEN nspname = 'public' THEN relname WHEN nspname LIKE 'pg_temp%' THEN 'pg_temp.' || relname ELSE nspname || '.' || relname END AS name,
    coalesce(indrelid, c.oid)::int AS table, coalesce(pg_relation_filenode(c.oid), 0)::int AS filenode
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_index i ON indexrelid = c.oid
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND nspname !~ '^(pg_catalog|pg_toast|information_schema)'`

export async function relationsOf(client: Client): Promise<Relation[]> {
  return (await client.query<Relation>(relationsQuery)).rows
}

/** The strongest lock of each relation. */
export function strongest(rows: ReadonlyArray<{oid: number; mode: string}>): Map<number, PostgresLock> {
  const locks = new Map<number, PostgresLock>()
  for (const {oid, mode} of rows) {
    const lock = modeName(mode)
    const had = locks.get(oid)
    if (!had || postgresLocks.indexOf(lock) > postgresLocks.indexOf(had)) locks.set(oid, lock)
  }
  return locks
}

/** `ShareUpdateExclusiveLock` → `SHARE UPDATE EXCLUSIVE`. */
function modeName(mode: string): PostgresLock {
  const name = mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])([A-Z])/g, ' $1')
    .toUpperCase()
  const lock = postgresLocks.find((one) => one === name)
  if (!lock) throw new Error(`Unexpected lock mode \`${mode}\``)
  return lock
}

/** Put together what was seen of the relations that existed before. */
export function collect(
  before: readonly Relation[],
  locks: ReadonlyMap<number, PostgresLock>,
  after: readonly Relation[],
  scanOf: (oid: number) => Scanned
): Map<string, Observed> {
  const now = new Map(after.map((row) => [row.oid, row]))
  const relations = new Map<string, Observed>()
  for (const {oid, kind, name, filenode} of before) {
    if (kind === 'i' || kind === 'I') continue
    const file = now.get(oid)?.filenode
    const observed: Observed = {
      lock: locks.get(oid),
      scan: scanOf(oid),
      rewrite: file !== undefined && file !== filenode,
      indexes: before
        .filter((index) => index.kind === 'i' && index.table === oid && isRebuilt(index, now))
        .map(bareName)
        .sort(),
      locked: before
        .filter((index) => /[iI]/.test(index.kind) && index.table === oid && isLockedMore(index, locks))
        .map(bareName)
        .sort()
    }
    if (isTouched(observed)) relations.set(name, observed)
  }
  return relations
}

const bareName = ({name}: Relation): string => name.slice(name.lastIndexOf('.') + 1)

/** Then who plans a query of the table waits, although the table's own lock lets them. */
const isLockedMore = ({oid, table}: Relation, locks: ReadonlyMap<number, PostgresLock>): boolean =>
  locks.get(oid) === 'ACCESS EXCLUSIVE' && locks.get(table) !== 'ACCESS EXCLUSIVE'

/** Another file under the same identity, or dropped and made again under the same name with another file. */
function isRebuilt(index: Relation, after: ReadonlyMap<number, Relation>): boolean {
  const same = after.get(index.oid)
  if (same) return same.filenode !== index.filenode
  for (const other of after.values()) {
    if (other.kind === 'i' && other.name === index.name) return other.filenode !== index.filenode
  }
  return false
}
