/** What a real PostgreSQL does for a statement that refuses to run in a transaction. */
import type {Client} from 'pg'
import {postgresLocks, type PostgresLock} from '../../../src/knowledge/effect.js'
import type {Observation, Observed} from './observation.js'
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

/** Which of them a relation of each kind is locked with: locking a view locks its tables as well. */
const locksOf = (kind: string): readonly PostgresLock[] =>
  kind === 'm' ? ['ACCESS SHARE'] : kind === 'v' ? ['SHARE UPDATE EXCLUSIVE', 'ACCESS EXCLUSIVE'] : peerLocks

/**
 * A peer locks each relation in turn, and the mode that the statement waits for is read; then it runs to
 * its end, for good.
 *
 * @param restore Makes the schema anew, for a statement that cannot run twice.
 */
export async function observeOutside(
  connections: Connections,
  statement: string,
  restore: () => Promise<void>
): Promise<Observation> {
  const {client} = connections
  const alone = await isRefusedInTransaction(client, statement)
  const runs: OutsideRun[] = []
  for (const {kind, name} of await relationsOf(client)) {
    if (!/[rpmv]/.test(kind) || name.startsWith('pg_temp.')) continue
    for (const lock of locksOf(kind)) {
      let run = await runAgainst(connections, name, lock, statement)
      if (typeof run === 'string' && runs.length > 0) {
        await restore()
        run = await runAgainst(connections, name, lock, statement)
      }
      if (typeof run === 'string') return {relations: new Map(), error: run}
      runs.push(run)
    }
  }
  return {
    relations: together(runs.map(({relations}) => relations)),
    ...(alone ? {alone} : {}),
    ...(runs.some(({scansUnseen}) => scansUnseen) ? {scansUnseen: true} : {})
  }
}

/** What was seen of each relation in any run. */
function together(runs: ReadonlyArray<ReadonlyMap<string, Observed>>): Map<string, Observed> {
  const relations = new Map<string, Observed>()
  for (const [name, observed] of runs.flatMap((run) => [...run])) {
    const had = relations.get(name)
    relations.set(
      name,
      had === undefined
        ? {...observed, locked: []}
        : {
            lock: [...postgresLocks].reverse().find((lock) => lock === had.lock || lock === observed.lock),
            scan: had.scan === 'none' ? observed.scan : had.scan,
            rewrite: had.rewrite || observed.rewrite,
            indexes: [...new Set([...had.indexes, ...observed.indexes])].sort(),
            locked: []
          }
    )
  }
  return relations
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

interface OutsideRun {
  relations: Map<string, Observed>
  scansUnseen: boolean
}

/**
 * Run a statement while a peer holds a lock until it waits for that, or ends.
 *
 * @returns The SQLSTATE where the server refuses it.
 */
async function runAgainst(
  connections: Connections,
  name: string,
  lock: PostgresLock,
  statement: string
): Promise<OutsideRun | string> {
  const {client, peer, watcher} = connections
  const before = await relationsOf(client)
  const relation = before.find((one) => one.name === name)
  if (!relation) return 'gone'
  const scansBefore = await countScans(connections)
  const pid = (await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
  await peer.query('BEGIN')
  await peer.query(lockStatement(relation, lock))
  const outcome = client.query(statement).then(
    () => undefined,
    (error: unknown) => ({error})
  )
  const locks = await whileWaiting(watcher, pid, outcome)
  await peer.query('ROLLBACK')
  const failed = await outcome
  if (failed) return sqlstateOf(failed.error)
  const scansAfter = await countScans(connections)
  const scanned = (oid: number): boolean => (scansAfter?.get(oid) ?? 0) > (scansBefore?.get(oid) ?? 0)
  const after = await relationsOf(client)
  return {
    relations: collect(before, strongest(locks), after, (oid) => (scanned(oid) ? 'scan' : 'none')),
    scansUnseen: scansAfter === undefined
  }
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
  const seen: Array<{oid: number; mode: string}> = []
  for (let isWaiting = false; !isWaiting && !state.done;) {
    const {rows} = await watcher.query<{oid: number | null; mode: string; waits: boolean}>(waitingQuery, [pid])
    seen.push(...rows.flatMap(({mode, oid}) => (oid === null ? [] : [{mode, oid}])))
    isWaiting = rows.some(({waits}) => waits)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return seen
}

/** The server's own relations are locked for a moment only, and by everybody. */
const waitingQuery = `SELECT relation::int AS oid, mode, waits
  FROM (SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND NOT granted AND (relation IS NULL OR relation::int >= 16384)) AS waits) w
  LEFT JOIN pg_locks ON pid = $1 AND locktype = 'relation'`

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
