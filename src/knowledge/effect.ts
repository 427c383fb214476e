/**
 * Effects: what the server does to a relation that existed before the statement, and the facts that
 * they are read from. `DESIGN`: causes are stored, consequences derived.
 */
import type {OperationKind} from '../operations/operation.js'

/** PostgreSQL's table locks, weakest first: https://www.postgresql.org/docs/current/explicit-locking.html */
export const postgresLocks = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE'
] as const

export type PostgresLock = (typeof postgresLocks)[number]

/** What MySQL lets others do during the work: read and write, read, nothing. */
export const mysqlLocks = ['NONE', 'SHARED', 'EXCLUSIVE'] as const

export type MysqlLock = (typeof mysqlLocks)[number]

/** Cheapest first. `NOCOPY` is MariaDB's. */
export const algorithms = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'] as const

export type Algorithm = (typeof algorithms)[number]

/** `maybe`: the planner decides, so it must be reckoned with. */
export type Scan = 'none' | 'maybe' | 'table'

export type Rewrite = 'none' | 'table'

/**
 * `observed`: a test has seen this version do it. `documented`: the manual says so. `unknown`: nothing
 * that sqlsafe knows decides it; the values are then the worst that they may be.
 */
export type Confidence = 'observed' | 'documented' | 'unknown'

export interface Source {
  url: string
  /** The manual's words, where short. */
  quote?: string
}

/** What happens to one relation. */
export interface Effect {
  /** As the catalog names it: the default schema (`public`, the current database) is left out. */
  relation: string
  /** Why this relation is touched: the statement names it, or it hangs on one that it names. */
  role: string
  /** `undefined`: no lock at all, or none that outlives the look at it. */
  lock: PostgresLock | MysqlLock | undefined
  scan: Scan
  rewrite: Rewrite
  /** Names of indexes built anew, without schema. */
  rebuildsIndexes: string[]
  /**
   * PostgreSQL: names of indexes that are locked ACCESS EXCLUSIVE while the relation itself is locked less or not at
   * all. To plan a query, and to write a row, is to open all indexes of the table.
   */
  locksIndexes?: string[]
  /** MySQL and MariaDB only. */
  algorithm?: Algorithm | undefined
  /**
   * The lock is not held to the end of the transaction, or the statement refuses to run in one
   * (`CONCURRENTLY`, `VACUUM`).
   */
  short?: boolean
  source: Source
  confidence: Confidence
  /** What decides, in a few words for `explain`: `volatile default`, `no check proves it`. */
  because: string
}

/** What is done to a relation while others are kept out of it. */
export interface BlockingEffect extends Effect {
  /** `lock` is what an earlier statement of the transaction has taken: more than this one would take by itself. */
  lockedBefore?: boolean
}

/** The answer about one command. */
export interface Judgement {
  /** As the server runs it: all operations together, one effect per relation, strongest first. */
  effects: Effect[]
  /** What each operation would do by itself, in the order of `command.operations`. */
  byOperation: Effect[][]
  /**
   * The server will refuse it: this version lacks the syntax, the named algorithm cannot do it, it may
   * not run in a transaction.
   */
  refusal?: {message: string; reason: 'version' | 'clause' | 'transaction' | 'object'; source: Source}
  /**
   * It fails on the schema as it is known, by the names in it (there is no such column, or there is one already) or by
   * other objects (a view uses what it drops). A history that is read in another order than it ran in, or a dump that
   * has the change already, looks like that too, so that it is told beside the effects and nothing rests on it.
   */
  failure?: {message: string; reason: 'name' | 'other-object'; source: Source}
}

/** What every fact says, whatever the engine. First row whose `versions` and `when` match wins. */
export interface FactBase<Condition extends string, Role extends string> {
  operation: OperationKind
  /** `*`, or comparisons such as `>=12`, `>=8.0.29 <9`. */
  versions: string
  /** All must hold; `!name` is its contrary; empty: always. */
  when: ReadonlyArray<Condition | `!${Condition}`>
  /** The relation that it speaks of; rows of other roles are matched apart. */
  on: Role
  source: Source
  proof: 'observed' | 'documented'
  /** What decides, in a few words. */
  because: string
}

/** `true`, `false`, or `undefined` where the catalog does not know enough: then the worst is assumed. */
export type Verdict = boolean | undefined
