import type {Comment, Problem, Range} from '../parse/source.js'
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
