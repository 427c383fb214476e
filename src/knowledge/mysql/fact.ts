/** What a fact about MySQL or MariaDB says, and how facts about one kind of operation are written down. */
import type {OperationKind} from '../../operations/operation.js'
import type {FactBase} from '../effect.js'
import type {Condition} from './conditions/index.js'
import type {Outcome} from './outcomes.js'

/** Which relation a fact speaks of: the one that the statement changes, or one that hangs on it. */
export type Role = 'table' | 'referenced' | 'read' | 'exchanged'

/**
 * What the server has to do for an operation. It decides how operations get along in one statement.
 *
 * `definition`: only what the dictionary says; `column`: a stored column comes or goes without a rebuild;
 * `virtual-order`: virtual columns move up among themselves.
 */
export type Work =
  | 'definition'
  | 'table-name'
  | 'column'
  | 'column-dropped'
  | 'column-order'
  | 'column-name'
  | 'virtual-added'
  | 'virtual-dropped'
  | 'virtual-order'
  | 'length'
  | 'collation'
  | 'index-added'
  | 'unique-added'
  | 'index-of-new-virtual'
  | 'index-dropped'
  | 'index-definition'
  | 'foreign-key'
  | 'option'
  | 'keys-switch'
  | 'rebuild'
  | 'copy'
  | 'statement'

/** One row of knowledge: under these conditions this operation does that. */
export interface MysqlFact extends FactBase<Condition, Role> {
  does: Outcome
  work: readonly Work[]
}

/** What a row has of its own. */
export interface FactRow {
  versions?: string
  when?: MysqlFact['when']
  does: Outcome
  /** Default: `rebuild` or `copy` as `does` says, else `definition`. */
  work?: Work | readonly Work[]
  on?: Role
  because: string
  source?: string
  proof?: 'documented'
}

function defaultWork(does: Outcome): Work {
  if (/copy$/.test(does) && !/nocopy$/.test(does)) return 'copy'
  return /rebuild$/.test(does) ? 'rebuild' : 'definition'
}

function worksOf(does: Outcome, work: FactRow['work']): readonly Work[] {
  if (work === undefined) return [defaultWork(does)]
  return typeof work === 'string' ? [work] : work
}

/** Complete the rows about one kind of operation; the first that holds decides. */
export function facts(operation: OperationKind, url: string, rows: readonly FactRow[]): MysqlFact[] {
  return rows.map(({because, does, on = 'table', proof, source = url, versions = '*', when = [], work}): MysqlFact => ({
    operation,
    versions,
    when,
    on,
    does,
    work: worksOf(does, work),
    source: {url: source},
    proof: proof ?? 'observed',
    because
  }))
}

/**
 * Operations in one statement that are more, or less, than the worst of them.
 *
 * `any`: works of which one must be there; `and`: works of which another operation must have one;
 * `only`: works that all operations must keep to. The first row that holds decides.
 */
export interface CombinationFact {
  versions: string
  any: readonly Work[]
  and?: readonly Work[]
  only?: readonly Work[]
  when?: MysqlFact['when']
  does: Outcome
  source: {url: string}
  proof: 'observed' | 'documented'
  because: string
}

/** What keeps a change from going its way, or from going on beside writes; the first row that holds decides. */
export interface RebuildFact {
  versions: string
  when: MysqlFact['when']
  does: Outcome
  source: {url: string}
  proof: 'observed' | 'documented'
  because: string
}

/** What a server does not do for a table as it is; the first row that surely holds decides. */
export interface RefusalFact {
  operation: OperationKind
  versions: string
  when: MysqlFact['when']
  /** Only where the statement copies the table; `false`: only where it does not. */
  whenCopied: boolean | undefined
  unexpected: string
  expected: string
  source: {url: string}
  proof: 'observed' | 'documented'
}

/** What a row about a refusal has of its own. */
export interface RefusalRow {
  operation: OperationKind | readonly OperationKind[]
  versions?: string
  when: MysqlFact['when']
  whenCopied?: boolean
  unexpected: string
  expected: string
  source: string
  /** Default: `observed`. */
  proof?: 'observed' | 'documented'
}

/** Complete rows about refusals. */
export function refusals(rows: readonly RefusalRow[]): RefusalFact[] {
  return rows.flatMap(({operation, proof = 'observed', source, versions = '*', whenCopied, ...row}) =>
    [operation].flat().map((each) => ({
      ...row,
      operation: each,
      versions,
      whenCopied,
      source: {url: source},
      proof
    }))
  )
}
