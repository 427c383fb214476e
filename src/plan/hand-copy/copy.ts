import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'

/** A table that a migration copies into a new one, which then takes its name. */
export interface HandCopy {
  old: Name
  fresh: Name
  /** The name that the old table gets; `undefined`: it is dropped. */
  kept: Name | undefined
  /** Tables that are made as partitions of the new one. */
  partitions: readonly Name[]
  /** What each of its statements is for. */
  roles: ReadonlyMap<Statement, Role>
  /** Why the statements cannot be taken together; empty: they can. */
  reasons: readonly string[]
}

/**
 * `shape`: it makes a part of the new table. `fill`: it copies the rows. `end`: the new table gets its name. `needless`:
 * what it does is done otherwise, or not at all.
 */
export type Role = 'shape' | 'fill' | 'end' | 'needless'

/** A statement that is one command, in its place. */
export interface Plain {
  statement: Statement
  operations: readonly Operation[]
  text: string
}

/** Where the statements stand that make it one. */
export interface Found {
  old: Name
  fresh: Name
  kept: Name | undefined
  /** Indexes: the new table is made, filled, the old one goes, the new one gets its name. */
  made: number
  filled: number
  gone: number
  renamed: number
}
