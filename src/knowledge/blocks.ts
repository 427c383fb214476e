/**
 * What a lock keeps others from doing: derived from the conflict matrices of the manuals, never stored
 * with a fact.
 */
import {mysqlLocks, postgresLocks} from './effect.js'
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
export function blocks(lock: PostgresLock | MysqlLock | undefined): Blocks {
  if (lock === undefined) return {reads: false, writes: false, schemaChanges: false}
  if (isMysqlLock(lock)) return mysqlBlocks[lock]
  return {
    reads: conflicts(lock, 'ACCESS SHARE'),
    writes: conflicts(lock, 'ROW EXCLUSIVE'),
    schemaChanges: conflicts(lock, 'ACCESS EXCLUSIVE')
  }
}

/** In words for people: `reads and writes`, `writes`, `schema changes` or `nothing`. */
export function describeBlocks(lock: PostgresLock | MysqlLock | undefined): string {
  const {reads, schemaChanges, writes} = blocks(lock)
  if (reads) return 'reads and writes'
  if (writes) return 'writes'
  return schemaChanges ? 'schema changes' : 'nothing'
}

/**
 * Whether reads or writes that come later queue behind the statement while it waits for its lock.
 *
 * Every online `ALTER TABLE` of MySQL also takes an exclusive metadata lock, if only for a moment:
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-performance.html
 */
export function queuesOthers({algorithm, lock}: Effect): boolean {
  return algorithm !== undefined || blocks(lock).writes
}

/** Whether all of `lock`'s kin is MySQL's. */
export function isMysqlLock(lock: PostgresLock | MysqlLock): lock is MysqlLock {
  return (mysqlLocks as readonly string[]).includes(lock)
}

/** The stronger of two locks of one engine. */
export function strongerLock<Lock extends PostgresLock | MysqlLock>(a: Lock | undefined, b: Lock | undefined) {
  if (a === undefined) return b
  if (b === undefined) return a
  const order: readonly string[] = isMysqlLock(a) ? mysqlLocks : postgresLocks
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}
