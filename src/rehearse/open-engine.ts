import type {Project} from '../core/project.js'
import {assertSupported} from '../server/supported.js'
import {UsageError} from '../usage-error.js'
import type {Engine} from './engine.js'
import type {SchemaScript} from './prepare.js'

/**
 * Open a server to rehearse on; nothing is made on it yet. The URL's protocol says which driver is loaded.
 *
 * @throws {UsageError} When it cannot be reached, is not supported, or names a database with something in it.
 */
export async function openServer(url: string): Promise<Engine> {
  const engine = await connect(url)
  assertSupported(engine.server)
  return engine
}

async function connect(url: string): Promise<Engine> {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol === 'postgres:' || protocol === 'postgresql:') {
    const {openPostgresServer} = await import('./postgres/server-engine.js')
    return openPostgresServer(url)
  }
  if (protocol === 'mysql:' || protocol === 'mariadb:') {
    const {openMysqlServer} = await import('./mysql/server-engine.js')
    return openMysqlServer(url)
  }
  throw new UsageError('Unexpected `--engine-url`, expected `postgres://…`, `mysql://…` or `mariadb://…`')
}

/**
 * Open the engine that needs no server.
 *
 * @throws {UsageError} When there is none for the dialect, or it is not installed.
 */
export async function openEmbedded(project: Project, schema: readonly SchemaScript[]): Promise<Engine> {
  const {dialect} = project.server
  if (dialect !== 'postgres') {
    throw new UsageError(
      `Unexpected rehearsal on ${dialect === 'mysql' ? 'MySQL' : 'MariaDB'} without a server, expected ` +
        '`--engine-url mysql://…`: there is none that runs in this process'
    )
  }
  const {openPglite} = await import('./postgres/pglite-engine.js')
  return openPglite([...schema, ...project.migrations].map(({text}) => text))
}
