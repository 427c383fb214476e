/** What a real PostgreSQL does for a statement that refuses to run in a transaction. */
import type {Client} from 'pg'
import type {PostgresLock} from '../../../src/knowledge/effect.js'
import type {Observation} from './observation.js'
import {sqlstateOf} from './observe.js'
import {collect, relationsOf, strongest, type Relation} from './relations.js'

/** Three connections to one database. */
export interface Connections {
  /** Runs the statements. */
  client: Client
  /** Stands in their way. */
  peer: Client
  watcher: Client
}

const peerLocks: readonly PostgresLock[] = [
  'ACCESS SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'ACCESS EXCLUSIVE'
]

/**
 * A peer locks each relation in turn, and the mode that the statement waits for is read; then it runs to
 * its end, for good.
 */
export async function observeOutside(connections: Connections, statement: string): Promise<Observation> {
  const {client} = connections
  const alone = await isRefusedInTransaction(client, statement)
  const before = await relationsOf(client)
  const scansBefore = await countScans(connections)
  const wanted: Array<{oid: number; mode: string}> = []
  for (const relation of before.filter(({kind, name}) => /[rpm]/.test(kind) && !name.startsWith('pg_temp.'))) {
    for (const lock of peerLocks) {
      if (relation.kind === 'm' && lock !== 'ACCESS SHARE') continue
      const {error, rows} = await runAgainst(connections, lockStatement(relation, lock), statement)
      if (error !== undefined) return {relations: new Map(), error}
      wanted.push(...rows)
    }
  }
  const scansAfter = await countScans(connections)
  const after = await relationsOf(client)
  const scanned = (oid: number): boolean => (scansAfter?.get(oid) ?? 0) > (scansBefore?.get(oid) ?? 0)
  return {
    relations: collect(before, strongest(wanted), after, (oid) => (scanned(oid) ? 'scan' : 'none')),
    ...(alone ? {alone} : {}),
    ...(scansAfter === undefined ? {scansUnseen: true} : {})
  }
}

async function isRefusedInTransaction(client: Client, statement: string): Promise<boolean> {
  await client.query('BEGIN')
  try {
    await client.query(statement)
    return false
  } catch (error) {
    return sqlstateOf(error) === '25001'
  } finally {
    await client.query('ROLLBACK')
  }
}

/** Run a statement while a peer holds a lock until it waits for that, or ends. */
async function runAgainst({client, peer, watcher}: Connections, lock: string, statement: string) {
  const pid = (await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
  await peer.query('BEGIN')
  await peer.query(lock)
  const outcome = client.query(statement).then(
    () => undefined,
    (error: unknown) => ({error})
  )
  const rows = await whileWaiting(watcher, pid, outcome)
  await peer.query('ROLLBACK')
  const failed = await outcome
  return {rows, error: failed && sqlstateOf(failed.error)}
}

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

/** A materialized view is locked by a query only, which must not be counted as a scan. */
const lockStatement = ({kind, name}: Relation, lock: PostgresLock): string =>
  kind === 'm'
    ? `SELECT FROM ${quoted(name)} WHERE false`
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

/** Scans of tables since they were made; before PostgreSQL 15 nothing tells when they have been counted. */
async function countScans({client, watcher}: Connections): Promise<Map<number, number> | undefined> {
  const {rows: known} = await client.query<{found: boolean}>(
    `SELECT EXISTS (SELECT FROM pg_proc WHERE proname = 'pg_stat_force_next_flush') AS found`
  )
  if (known[0]?.found !== true) return undefined
  await client.query('SELECT pg_stat_force_next_flush()')
  const {rows} = await watcher.query<{oid: number; scans: string}>(
    'SELECT relid::int AS oid, seq_scan AS scans FROM pg_stat_user_tables'
  )
  return new Map(rows.map(({oid, scans}) => [oid, Number(scans)]))
}
