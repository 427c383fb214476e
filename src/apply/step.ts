/** Steps: what `apply` can do, one file each. The runner knows only this contract and no SQL. */
import type {StepInput, StepKind} from '../plan/steps.js'
import type {Connection, Limits} from './connection/connection.js'
import type {ApplySettings} from './settings.js'

/**
 * What a transaction sees: of each statement what is committed when it begins, or (`snapshot`) what was committed when
 * the transaction began.
 */
export type Isolation = 'read committed' | 'snapshot'

/** What one `run` brought. */
export interface Progress<State> {
  done: boolean
  /** Saved before the next `run`: in the transaction of this one, where it has one. */
  state: State
  /** Rows that were touched. */
  rows?: number
  /** How far it is, of `total`; default: the rows that were touched so far. */
  at?: number | undefined
  /** All that is to be looked at; `undefined`: not known. */
  total?: number | undefined
}

/** What a step is given beside its input. */
export interface StepContext {
  /** Of the server, such as `18` or `9.7`. */
  serverMajor: number
  /** As the user gave it, with its password: never said or saved. */
  databaseUrl: string
  /** Names what this run makes on the server: unique among all runs. */
  run: string
  settings: ApplySettings
  /** Aborted when the user wants an end now. */
  signal: AbortSignal
  /** An earlier `run` was begun, and nobody saw how it ended. */
  inDoubt: boolean
  /** The rows that the next batch should take, so that it lasts about `settings.batchTargetMs`. */
  batchRows: number
  /** Something that a person should know; also journaled. */
  say: (text: string) => void
  /**
   * Work in a transaction of another session, which is committed before this returns: what it did is seen by everybody
   * while the step's own transaction still holds its locks.
   */
  beside: <Result>(limits: Limits, work: (connection: Connection) => Promise<Result>) => Promise<Result>
}

/**
 * One kind of step.
 *
 * `transaction`: each `run` is one transaction, which also saves its state: nothing is done twice, nothing skipped.
 * `autocommit`: its statements refuse a transaction; after a crash `isDone` and `run` look at the database.
 */
export interface Step<Kind extends StepKind = StepKind, State = unknown> {
  kind: Kind
  mode: 'transaction' | 'autocommit'
  /** Raised when an older state cannot be read any longer; a run that has one is refused. */
  stateVersion: number
  initialState: State
  /** Whether throttles are asked before each `run`. */
  throttled: boolean
  /** How long it may wait for a lock, and run. */
  limits(input: StepInput<Kind>, settings: ApplySettings): Limits
  /** Of the next `run`'s transaction; default: `read committed`. */
  isolation?(state: State): Isolation
  /** What it will run, for people. */
  preview(input: StepInput<Kind>): string[]
  /**
   * Ask the database, not our notes, whether there is nothing left to do; `undefined`: it does not tell. A step whose
   * `run` commits together with our notes need not ask.
   */
  isDone?(
    connection: Connection,
    input: StepInput<Kind>,
    state: State,
    context: StepContext
  ): Promise<boolean | undefined>
  /**
   * Of an `autocommit` step that the database says nothing about: whether it does no harm when it is done twice. One
   * that is not is in doubt after a crash, and a person must look.
   */
  repeatable?(input: StepInput<Kind>): boolean
  /**
   * Of an `autocommit` step that tells by what it saw before whether it was done: its state once it is known that nothing
   * is under way, because what was sent was refused. What others change until it goes on is no sign of it then.
   */
  idle?(connection: Connection, input: StepInput<Kind>, state: State): Promise<State>
  /** Do a bit of it: one batch, or all. */
  run(connection: Connection, input: StepInput<Kind>, state: State, context: StepContext): Promise<Progress<State>>
  /** Send one of the statements that take back what it has done; default: as it is. */
  undo?(connection: Connection, input: StepInput<Kind>, statement: string): Promise<void>
  /** Leave no trace of what is half done (`abort`); `undefined`: it never leaves any. */
  abort?(connection: Connection, input: StepInput<Kind>, state: State, context: StepContext): Promise<void>
}

/** Define a step; types only. */
export function defineStep<Kind extends StepKind, State>(step: Step<Kind, State>): Step<Kind, State> {
  return step
}
