import {UsageError} from '../../usage-error.js'
import {LiveCatalogError} from '../../schema/live/live-catalog.js'
import type {Engine} from '../engine.js'

/**
 * Connect to the database that a plan is carried out on; the URL's protocol says which driver is loaded.
 *
 * @throws {UsageError} When the URL is of no engine that a plan can be carried out on, or nobody answers there.
 */
export async function openEngine(url: string): Promise<Engine> {
  const open = await openerOf(URL.canParse(url) ? new URL(url).protocol : '')
  return open(url).catch((error: unknown) => {
    if (!(error instanceof LiveCatalogError)) throw error
    throw new UsageError(`Unexpected \`--database-url\`, expected a database that answers: ${error.message}`, {
      cause: error
    })
  })
}

async function openerOf(protocol: string): Promise<(url: string) => Promise<Engine>> {
  if (protocol === 'postgres:' || protocol === 'postgresql:')
    return (await import('../postgres/engine.js')).openPostgres
  if (protocol === 'mysql:' || protocol === 'mariadb:') return (await import('../mysql/engine.js')).openMysql
  throw new UsageError('Unexpected `--database-url`, expected `postgres://…`, `mysql://…` or `mariadb://…`')
}
