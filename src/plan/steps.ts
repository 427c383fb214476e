/** The kinds of steps, and what each is given: the words that plans and their execution share. Plain JSON. */
import type {ObjectName} from '../schema/objects.js'

/** Statements that commit together, under a short `lock_timeout`, tried again where a lock is not to be had. */
export interface TransactionInput {
  statements: readonly string[]
  /**
   * Milliseconds that one statement may take; `null`: as long as it takes, because it only holds locks under which
   * reads and writes go on.
   */
  statementTimeoutMs: number | null
}

/** A statement that refuses a transaction, and may be repeated after a crash without harm (`VACUUM`, `REINDEX`). */
export interface StatementInput {
  statement: string
}

/**
 * A change of a definition on MySQL and MariaDB, which commits by itself, with the algorithm and the lock that it may
 * take named in it: where the server would need more it refuses.
 */
export interface DdlInput {
  statement: string
  /**
   * The tables that it changes, makes or drops: by their definitions it is told after a crash whether it was done.
   * Empty: nobody could tell.
   */
  tables: readonly ObjectName[]
}

/** A query that must find no row: those that it finds break what a constraint says that was made without looking. */
export interface VerifyInput {
  query: string
  /** What every row is to do, for the message: `every row of …`. */
  expected: string
}

/** `CREATE [UNIQUE] INDEX CONCURRENTLY`. */
export interface IndexCreateInput {
  statement: string
  table: ObjectName
  index: ObjectName
}

/** `DROP INDEX CONCURRENTLY`. */
export interface IndexDropInput {
  index: ObjectName
}

/** `REINDEX CONCURRENTLY` of one index. */
export interface IndexReindexInput {
  index: ObjectName
}

/** `DETACH PARTITION … CONCURRENTLY`, finished with `FINALIZE` where it was cut off. */
export interface PartitionDetachInput {
  table: ObjectName
  partition: ObjectName
}

/** UPDATE or DELETE of many rows, in key order, each batch one transaction. */
export interface BatchInput {
  table: ObjectName
  /** PostgreSQL `ONLY`: the rows of tables that inherit from it stay as they are. */
  only?: true | undefined
  verb: 'update' | 'delete'
  /** Of an update: `column = expression`, as SQL; the table goes by the name `target`. */
  set?: string | undefined
  /** Which rows are not right yet, as SQL over `target`; `undefined`: all. */
  where?: string | undefined
  /**
   * Whether `where` does not hold for a row any longer once it is right: then the table itself says whether all is
   * done, and rows that move past the watermark are found by another pass.
   */
  idempotent: boolean
  /** A trigger may make something else of the values: rows for which `where` goes on to hold may be right. */
  mayStay?: true | undefined
}

/** A change by a shadow table: see `src/apply/postgres/shadow/`. */
export interface ShadowInput {
  table: ObjectName
  /** Statements on the shadow table right after it is made; the first `{{table}}` stands for its quoted name. */
  changes: readonly string[]
  /**
   * Where columns of the new shape come from: SQL over the source's columns, by the name in the new shape. A column
   * that is not named here is copied from the column of its name; one that the source has not gets its default.
   */
  columns: Readonly<Record<string, string>>
  /** Columns of the new shape that get their defaults although the source has ones of their names: those go. */
  fresh?: readonly string[] | undefined
  /** Statements on the shadow table once its rows and indexes are there, such as `CLUSTER`; as `changes`. */
  finish?: readonly string[] | undefined
  /**
   * PostgreSQL: statements that make the new shape, instead of `changes` of the old one; `{{schema}}` stands for the
   * schema that they work in, and the table has its name after the last of them. Then `columns` names every column that
   * is copied: one without a name there gets its default.
   */
  written?: readonly string[] | undefined
  /** The other way: the old table, which was kept in sync, takes its place again. */
  back?: boolean | undefined
}

/** The programs of others that `apply` can run in the place of a shadow table of ours. */
export const externalPrograms = ['gh-ost', 'pt-online-schema-change'] as const

export type ExternalProgram = (typeof externalPrograms)[number]

/** A change of a table by a program of others, under our checks and with our notes. */
export interface ExternalCopyInput {
  program: ExternalProgram
  table: ObjectName
  /** What stands in `ALTER TABLE` after the table. */
  clauses: string
}

export interface StepInputs {
  transaction: TransactionInput
  statement: StatementInput
  ddl: DdlInput
  verify: VerifyInput
  'index-create-concurrently': IndexCreateInput
  'index-drop-concurrently': IndexDropInput
  'index-reindex-concurrently': IndexReindexInput
  'partition-detach-concurrently': PartitionDetachInput
  batch: BatchInput
  'external-copy': ExternalCopyInput
  'shadow-create': ShadowInput
  'shadow-capture': ShadowInput
  'shadow-copy': ShadowInput
  'shadow-index': ShadowInput
  'shadow-check': ShadowInput
  'shadow-swap': ShadowInput
  'shadow-validate': ShadowInput
  'shadow-drop': ShadowInput
  'revert-capture': ShadowInput
  'revert-replay': ShadowInput
}

export type StepKind = keyof StepInputs

export type StepInput<Kind extends StepKind> = Kind extends StepKind ? StepInputs[Kind] : never

/** The SQL of a step, or of a part of it. */
export interface StepSql {
  /** Statements in order, without terminators. */
  statements: string[]
  /** They commit together; else each by itself. */
  transaction: boolean
}
