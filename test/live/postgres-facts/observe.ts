/** What a real PostgreSQL does for a statement in a transaction, by asking it. */
import type {Client, QueryResult} from 'pg'
import type {PostgresLock} from '../../../src/knowledge/effect.js'
import type {Observation, Scanned} from './observation.js'
import {collect, relationsQuery, strongest, type Relation} from './relations.js'

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
 *
 * @param before The relations of the database.
 */
export async function observe(client: Client, statement: string, before: readonly Relation[]): Promise<Observation> {
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
  const counting = countScans(before)
  try {
    // What a foreign key does keeps its plan over the runs, and a plan that is kept does not hear of settings.
    const scansBefore = scansOf((await askAtOnce(client, ['DISCARD PLANS', 'BEGIN', settings, counting])).at(-1))
    await client.query(statement)
    const [locks, scansAfter, after] = await askAtOnce(client, [ownLocks, counting, relationsQuery])
    const held = strongest((locks?.rows ?? []) as LockRow[])
    // TRUNCATE gives a new empty file: nothing is read and nothing written anew.
    if (/^truncate/i.test(statement)) return {locks: held, scans: new Map(), after: before}
    const scans = [...scansOf(scansAfter)].filter(([oid, count]) => count > (scansBefore.get(oid) ?? 0))
    return {locks: held, scans: new Map(scans), after: (after?.rows ?? []) as Relation[]}
  } catch (error) {
    return sqlstateOf(error)
  } finally {
    await client.query('ROLLBACK')
  }
}

/** Several statements on one way to the server and back. */
async function askAtOnce(client: Client, statements: readonly string[]): Promise<QueryResult[]> {
  const results: unknown = await client.query(statements.filter((each) => each !== '').join('; '))
  return results as QueryResult[]
}

/** The SQLSTATE of a server's error; anything else is thrown again. */
export function sqlstateOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) {
    return error.code
  }
  throw error
}

interface LockRow {
  oid: number
  mode: string
}

const ownLocks = `SELECT relation::int AS oid, mode FROM pg_locks WHERE locktype = 'relation' AND pid = pg_backend_pid()`

const countScans = (relations: readonly Relation[]): string =>
  `SELECT oid::int, pg_stat_get_xact_numscans(oid) AS scans FROM unnest('{${relations.map(({oid}) => oid).join()}}'::oid[]) AS oid`

const scansOf = (result: QueryResult | undefined): Map<number, number> =>
  new Map(((result?.rows ?? []) as Array<{oid: number; scans: string}>).map(({oid, scans}) => [oid, Number(scans)]))
