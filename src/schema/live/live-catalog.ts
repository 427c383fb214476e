/** What the readers of live databases have in common. */
import type {Server} from '../../server/server.js'
import type {Catalog} from '../catalog.js'
import type {ObjectName} from '../objects.js'

/** A schema as a server has it now, and what its sessions begin with. */
export interface LiveCatalog {
  catalog: Catalog
  /** As the server says it, or as the caller said it. */
  server: Server
  /** For `new Session(server, settings)`: `search_path`, `database`, `sql_mode`, … */
  settings: Record<string, string>
}

/** Rows written to a table since its server began to count. */
export interface WriteCount extends ObjectName {
  count: number
}

/** How long to wait for a connection, and for each query. */
export const connectTimeoutMs = 10_000
export const queryTimeoutMs = 60_000
/** Never stand in the way of others: give up where a table is locked. */
export const lockTimeoutMs = 5_000

/** The database cannot be reached or read; the message names it without password. */
export class LiveCatalogError extends Error {
  override name = 'LiveCatalogError'
}

/** A URL for people: user, host and database, no password, no parameters that may hold one. */
export function withoutPassword(url: string): string {
  try {
    const {host, pathname, protocol, username} = new URL(url)
    return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`
  } catch {
    // Not a URL: nothing of it can be shown safely.
    return 'the database'
  }
}

function reasonOf(error: unknown): string {
  // A refused connection to several addresses has no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  if (error instanceof Error) return error.message === '' ? error.name : error.message
  return String(error)
}

/** Wrap what a driver throws. */
export function cannotConnect(url: string, error: unknown): LiveCatalogError {
  return new LiveCatalogError(`Cannot connect to ${withoutPassword(url)}: ${reasonOf(error)}`, {cause: error})
}

/** Wrap what a query throws. */
export function cannotRead(url: string, error: unknown): LiveCatalogError {
  return new LiveCatalogError(`Cannot read the schema of ${withoutPassword(url)}: ${reasonOf(error)}`, {cause: error})
}
