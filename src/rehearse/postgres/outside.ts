/** Looking at a statement that refuses a transaction: peers stand in its way, and its locks are read while it waits. */
import type {PostgresLock} from '../../knowledge/effect.js'
import type {ServerError} from '../rehearsal.js'
import {toServerError} from '../engine.js'
import type {PostgresLink} from './link.js'
import {locksOf} from './observe.js'
import type {Relation} from './observe.js'

/** What such a statement was seen to do. */
export interface Outside {
  /** Held or waited for at any time, by the oid of the relation; what came and went unseen is not in it. */
  locks: Map<number, Set<PostgresLock>>
  error: ServerError | undefined
  milliseconds: number
}

/** How often a statement that waits for the last peer is made to wait again, further on. */
const rounds = 5
const pauseMs = 2

/**
 * Run a statement while two peers hold locks on the relations that it is expected to touch: one that stops
 * all changes of a schema, and one that stops nothing but ACCESS EXCLUSIVE. Each is given up when the
 * statement is seen to wait for it.
 */
export async function observeOutside(
  session: PostgresLink,
  connect: () => Promise<PostgresLink>,
  targets: readonly Relation[],
  sql: string
): Promise<Outside> {
  const [own] = await session.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
  const pid = own?.pid ?? 0
  const peers = await Promise.all([connect(), connect(), connect()])
  const [first, last, watcher] = peers
  try {
    await stand(first, targets, 'SHARE UPDATE EXCLUSIVE')
    await stand(last, targets, 'ACCESS SHARE')
    const locks = new Map<number, Set<PostgresLock>>()
    const begun = performance.now()
    const run = start(session, sql)
    let left = rounds + 1
    while (!run.done) {
      const waits = await look(watcher, pid, locks)
      if (waits && left > rounds) await first.query('ROLLBACK')
      else if (waits && left > 0) await standAgain(last, targets, left > 1)
      if (waits) left--
      else await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    return {locks, error: run.error, milliseconds: performance.now() - begun}
  } finally {
    await Promise.all(peers.map((peer) => peer.end()))
  }
}

interface Run {
  done: boolean
  error: ServerError | undefined
}

function start(session: PostgresLink, sql: string): Run {
  const run: Run = {done: false, error: undefined}
  session.query(sql).then(
    () => {
      run.done = true
    },
    (error: unknown) => {
      run.error = toServerError(error) ?? {code: 'unknown', message: String(error)}
      run.done = true
    }
  )
  return run
}

async function look(watcher: PostgresLink, pid: number, locks: Map<number, Set<PostgresLock>>): Promise<boolean> {
  for (const [oid, modes] of await locksOf(watcher, pid)) {
    locks.set(oid, new Set([...(locks.get(oid) ?? []), ...modes]))
  }
  const [row] = await watcher.query<{waits: boolean}>(
    `SELECT EXISTS (SELECT FROM pg_locks WHERE pid = ${pid} AND NOT granted) AS waits`
  )
  return row?.waits === true
}

async function stand(peer: PostgresLink, targets: readonly Relation[], lock: PostgresLock): Promise<void> {
  await peer.query("BEGIN; SET LOCAL lock_timeout = '1s'")
  for (const {kind, name} of targets) {
    // LOCK TABLE takes no materialized views.
    if (kind === 'r' || kind === 'p') await peer.query(`LOCK TABLE ONLY ${quoteName(name)} IN ${lock} MODE`)
    else if (kind === 'm' && lock === 'ACCESS SHARE') await peer.query(`SELECT FROM ${quoteName(name)} LIMIT 0`)
  }
}

/** What waits for the end of the peer's transaction goes on, and meets it again at its next lock. */
async function standAgain(peer: PostgresLink, targets: readonly Relation[], again: boolean): Promise<void> {
  await peer.query('ROLLBACK')
  if (!again) return
  try {
    await stand(peer, targets, 'ACCESS SHARE')
  } catch (error) {
    // The statement has its locks already, or has dropped the relation.
    if (toServerError(error) === undefined) throw error
    await peer.query('ROLLBACK')
  }
}

function quoteName(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
}
