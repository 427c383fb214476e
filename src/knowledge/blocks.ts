/**
 * What a lock keeps others from doing: derived from the conflict matrices of the manuals, never stored
 * with a fact.
 */
import type {Dialect} from '../server/server.js'
import {postgresLocks} from './effect.js'
import type {Effect, MysqlLock, PostgresLock} from './effect.js'

/** https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY */
const postgresConflicts: Record<PostgresLock, readonly PostgresLock[]> = {
  'ACCESS SHARE': ['ACCESS EXCLUSIVE'],
  'ROW SHARE': ['EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE UPDATE EXCLUSIVE': ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE ROW EXCLUSIVE': [
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE'
  ],
  EXCLUSIVE: [
    'ROW SHARE',
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE'
  ],
  'ACCESS EXCLUSIVE': postgresLocks
}

/** What others cannot do to the relation while the lock is held. */
export interface Blocks {
  /** `SELECT` */
  reads: boolean
  /** `INSERT`, `UPDATE`, `DELETE` */
  writes: boolean
  /** `ALTER TABLE` and its like. */
  schemaChanges: boolean
}

/** https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-concurrency */
const mysqlBlocks: Record<MysqlLock, Blocks> = {
  NONE: {reads: false, writes: false, schemaChanges: true},
  SHARED: {reads: false, writes: true, schemaChanges: true},
  EXCLUSIVE: {reads: true, writes: true, schemaChanges: true}
}

/** Whether two transactions can not hold these locks on one relation at once. */
export function conflicts(a: PostgresLock, b: PostgresLock): boolean {
  return postgresConflicts[a].includes(b)
}

/** What a lock keeps others from doing; nothing where there is none. */
export function blocks(lock: PostgresLock | MysqlLock | undefined, dialect: Dialect): Blocks {
  if (lock === undefined) return {reads: false, writes: false, schemaChanges: false}
  // `EXCLUSIVE` is a word of both: PostgreSQL's lets others read.
  if (dialect !== 'postgres') return mysqlBlocks[lock as MysqlLock]
  const held = lock as PostgresLock
  return {
    reads: conflicts(held, 'ACCESS SHARE'),
    writes: conflicts(held, 'ROW EXCLUSIVE'),
    schemaChanges: conflicts(held, 'ACCESS EXCLUSIVE')
  }
}

/** What others cannot do to the relation of an effect: queries are planned with all its indexes. */
export function blocksOf({lock, locksIndexes}: Pick<Effect, 'lock' | 'locksIndexes'>, dialect: Dialect): Blocks {
  return locksIndexes === undefined ? blocks(lock, dialect) : {reads: true, writes: true, schemaChanges: true}
}

/** The same in words for people: `reads and writes`, `writes`, `schema changes` or `nothing`. */
export function describeBlocksOf(effect: Pick<Effect, 'lock' | 'locksIndexes'>, dialect: Dialect): string {
  return inWords(blocksOf(effect, dialect))
}

/** In words for people: `reads and writes`, `writes`, `schema changes` or `nothing`. */
export function describeBlocks(lock: PostgresLock | MysqlLock | undefined, dialect: Dialect): string {
  return inWords(blocks(lock, dialect))
}

function inWords({reads, schemaChanges, writes}: Blocks): string {
  if (reads) return 'reads and writes'
  if (writes) return 'writes'
  return schemaChanges ? 'schema changes' : 'nothing'
}

/** Weakest first; those of the two engines are never compared, but for `EXCLUSIVE`, which is one word for two. */
const strength: ReadonlyArray<PostgresLock | MysqlLock> = ['NONE', 'SHARED', ...postgresLocks]

/** The stronger of two locks of one engine. */
export function strongerLock<Lock extends PostgresLock | MysqlLock>(
  a: Lock | undefined,
  b: Lock | undefined
): Lock | undefined {
  if (a === undefined) return b
  if (b === undefined) return a
  return strength.indexOf(a) >= strength.indexOf(b) ? a : b
}

/** The indexes that one of two effects locks, or both. */
export function lockedTogether(a: Effect, b: Effect): Pick<Effect, 'locksIndexes'> {
  const locked = new Set([...(a.locksIndexes ?? []), ...(b.locksIndexes ?? [])])
  return locked.size === 0 ? {} : {locksIndexes: [...locked]}
}
