/** The shape of a fact about PostgreSQL, and a short way to write many of one kind. */
import type {OperationKind} from '../../operations/operation.js'
import type {FactBase, PostgresLock, Rewrite, Scan, Source} from '../effect.js'
import type {ConditionName} from './conditions/index.js'
import type {Role} from './roles/index.js'

/**
 * Which indexes of the relation are built anew: all; those that a type change makes unfit; the one that the
 * statement names, or the relation's part of it. What a statement drops and makes again under its name
 * comes on top of that.
 */
export type RebuiltIndexes = 'none' | 'all' | 'dependent' | 'named'

type LockedIndexes = Exclude<RebuiltIndexes, 'dependent'>

export interface PostgresFact extends FactBase<ConditionName, Role> {
  /** `as-written`: the mode that the statement names. */
  lock: PostgresLock | 'none' | 'as-written'
  scan: Scan
  rewrite: Rewrite
  indexes: RebuiltIndexes
  /** Which indexes of the relation are locked ACCESS EXCLUSIVE, where that is more than it is itself. */
  locked: LockedIndexes
}

/** What a row says beside its operation; what is left out is `none`, always, on all versions, seen. */
export type FactRow = Pick<PostgresFact, 'on' | 'lock' | 'because'> &
  Partial<Omit<PostgresFact, 'operation' | 'on' | 'lock' | 'because'>>

/** Facts of one kind of operation, in the order in which they are tried. */
export function factsAbout(
  operation: OperationKind,
  source: Source,
  rows: readonly FactRow[]
): readonly PostgresFact[] {
  return rows.map((row) => ({
    operation,
    source,
    versions: '*',
    when: [],
    scan: 'none',
    rewrite: 'none',
    indexes: 'none',
    locked: 'none',
    proof: 'observed',
    ...row
  }))
}

/** The page of a command in the manual. */
export const manual = (page: string, quote?: string): Source => ({
  url: `https://www.postgresql.org/docs/current/${page}.html`,
  ...(quote === undefined ? {} : {quote})
})

/** It changes nothing but itself: no relation that existed before is touched. */
export const touchesNothing = (operation: OperationKind, page: string, because: string): readonly PostgresFact[] =>
  factsAbout(operation, manual(page), [{on: 'nothing', lock: 'none', because}])
