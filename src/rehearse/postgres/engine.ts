/** What rehearsing on PostgreSQL is, on a server and on PGlite alike: one session that looks at itself. */
import {UsageError} from '../../usage-error.js'
import type {PostgresLock} from '../../knowledge/effect.js'
import type {Setting} from '../../schema/session.js'
import {toServerError} from '../engine.js'
import type {RunOptions} from '../engine.js'
import type {Observation, ObservedRelation, ServerError} from '../rehearsal.js'
import type {PostgresLink} from './link.js'
import {isRewritten, locksOf, rebuiltIndexes, relationsOf, scansOf, strongestOf} from './observe.js'
import type {Relation} from './observe.js'
import {observeOutside} from './outside.js'

/** SQLSTATEs of statements that refuse a transaction, or end the one that they are in. */
const refusesTransaction = new Set(['25001', '2D000'])

/** Put the settings that the runner's connection starts with on a session. */
export async function applySettings(link: PostgresLink, settings: ReadonlyMap<string, Setting>): Promise<void> {
  for (const [name, {value}] of settings) {
    try {
      await link.query(`SELECT set_config(${literal(name)}, ${literal(value)}, false)`)
    } catch (error) {
      const refused = toServerError(error)
      if (refused === undefined) throw error
      throw new UsageError(
        `Unexpected setting \`${name}\` of the runner, expected one that the server takes: ${refused.message}`
      )
    }
  }
}

/** Send a statement without looking. */
export async function send(link: PostgresLink, sql: string): Promise<ServerError | undefined> {
  try {
    await link.query(sql)
    return undefined
  } catch (error) {
    const refused = toServerError(error)
    if (refused === undefined) throw error
    return refused
  }
}

/**
 * Run a statement and look at what it did, in its transaction before that ends.
 *
 * @param connect Another session on the same database; `undefined`: there can be none.
 */
export async function observe(
  link: PostgresLink,
  connect: (() => Promise<PostgresLink>) | undefined,
  sql: string,
  {bare, effects}: RunOptions
): Promise<Observation> {
  const expected = effects.map(({relation}) => relation)
  const before = await relationsOf(link)
  if (!bare) await link.query('BEGIN')
  const seen = await observeInside(link, before, sql, expected)
  if (bare) return seen
  if (seen.error === undefined) return commit(link, seen)
  await link.query('ROLLBACK')
  if (!refusesTransaction.has(seen.error.code)) return seen
  return runOutside(link, connect, before, sql, expected)
}

/** A deferred constraint may refuse in the end. */
async function commit(link: PostgresLink, seen: Observation): Promise<Observation> {
  const begun = performance.now()
  const error = await send(link, 'COMMIT')
  return {...seen, error, milliseconds: seen.milliseconds + performance.now() - begun}
}

async function observeInside(
  link: PostgresLink,
  before: readonly Relation[],
  sql: string,
  expected: readonly string[]
): Promise<Observation> {
  const oids = before.filter(({kind}) => /[rm]/.test(kind)).map(({oid}) => oid)
  const heldBefore = await locksOf(link)
  const scansBefore = await scansOf(link, oids)
  const begun = performance.now()
  const error = await send(link, sql)
  const milliseconds = performance.now() - begun
  if (error !== undefined) return {relations: [], error, milliseconds, unseen: undefined}

  const held = await locksOf(link)
  const scansAfter = await scansOf(link, oids)
  // TRUNCATE gives a new empty file: nothing is read and nothing written anew.
  const truncates = /^truncate\b/i.test(sql)
  const after = new Map((truncates ? before : await relationsOf(link)).map((relation) => [relation.oid, relation]))
  const relations = before.filter(isTable).flatMap((relation): ObservedRelation[] => {
    const {filled, name, oid} = relation
    const had = heldBefore.get(oid) ?? new Set<PostgresLock>()
    const observed = {
      name,
      lock: strongestOf([...(held.get(oid) ?? [])].filter((lock) => !had.has(lock))) ?? ('none' as const),
      heldBefore: [...had],
      scan: !truncates && (scansAfter.get(oid) ?? 0) > (scansBefore.get(oid) ?? 0),
      rewrite: isRewritten(relation, after),
      indexes: rebuiltIndexes(relation, before, after),
      algorithm: undefined,
      empty: !filled
    }
    return isOfInterest(observed) || expected.includes(name) ? [observed] : []
  })
  return {relations, error, milliseconds, unseen: undefined}
}

async function runOutside(
  link: PostgresLink,
  connect: (() => Promise<PostgresLink>) | undefined,
  before: readonly Relation[],
  sql: string,
  expected: readonly string[]
): Promise<Observation> {
  const tables = before.filter(isTable)
  const named = tables.filter(({name}) => expected.includes(name) && !name.startsWith('pg_temp.'))
  const begun = performance.now()
  const {error, locks, milliseconds} =
    connect === undefined
      ? {error: await send(link, sql), locks: undefined, milliseconds: performance.now() - begun}
      : await observeOutside(link, connect, named, sql)
  const after = new Map((await relationsOf(link)).map((relation) => [relation.oid, relation]))
  const relations = tables.flatMap((relation): ObservedRelation[] => {
    const {filled, name, oid} = relation
    const observed = {
      name,
      lock: strongestOf(locks?.get(oid) ?? []),
      heldBefore: [],
      scan: undefined,
      rewrite: isRewritten(relation, after),
      indexes: rebuiltIndexes(relation, before, after),
      algorithm: undefined,
      empty: !filled
    }
    return isOfInterest(observed) || expected.includes(name) ? [observed] : []
  })
  const unseen =
    connect === undefined
      ? 'it refuses a transaction: with one session, locks and scans cannot be seen (`--engine-url` shows the locks)'
      : 'it refuses a transaction: scans cannot be seen, and locks only where a peer stood in its way'
  return {relations: error === undefined ? relations : [], error, milliseconds, unseen}
}

function isTable({kind}: Relation): boolean {
  return kind !== 'i' && kind !== 'I'
}

function isOfInterest({indexes, lock, rewrite, scan}: ObservedRelation): boolean {
  return (lock !== 'none' && lock !== undefined) || scan === true || rewrite === true || (indexes ?? []).length > 0
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
