/** What a real PostgreSQL does for a statement, by asking it. */
import type {Client} from 'pg'
import {postgresLocks, type PostgresLock} from '../../../src/knowledge/effect.js'

/** What happened to one relation that existed before. */
export interface Observed {
  lock: PostgresLock | undefined
  scan: boolean
  rewrite: boolean
  indexes: string[]
}

export interface Observation {
  relations: Map<string, Observed>
  /** SQLSTATE and message where the server refused. */
  error?: {code: string; message: string}
}

interface Relation {
  oid: number
  kind: string
  name: string
  table: number
  filenode: number
}

const relationsQuery = `SELECT c.oid::int, c.relkind AS kind,
    CASE WHEN nspname = 'public' THEN relname WHEN nspname LIKE 'pg_temp%' THEN 'pg_temp.' || relname ELSE nspname || '.' || relname END AS name,
    coalesce(indrelid, c.oid)::int AS table, coalesce(pg_relation_filenode(c.oid), 0)::int AS filenode
  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_index i ON indexrelid = c.oid
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND nspname !~ '^(pg_catalog|pg_toast|information_schema)'`

/** Run a statement in a transaction, look at what it took and did, and roll it back. */
export async function observe(client: Client, statement: string): Promise<Observation> {
  const before = (await client.query<Relation>(relationsQuery)).rows
  const oids = before.map(({oid}) => oid)
  await client.query('BEGIN')
  try {
    const scansBefore = await scans(client, oids)
    await client.query(statement)
    const held = await locksOf(client)
    const scansAfter = await scans(client, oids)
    // TRUNCATE gives a new empty file: nothing is read and nothing written anew.
    const looked = /^truncate/i.test(statement) ? before : (await client.query<Relation>(relationsQuery)).rows
    const after = new Map(looked.map((row) => [row.oid, row]))
    const scanned = (oid: number): boolean =>
      looked !== before && (scansAfter.get(oid) ?? 0) > (scansBefore.get(oid) ?? 0)
    return {relations: collect(before, held, after, scanned)}
  } catch (error) {
    if (isDatabaseError(error)) return {relations: new Map(), error: {code: error.code, message: error.message}}
    throw error
  } finally {
    await client.query('ROLLBACK')
  }
}

function isDatabaseError(error: unknown): error is {code: string; message: string} {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
}

async function scans(client: Client, oids: number[]): Promise<Map<number, number>> {
  const {rows} = await client.query<{oid: number; scans: string}>(
    'SELECT oid::int, pg_stat_get_xact_numscans(oid) AS scans FROM unnest($1::oid[]) AS oid',
    [oids]
  )
  return new Map(rows.map(({oid, scans}) => [oid, Number(scans)]))
}

async function locksOf(client: Client): Promise<Map<number, PostgresLock>> {
  const {rows} = await client.query<{oid: number; mode: string}>(
    `SELECT relation::int AS oid, mode FROM pg_locks WHERE locktype = 'relation' AND pid = pg_backend_pid()`
  )
  return strongest(rows)
}

function strongest(rows: ReadonlyArray<{oid: number; mode: string}>): Map<number, PostgresLock> {
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

function collect(
  before: readonly Relation[],
  held: ReadonlyMap<number, PostgresLock>,
  after: ReadonlyMap<number, Relation>,
  scanned: (oid: number) => boolean
): Map<string, Observed> {
  const relations = new Map<string, Observed>()
  for (const {oid, kind, name, filenode} of before) {
    if (kind === 'i' || kind === 'I') continue
    const now = after.get(oid)
    const observed: Observed = {
      lock: held.get(oid),
      scan: scanned(oid),
      rewrite: now !== undefined && now.filenode !== filenode,
      indexes: before
        .filter((index) => index.kind === 'i' && index.table === oid && isRebuilt(index, after))
        .map(bareName)
    }
    if (observed.lock || observed.scan || observed.rewrite || observed.indexes.length > 0) relations.set(name, observed)
  }
  return relations
}

const bareName = ({name}: Relation): string => name.slice(name.lastIndexOf('.') + 1)

/** Another file under the same identity, or dropped and made again under the same name with another file. */
function isRebuilt(index: Relation, after: ReadonlyMap<number, Relation>): boolean {
  const same = after.get(index.oid)
  if (same) return same.filenode !== index.filenode
  for (const other of after.values()) {
    if (other.kind === 'i' && other.name === index.name) return other.filenode !== index.filenode
  }
  return false
}

const peerLocks: readonly PostgresLock[] = [
  'ACCESS SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'ACCESS EXCLUSIVE'
]

/**
 * Look at a statement that refuses to run in a transaction: a peer locks each relation in turn, and the
 * mode that the statement waits for is read; then it runs to its end, for good.
 */
export async function observeOutside(client: Client, peer: Client, watcher: Client, statement: string) {
  const before = (await client.query<Relation>(relationsQuery)).rows
  const pid = (await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
  const wanted: Array<{oid: number; mode: string}> = []
  for (const relation of before.filter(({kind, name}) => /[rpm]/.test(kind) && !name.startsWith('pg_temp.'))) {
    for (const lock of peerLocks) {
      if (relation.kind === 'm' && lock !== 'ACCESS SHARE') continue
      await peer.query('BEGIN')
      await peer.query(lockStatement(relation, lock))
      const outcome = client.query(statement).then(
        () => undefined,
        (error: unknown) => error
      )
      wanted.push(...(await whileWaiting(watcher, pid, outcome)))
      await peer.query('ROLLBACK')
      const failed = await outcome
      if (isDatabaseError(failed))
        return {relations: new Map<string, Observed>(), error: {code: failed.code, message: failed.message}}
    }
  }
  const after = new Map((await client.query<Relation>(relationsQuery)).rows.map((row) => [row.oid, row]))
  return {relations: collect(before, strongest(wanted), after, () => false)}
}

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

const lockStatement = ({kind, name}: Relation, lock: PostgresLock): string =>
  kind === 'm'
    ? `SELECT FROM ${quoted(name)} LIMIT 1`
    : `LOCK TABLE ${kind === 'p' ? 'ONLY ' : ''}${quoted(name)} IN ${lock} MODE`

/** Locks held and asked for at the moment when the statement stands still, or until it ends. */
async function whileWaiting(watcher: Client, pid: number, outcome: Promise<unknown>) {
  const state = {done: false}
  void outcome.then(() => {
    state.done = true
  })
  let seen: Array<{oid: number; mode: string}> = []
  for (let look = 0; look < 500 && !state.done; look++) {
    const {rows} = await watcher.query<{oid: number; mode: string; waits: boolean}>(
      `SELECT relation::int AS oid, mode, EXISTS (SELECT FROM pg_locks w WHERE w.pid = $1 AND NOT granted) AS waits
       FROM pg_locks WHERE pid = $1 AND locktype = 'relation'`,
      [pid]
    )
    if (rows.length > 0) seen = [...seen, ...rows]
    if (rows.some(({waits}) => waits)) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return seen
}
