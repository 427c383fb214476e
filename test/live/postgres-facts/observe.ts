/** What a real PostgreSQL does for a statement in a transaction, by asking it. */
import type {Client} from 'pg'
import type {PostgresLock} from '../../../src/knowledge/effect.js'
import type {Observation, Scanned} from './observation.js'
import {collect, relationsOf, strongest, type Relation} from './relations.js'

/** One run, rolled back. */
interface Run {
  locks: ReadonlyMap<number, PostgresLock>
  /** Tables and indexes that were read, with how often. */
  scans: ReadonlyMap<number, number>
  after: readonly Relation[]
}

/** Settings that leave a planner one way only. */
const withoutIndexes =
  'SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off'
const withoutScans = 'SET LOCAL enable_seqscan = off'

/**
 * Run a statement in a transaction, look at what it took and did, and roll it back. Where it read a table
 * through an index, or one that has an index, it runs again with the other way forbidden: so a scan that
 * has to be is told from one that the planner chose.
 */
export async function observe(client: Client, statement: string): Promise<Observation> {
  const before = await relationsOf(client)
  const run = await runOnce(client, statement, before, '')
  if (typeof run === 'string') return {relations: new Map(), error: run}

  const others: Run[] = []
  const ask = async (settings: string): Promise<void> => {
    const other = await runOnce(client, statement, before, settings)
    if (typeof other === 'string') throw new Error(`Unexpected ${other} of a second run of ${statement}`)
    others.push(other)
  }
  const indexes = before.filter(({kind}) => kind === 'i')
  if (indexes.some(({oid}) => run.scans.has(oid))) await ask(withoutIndexes)
  if (indexes.some(({table}) => run.scans.has(table))) await ask(withoutScans)
  return {relations: collect(before, run.locks, run.after, (oid) => scanned(oid, run, others))}
}

function scanned(oid: number, run: Run, others: readonly Run[]): Scanned {
  const first = run.scans.has(oid)
  if (others.every(({scans}) => scans.has(oid) === first)) return first ? 'scan' : 'none'
  return first ? 'scan or index' : 'index or scan'
}

/** @returns The SQLSTATE where the server refuses it. */
async function runOnce(
  client: Client,
  statement: string,
  before: readonly Relation[],
  settings: string
): Promise<Run | string> {
  const oids = before.map(({oid}) => oid)
  // What a foreign key does keeps its plan over the runs, and a plan that is kept does not hear of settings.
  await client.query('DISCARD PLANS')
  await client.query('BEGIN')
  try {
    if (settings !== '') await client.query(settings)
    const scansBefore = await countScans(client, oids)
    await client.query(statement)
    const locks = await locksOf(client)
    // TRUNCATE gives a new empty file: nothing is read and nothing written anew.
    if (/^truncate/i.test(statement)) return {locks, scans: new Map(), after: before}
    const scans = [...(await countScans(client, oids))].filter(([oid, count]) => count > (scansBefore.get(oid) ?? 0))
    return {locks, scans: new Map(scans), after: await relationsOf(client)}
  } catch (error) {
    return sqlstateOf(error)
  } finally {
    await client.query('ROLLBACK')
  }
}

/** The SQLSTATE of a server's error; anything else is thrown again. */
export function sqlstateOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) {
    return error.code
  }
  throw error
}

async function countScans(client: Client, oids: readonly number[]): Promise<Map<number, number>> {
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
