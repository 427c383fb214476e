/**
 * A plan: the safe sequence for migrations, as plain data that is written to a file, shown, and carried out by
 * `sqlsafe apply`. It holds no passwords and nothing that only this machine knows.
 */
import type {PostgresLock, MysqlLock} from '../knowledge/effect.js'
import type {Dialect} from '../server/server.js'
import type {ObjectName} from '../schema/objects.js'
import type {StepInput, StepKind} from './steps.js'

/**
 * `expand`: additions that the running application does not notice. `backfill`: rows are brought into the new shape
 * while it runs. `contract`: what no release uses any longer goes.
 */
export type PhaseKind = 'expand' | 'backfill' | 'contract'

/** A file that was planned, and its content. */
export interface PlanSource {
  /** As the user sees it, relative to where the plan was made. */
  path: string
  sha256: string
}

/** The shape that a table was taken to have; `apply` refuses where the live one differs. */
export interface TableShape extends ObjectName {
  /** `false`: it must not exist yet. */
  exists: boolean
  columns: ReadonlyArray<{name: string; type: string; notNull: boolean}>
  /** Names of constraints and indexes that steps rely on. */
  constraints: readonly string[]
  indexes: readonly string[]
}

/** A lock that a step takes, and what others cannot do meanwhile. */
export interface PlannedLock {
  relation: string
  lock: PostgresLock | MysqlLock
  /** It is held as long as all rows take, not only for a moment. */
  long: boolean
}

/** One thing that is done, small enough to be seen through or taken back. */
export interface PlannedStep<Kind extends StepKind = StepKind> {
  /** Unique in the plan, in order: `3-index-create-concurrently`. */
  id: string
  kind: Kind
  /** What it is for, in a few words. */
  title: string
  input: StepInput<Kind>
  /** Settings of the session that the migrations made, set for this step only. */
  settings: Readonly<Record<string, string>>
  /** What it will run, for people; of a step that works in batches, the statement of one batch. */
  sql: readonly string[]
  locks: readonly PlannedLock[]
  /** SQL that takes it back; empty: `undoNote` says why there is none. */
  undo: readonly string[]
  undoNote?: string | undefined
  /** The recipe that it belongs to; `undefined`: the statement runs as it stands in the migration. */
  recipe?: string | undefined
  /** The statement that it comes from: index into `Plan.sources`, and the line of its first character (from 1). */
  source: {file: number; line: number}
  /** One sentence: `About 4 to 9 minutes for the 120 GB of …`; `undefined`: a moment, or not known. */
  duration?: string | undefined
}

export interface Phase {
  kind: PhaseKind
  /**
   * What must be true of the application before this phase may begin, in a sentence; `apply` stops here until it is
   * told. `undefined`: it may follow the phase before at once.
   */
  gate?: string | undefined
  steps: PlannedStep[]
}

/** Something that a person must know: above all, a statement that cannot be made safe, and why. */
export interface PlanRemark {
  severity: 'unsafe' | 'note'
  text: string
  source?: {file: number; line: number} | undefined
}

/** A statement that the server refuses as long as an old table is kept. */
export interface RefusedByOld {
  /** The table that was replaced. */
  table: ObjectName
  /** What is dropped though it uses that. */
  uses: string
  /** As it stands in the migration. */
  statement: string
}

export interface Plan {
  version: 1
  dialect: Dialect
  /** Such as `16` or `8.4.3`. */
  serverVersion: string
  sources: PlanSource[]
  assumes: TableShape[]
  phases: Phase[]
  remarks: PlanRemark[]
  /** Statements that fail unless the old table of a copy before them is dropped first. */
  refusedByOld?: readonly RefusedByOld[] | undefined
  /** Of a plan of `sqlsafe revert`: the run whose change it takes back. */
  reverts?: string | undefined
  /** SHA-256 over all the rest; `apply` refuses a plan that was changed by hand. */
  digest: string
}
