import type {Comment, Problem, Range} from '../parse/source.js'
import type {Name} from './definitions.js'
import type {AlterClauses, Operation} from './operation.js'

/** One thing the server executes by itself: all of a plain statement, or one of many inside a block. */
export interface Command {
  /** What it changes, in the order in which it stands there; never empty. */
  operations: Operation[]
  range: Range
  /** MySQL: `ALGORITHM=`, `LOCK=` and the like. */
  clauses?: AlterClauses
  /**
   * It stands in a branch, a loop or an exception handler of a block, so it may run never, once or
   * often.
   */
  conditional?: boolean
  /** PostgreSQL: it runs again and again in a loop that does not commit, so that all that it has locked stays locked. */
  uncommitted?: boolean
  /** MySQL: a handler takes its errors, so that it may fail unseen. */
  handled?: boolean
  /** PostgreSQL: nothing may come of it, as it may not run for other reasons than the schema, or be taken back unseen. */
  doubtful?: boolean
  /** PostgreSQL: in its names stand digits that are only known at run time, and something else in their place. */
  unnamed?: boolean
  /** Of the conditions around it those that ask the schema; it runs only where all hold. */
  guards?: readonly Guard[]
}

/** MySQL: `IF [NOT] EXISTS (SELECT … FROM information_schema…)` and the like. */
export interface Guard {
  object: 'table' | 'column' | 'index' | 'constraint'
  table: Name
  /** Of the column, index or constraint; `undefined`: any of the table. */
  name?: string | undefined
  /** Whether it must be there. */
  exists: boolean
  /** Place of the condition in the text: it is asked once for all commands of its branches. */
  start: number
}

export interface Statement {
  /** From the first token to the last, without the terminator and without outer comments. */
  range: Range
  /**
   * What it executes. One for a plain statement; as many as stand in it for a `DO` block or a called
   * procedure; none where `problems` says why.
   */
  commands: Command[]
  /** Parts that could not be analysed; empty for nearly all statements. */
  problems: Problem[]
}

/** A file as read: nothing in it is lost, what is no statement is a comment or a problem. */
export interface Script {
  statements: Statement[]
  comments: Comment[]
}

/** Reads the text of a file into operations; never throws for what stands in it. */
export type Reader = (text: string) => Script
