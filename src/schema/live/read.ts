import type {Server} from '../../core/server.js'
import type {LiveCatalog} from './live-catalog.js'
import {LiveCatalogError} from './live-catalog.js'

/**
 * Read the schema of a live database, read-only. The URL's protocol says which driver is loaded:
 * `postgres:`, `postgresql:`, `mysql:` or `mariadb:`.
 *
 * @param server What the migrations are meant for; `undefined`: what the server says that it is.
 * @throws {LiveCatalogError} With one line that names the database without its password.
 */
export async function readLiveCatalog(url: string, server?: Server): Promise<LiveCatalog> {
  const protocol = /^([a-z]+):\/\//i.exec(url)?.[1]?.toLowerCase()
  if (protocol === 'postgres' || protocol === 'postgresql') {
    const {readPostgresCatalog} = await import('./postgres.js')
    return readPostgresCatalog(url, server)
  }
  if (protocol === 'mysql' || protocol === 'mariadb') {
    const {readMysqlCatalog} = await import('./mysql.js')
    return readMysqlCatalog(url, server)
  }
  throw new LiveCatalogError(
    `Cannot connect to the database: unexpected protocol \`${protocol ?? 'none'}\`, expected ` +
      '`postgres://`, `mysql://` or `mariadb://`'
  )
}
