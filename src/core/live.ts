import {LiveCatalogError} from '../schema/live/live-catalog.js'
import type {LiveCatalog, WriteCount} from '../schema/live/live-catalog.js'
import {UsageError} from '../usage-error.js'

/**
 * Read the schema of a live database; nothing is written.
 *
 * @param url Of the database, or `env:NAME` for one in the environment.
 * @throws {UsageError} When it cannot be reached or read.
 */
export async function readLive(url: string): Promise<LiveCatalog> {
  const {readLiveCatalog} = await import('../schema/live/read.js')
  return asUsage(() => readLiveCatalog(resolveUrl(url)))
}

/**
 * Read how many rows were written to each table of a live database so far; nothing is written.
 *
 * @param url Of the database, or `env:NAME` for one in the environment.
 * @throws {UsageError} When it cannot be reached or read.
 */
export async function readWrites(url: string): Promise<WriteCount[]> {
  const {readLiveWrites} = await import('../schema/live/read.js')
  return asUsage(() => readLiveWrites(resolveUrl(url)))
}

async function asUsage<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof LiveCatalogError)) throw error
    throw new UsageError(`Unexpected database, expected one that can be read: ${error.message}`, {cause: error})
  }
}

/**
 * The URL that a user means.
 *
 * @param url Of the database, or `env:NAME` for one in the environment.
 * @throws {UsageError} When the variable is not set.
 */
export function resolveUrl(url: string): string {
  if (!url.startsWith('env:')) return url
  const name = url.slice('env:'.length)
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new UsageError(`Unexpected database URL \`${url}\`, expected the variable \`${name}\` to be set`)
}
