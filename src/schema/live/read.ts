import type {Server} from '../../server/server.js'
import type {LiveCatalog, WriteCount} from './live-catalog.js'
import {LiveCatalogError} from './live-catalog.js'

/**
 * Read the schema of a live database, read-only. The URL's protocol says which driver is loaded:
 * `postgres:`, `postgresql:`, `mysql:` or `mariadb:`.
 *
 * @param server What the migrations are meant for; `undefined`: what the server says that it is.
 * @throws {LiveCatalogError} With one line that names the database without its password.
 */
export async function readLiveCatalog(url: string, server?: Server): Promise<LiveCatalog> {
  if (familyOf(url) === 'postgres') return (await import('./postgres.js')).readPostgresCatalog(url, server)
  return (await import('./mysql.js')).readMysqlCatalog(url, server)
}

/**
 * Read how many rows were written to each table so far, read-only.
 *
 * @throws {LiveCatalogError} With one line that names the database without its password.
 */
export async function readLiveWrites(url: string): Promise<WriteCount[]> {
  if (familyOf(url) === 'postgres') return (await import('./postgres.js')).readPostgresWrites(url)
  return (await import('./mysql.js')).readMysqlWrites(url)
}

function familyOf(url: string): 'postgres' | 'mysql' {
  const protocol = /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase()
  if (protocol === 'postgres' || protocol === 'postgresql') return 'postgres'
  if (protocol === 'mysql' || protocol === 'mariadb') return 'mysql'
  throw new LiveCatalogError(
    `Cannot connect to the database: unexpected protocol \`${protocol ?? 'none'}\`, expected ` +
      '`postgres://`, `mysql://` or `mariadb://`'
  )
}
