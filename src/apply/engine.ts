/** What differs from engine to engine when a plan is carried out: connections, transactions, the journal, who blocks. */
import type {Dialect} from '../server/server.js'
import type {Connection, Limits, Reach} from './connection/connection.js'
import type {ErrorKind} from './errors.js'
import type {Blocker} from './events.js'
import type {Journal} from './journal.js'
import type {Marks} from './mark.js'
import type {KeptInSync} from './kept.js'
import type {Leftover} from './leftover.js'
import type {Sight} from './run/overview.js'
import type {PreflightCheck} from './preflight.js'
import type {Isolation, Step} from './step.js'
import type {Throttle} from './throttle.js'

/** Called for each statement that was sent, when it has ended. */
export type StatementListener = (sql: string, ms: number, error: string | undefined) => void

/** Settings of the session for one piece of work, by name. */
export type SessionSettings = Readonly<Record<string, string>>

/**
 * One worker connection does all the work and holds the lock of the run: as long as a statement of ours may still be
 * running on the server, nobody else can take over. One more connection looks on.
 */
export interface Engine {
  dialect: Dialect
  /** As the user gave it, with its password: never said or saved. */
  databaseUrl: string
  serverMajor: number
  /** Process id that the worker was told when it connected. */
  handshakePid: number | undefined
  steps: readonly Step[]
  checks: readonly PreflightCheck[]
  throttles: readonly Throttle[]
  journal: Journal
  /** `undefined`: the journal is part of the database, and goes back with it to a backup. */
  marks?: Marks | undefined
  /** The connection that looks on: it never waits for locks. */
  watch: Connection
  /** For reading before anything is begun. */
  worker: Connection
  /** Other servers, where checks and throttles of this engine have to ask them. */
  reach?: Reach | undefined
  /**
   * Take the lock of the run, which ends with the worker connection.
   *
   * @throws {RunHeldError} When another session has it: which.
   */
  hold: () => Promise<void>
  transaction: <Result>(
    limits: Limits,
    settings: SessionSettings,
    work: (connection: Connection) => Promise<Result>,
    isolation?: Isolation
  ) => Promise<Result>
  /** The same in another session, beside a transaction of the worker. */
  beside: <Result>(
    limits: Limits,
    settings: SessionSettings,
    work: (connection: Connection) => Promise<Result>
  ) => Promise<Result>
  /** Each statement commits by itself. */
  autocommit: <Result>(
    limits: Limits,
    settings: SessionSettings,
    work: (connection: Connection) => Promise<Result>
  ) => Promise<Result>
  kindOf: (error: unknown) => ErrorKind
  /** How runs stand, whoever carries them out. */
  see: () => Promise<Sight>
  /** What runs left on purpose, and what they had no time to take away. */
  leftovers: () => Promise<Leftover[]>
  /** Old tables that are kept in sync; `undefined`: the engine cannot keep any. */
  keptInSync?: () => Promise<KeptInSync[]>
  /** Who keeps the worker waiting now. */
  blockers: () => Promise<Blocker[]>
  /** End a session; `false`: it was gone, or may not be ended. */
  terminate: (pid: number) => Promise<boolean>
  /** Stop the statement that the worker is running. */
  cancel: () => Promise<void>
  /** Connect anew and take the lock again, once what is left of the old worker has ended. */
  reconnect: () => Promise<void>
  onStatement: (listener: StatementListener) => void
  close: () => Promise<void>
}
