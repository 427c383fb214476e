/** What was done, kept in the target database: one run at a time, its steps, and every statement. */
import type {Plan} from '../plan/plan.js'
import type {ApplySettings} from './settings.js'

/**
 * `waiting`: before a phase that waits for the application. `stopped`: by the user, between batches. `failed`: a step
 * gave up. All of these go on with the same command.
 */
export type RunStatus = 'running' | 'paused' | 'waiting' | 'stopped' | 'failed' | 'done' | 'aborted'

/** What others ask of a run while it goes on. */
export type Control = 'go' | 'pause' | 'abort'

export interface RunRecord {
  /** UUID. */
  id: string
  digest: string
  status: RunStatus
  /** Number of phases, from the first, whose gates were passed. */
  passed: number
  plan: Plan
  settings: ApplySettings
  control: Control
}

export interface StepRecord {
  step: string
  status: 'begun' | 'done'
  state: unknown
  stateVersion: number
  rows: number
  total: number | undefined
}

/** What is saved of a step together with what it did. */
export interface StepNote extends StepRecord {
  kind: string
  /** Position in the plan. */
  position: number
}

export interface StatementNote {
  sql: string
  ms: number
  error: string | undefined
}

export interface Journal {
  /** Whether it was ever made here; all else but `prepare` needs it. */
  isThere: () => Promise<boolean>
  /** Make what is not there; needs `CREATE` on the database the first time. */
  prepare: () => Promise<void>
  /** The run of this plan that is not at its end; `undefined`: none. */
  find: (digest: string) => Promise<RunRecord | undefined>
  /** Any run that is not at its end. */
  findOpen: () => Promise<RunRecord[]>
  /** The last run that carried this plan out to its end, and was not taken back since; when, as the server's text. */
  finished: (digest: string) => Promise<{run: string; at: string} | undefined>
  begin: (run: RunRecord) => Promise<void>
  steps: (run: string) => Promise<Map<string, StepRecord>>
  /** Save a step, and what was sent; `together`: in the transaction that the worker has open. */
  save: (run: string, note: StepNote, statements: readonly StatementNote[], together: boolean) => Promise<void>
  /** Note statements of a transaction that was rolled back. */
  noteFailure: (run: string, step: string, statements: readonly StatementNote[]) => Promise<void>
  /** Say why a step waits; `undefined`: it goes on. */
  noteWait: (run: string, step: string, reason: string | undefined) => Promise<void>
  setStatus: (run: string, status: RunStatus, error?: string) => Promise<void>
  setPassed: (run: string, phase: number) => Promise<void>
  /** What others ask, and settings that they changed. */
  control: (run: string) => Promise<{control: Control; settings: ApplySettings}>
  /** A person has looked what became of a step that was in doubt. */
  decide: (run: string, step: string, outcome: 'done' | 'not done') => Promise<void>
  setControl: (run: string, control: Control) => Promise<void>
  setSettings: (run: string, settings: ApplySettings) => Promise<void>
}
