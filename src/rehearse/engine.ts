import type {Server} from '../server/server.js'
import type {Effect} from '../knowledge/effect.js'
import type {Setting} from '../schema/session.js'
import type {FilledTable, Observation, ServerError} from './rehearsal.js'

/** What a statement is run as. */
export interface RunOptions {
  /** It stands in a transaction that somebody has begun, or it is about one: nothing is put around it. */
  bare: boolean
  /** What is foretold: an engine that cannot see everything looks there. */
  effects: readonly Effect[]
}

/** A throw-away database to rehearse on. */
export interface Engine {
  server: Server
  /** For people. */
  name: string
  /** Make the database. Until then nothing is changed anywhere. */
  create: (settings: ReadonlyMap<string, Setting>) => Promise<void>
  /** Begin a connection as the runner does for each migration, with the settings that it starts with. */
  beginSession: (settings: ReadonlyMap<string, Setting>) => Promise<void>
  /** Run a statement that is not looked at; the error of the server where it refuses. */
  send: (sql: string) => Promise<ServerError | undefined>
  /** Run a statement and look at what it does. */
  observe: (sql: string, options: RunOptions) => Promise<Observation>
  /** Why a statement may not be run here: it would reach beyond the database. */
  refuses: (sql: string) => string | undefined
  /** What an error of the schema's scripts means here: it may be passed over, or mended. */
  forgives: (error: ServerError, sql: string) => Promise<'retry' | 'skip' | undefined>
  /** Fill the tables that are there. */
  fill: (rows: number) => Promise<FilledTable[]>
  /**
   * Take the database away; may be called at any time, and twice.
   *
   * @returns Names of what could not be dropped.
   */
  close: () => Promise<string[]>
}

/** The error of a database, `undefined` for any other. */
export function toServerError(error: unknown): ServerError | undefined {
  if (!(error instanceof Error)) return undefined
  const number: unknown = 'errno' in error ? error.errno : undefined
  const state: unknown = 'code' in error ? error.code : undefined
  if (typeof number === 'number' && 'sqlState' in error) return {code: String(number), message: error.message}
  if (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state)) return {code: state, message: error.message}
  return undefined
}
