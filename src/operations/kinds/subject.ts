/** What operations of many kinds are about. */
import type {Expression, Name} from '../definitions.js'

/** A call of a routine. */
export interface Followed {
  /** Its body stands in the same file, and follows as commands. */
  followed?: true
}

/** A call of a function in a query or an expression. */
export interface FunctionCall extends Followed {
  function: Name
  arguments: Expression[]
}

/** What a statement about rows calls, each routine once. */
export interface Calling {
  calls?: FunctionCall[]
}

/** The table that is changed. */
export interface On {
  table: Name
  /** PostgreSQL `ALTER TABLE ONLY`: descendants are left alone. */
  only?: boolean | undefined
  /** PostgreSQL `ALTER TABLE IF EXISTS`. */
  ifTableExists?: boolean | undefined
}

/** What is there before, or may be. */
export interface Existing {
  ifExists?: boolean | undefined
  cascade?: boolean | undefined
}
