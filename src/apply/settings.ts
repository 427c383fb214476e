/** What a user can set of an apply, and change while it runs. */

export interface ApplySettings {
  /** Milliseconds that a statement waits for a lock before it gives way. */
  lockTimeoutMs: number
  /** How often a statement that got no lock is tried again. */
  lockRetries: number
  /** Milliseconds after which a blocker may be ended; `undefined`: never. */
  terminateBlockersAfterMs?: number | undefined
  /** Milliseconds that a batch should take. */
  batchTargetMs: number
  /** Rows of the first batch, and the most of any. */
  batchRows: number
  maxBatchRows: number
  /** Rows a second at the most; `undefined`: as fast as the target allows. */
  maxRate?: number | undefined
  /** Replica lag from which on batches wait. */
  maxLagBytes: number
  maxLagSeconds: number
  /** Active sessions from which on batches wait; `undefined`: not looked at. */
  maxActiveSessions?: number | undefined
  /** Rows of a table that are dead and not vacuumed, from which on batches wait; `undefined`: not looked at. */
  maxDeadRows?: number | undefined
  /** Standbys and replication slots that nobody waits for, by name. */
  ignoreStandbys: readonly string[]
  /**
   * URLs of replicas to wait for beside those that the source shows, or `env:NAME`. They may hold passwords: they stay in
   * the process, and are never journaled or shown.
   */
  replicas?: readonly string[] | undefined
  /** Length of InnoDB's history list from which on batches wait; `undefined`: not looked at. */
  maxHistoryLength?: number | undefined
  /** Seconds after which a transaction that holds locks on the tables must be accepted before anything is begun. */
  maxTransactionAgeSeconds: number
  /** Age of the oldest transaction, in transaction ids, from which on batches wait; `undefined`: not looked at. */
  maxXminAge?: number | undefined
  /** A query whose first value, when true or above 0, makes batches wait. */
  throttleQuery?: string | undefined
  /** Times of day between which batches run, `22:00-06:00`, in UTC; empty: always. */
  windows: readonly string[]
  /** How it is known which rows of a MySQL or MariaDB table were written while it is copied. */
  capture: 'triggers' | 'binlog'
  /** Drop old tables at the end instead of keeping them for `cleanup`. */
  dropOld: boolean
  /** Log what is written to tables after they were replaced, so that `sqlsafe revert` can let the old ones take their places again. */
  keepInSync: boolean
}

export const defaultSettings: ApplySettings = {
  lockTimeoutMs: 2000,
  lockRetries: 30,
  batchTargetMs: 500,
  batchRows: 1000,
  maxBatchRows: 100_000,
  maxLagBytes: 64 * 1024 * 1024,
  maxLagSeconds: 10,
  ignoreStandbys: [],
  maxTransactionAgeSeconds: 60,
  windows: [],
  capture: 'triggers',
  dropOld: false,
  keepInSync: false
}

/**
 * Settings of a run that is begun, or gone on with: what is given now, else what the run had, changes by `sqlsafe
 * throttle` among it, else the defaults. What happens to old tables, and URLs that may hold passwords, is given each time.
 */
export function settingsOfRun(before: ApplySettings | undefined, given: Partial<ApplySettings>): ApplySettings {
  const {dropOld, replicas} = defaultSettings
  return {...defaultSettings, ...before, dropOld, replicas, ...given}
}

/** What of the settings may be kept and shown: not what may hold passwords. */
export function withoutSecrets({replicas: _replicas, ...settings}: ApplySettings): ApplySettings {
  return settings
}
