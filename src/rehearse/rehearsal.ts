/** What a rehearsal is made of: what was foretold for each statement, and what the engine then did. */
import type {Place} from '../core/place.js'
import type {Algorithm, Effect, Judgement, MysqlLock, PostgresLock} from '../knowledge/effect.js'
import type {Migration} from '../migrations/migration.js'
import type {Range} from '../parse/source.js'

/** What sqlsafe says of a statement before it runs. */
export interface ForetoldStatement {
  file: string
  /** As it stands in the file. */
  sql: string
  place: Place
  /** One for each relation that existed before. */
  effects: readonly Effect[]
  /** Of relations that only a branch, a loop or a handler of a block touches: it may be that it does not run. */
  conditional: ReadonlySet<string>
  /** Relations of the effects that the catalog knows to be there. */
  known: ReadonlySet<string>
  /** It reads or changes rows: what else it does depends on them, on triggers and on the planner. */
  data: boolean
  /** The server will refuse it. */
  refusal: Pick<NonNullable<Judgement['failure']>, 'message' | 'source'> | undefined
  /** Why it could not be read, or not in full, or is known only when it runs. */
  problem: string | undefined
  /** It begins or ends a transaction by itself. */
  control: 'begin' | 'end' | undefined
}

/** A migration to rehearse. */
export interface ForetoldMigration {
  path: string
  transaction: Migration['transaction']
  /** Parts that the runner sends in a transaction each. */
  transactions: readonly Range[]
  statements: ForetoldStatement[]
}

/** What can be seen to happen to a relation. */
export type Aspect = 'lock' | 'scan' | 'rewrite' | 'indexes' | 'algorithm'

/** What happened to a relation that was there before; `undefined`: it could not be seen. */
export interface ObservedRelation {
  /** As effects name it. */
  name: string
  /** The strongest that the statement took; `none`: it took no new one. */
  lock: PostgresLock | MysqlLock | 'none' | undefined
  /** What its transaction had taken before. */
  heldBefore: ReadonlyArray<PostgresLock | MysqlLock>
  scan: boolean | undefined
  rewrite: boolean | undefined
  /** Names of indexes that were built anew. */
  indexes: readonly string[] | undefined
  algorithm: Algorithm | undefined
  /** It had no rows: what would have read them may not have looked. */
  empty: boolean
}

/** An error of the server. */
export interface ServerError {
  /** SQLSTATE of PostgreSQL, the number of MySQL and MariaDB. */
  code: string
  message: string
}

/** What an engine did with one statement. */
export interface Observation {
  relations: ObservedRelation[]
  error: ServerError | undefined
  milliseconds: number
  /** What of it nothing here can see, and why: for people. */
  unseen: string | undefined
}

/** One thing that was not as foretold. */
export interface Difference {
  /** `undefined`: the statement as a whole. */
  relation: string | undefined
  aspect: Aspect | 'error'
  foretold: string
  happened: string
}

/** A relation as the engine saw it, with how long its lock was held. */
export interface HappenedRelation extends ObservedRelation {
  /** From the beginning of the statement to the end of its transaction; `undefined`: no lock, or not seen. */
  heldMs: number | undefined
}

/** One statement, foretold and run. */
export interface RehearsedStatement {
  foretold: ForetoldStatement
  outcome: 'ran' | 'failed' | 'not-run'
  /** Why it was not run. */
  because: string | undefined
  relations: HappenedRelation[]
  error: ServerError | undefined
  milliseconds: number | undefined
  unseen: string | undefined
  differences: Difference[]
}

/** What filling a table came to. */
export interface FilledTable {
  table: string
  rows: number
  /** Why there are fewer than asked for. */
  because: string | undefined
}

/** A rehearsal from its beginning to its end. */
export interface Rehearsal {
  /** For people: `PGlite (PostgreSQL 18.6 in this process)`. */
  engine: string
  migrations: Array<{path: string; transaction: Migration['transaction']; statements: RehearsedStatement[]}>
  /** `undefined`: the tables were left empty. */
  filled: {asked: number; tables: FilledTable[]} | undefined
  /** What was left out before the first statement, and the like. */
  notes: string[]
}

/** A way to put it that every part of the code shares: whether something went wrong. */
export function failed({migrations}: Rehearsal): boolean {
  return migrations.some(({statements}) =>
    statements.some(({differences, outcome}) => outcome === 'failed' || differences.length > 0)
  )
}
