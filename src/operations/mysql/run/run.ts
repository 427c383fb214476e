import type {ParseContext} from '../../../parse/mysql/cursor.js'
import type {Token} from '../../../parse/mysql/tokens/token.js'
import type {Problem, Range} from '../../../parse/source.js'
import type {Command, Guard} from '../../script.js'

/** A text that a variable or a prepared statement may hold. */
export interface PossibleText {
  text: string
  /** Where it is written. */
  range: Range
  /** The place in the file of its first character, where it is one literal without escapes. */
  start: number | undefined
  /** What was asked of the schema before it was taken: it is run where that is so. */
  asked?: Asked | undefined
}

/** Questions, and at which change of the schema they were asked: after a later one the answers may be others. */
export interface Asked {
  guards: readonly Guard[]
  change: number
}

/** The texts that it may hold; `undefined`: not known. */
export type Possible = PossibleText[] | undefined

/** A procedure that the file defines. */
interface Procedure {
  context: ParseContext
  body: readonly Token[]
  /** Names of its parameters, in lower case. */
  parameters: string[]
}

/** What a file has defined on its way, that later statements of it run. */
export interface Run {
  context: ParseContext
  /** By lower-case name, without the database. */
  procedures: Map<string, Procedure>
  /** User variables by lower-case name. */
  variables: Map<string, Possible>
  /** Parameters and local variables of the procedure that is run now, by lower-case name. */
  locals: Map<string, Possible>
  /** The parameters among them that nothing in the procedure may give another value to. */
  fixed: ReadonlySet<string>
  /** All parameters and local variables, also those whose values are not followed: they hide columns of their names. */
  names: ReadonlySet<string>
  /** Prepared statements by lower-case name. */
  prepared: Map<string, Possible>
  /** What is being run now stands in a branch, a loop or a handler. */
  conditional: boolean
  /** `LEAVE` or `ITERATE` may have gone past it, to where what was set before still counts. */
  mayBePassed: boolean
  /** Procedures that are being run now, innermost last. */
  calls: string[]
  /** It is a prepared text that is run now: nothing can be prepared or executed in it. */
  inPrepared: boolean
  /** How many statements may have changed the schema until now; shared by all that the file runs. */
  changes: {count: number}
  /** Tokens that may still be run for the statement of the file that is looked at; shared by all that it runs. */
  work: {left: number}
}

/** Procedures that call one another twice do it twice as often with each: that would have no end. */
const mostWork = 100_000

/** The next statement of the file begins. */
export function beginStatement({work}: Run): void {
  work.left = mostWork
}

/** What a stretch of SQL executes. */
export interface Outcome {
  commands: Command[]
  problems: Problem[]
}

/** Start with a file that has defined nothing. */
export function createRun(context: ParseContext): Run {
  return {
    context,
    procedures: new Map(),
    variables: new Map(),
    locals: new Map(),
    fixed: new Set(),
    names: new Set(),
    prepared: new Map(),
    conditional: false,
    mayBePassed: false,
    calls: [],
    inPrepared: false,
    changes: {count: 0},
    work: {left: mostWork}
  }
}

/** Take from the work that is left; returns what is to be said where there is none. */
export function spend({work}: Run, tokens: number, range: Range): Outcome | undefined {
  if (work.left < 0) {
    const message = 'Unexpected number of calls in one statement, expected fewer to follow'
    return {commands: [], problems: [{message, range, reason: 'dynamic'}]}
  }
  work.left -= tokens
  return undefined
}
