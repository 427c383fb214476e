import {parseVersion} from '../../server/server.js'
import type {Engine} from '../engine.js'
import {applySettings, observe, send} from './engine.js'
import {fillPostgres} from './fill.js'
import {startPglite} from './pglite.js'

/** PostgreSQL in this process, in memory. */
export async function openPglite(texts: readonly string[]): Promise<Engine> {
  const link = await startPglite(texts)
  const [row] = await link.query<{server_version: string}>('SHOW server_version')
  const version = parseVersion(row?.server_version ?? '')
  return {
    server: {dialect: 'postgres', version},
    name: `PGlite (PostgreSQL ${version.join('.')} in this process)`,
    create: () => Promise.resolve(),
    async beginSession(settings) {
      await link.query('ROLLBACK')
      await link.query('DISCARD ALL')
      await applySettings(link, settings)
    },
    send: (sql) => send(link, sql),
    observe: (sql, options) => observe(link, undefined, sql, options),
    refuses: () => undefined,
    fill: (rows) => fillPostgres(link, rows),
    async forgives({code, message}) {
      // A dump names roles that only its own server has; this one is nobody's.
      const role = code === '42704' ? /^role "(.*)" does not exist$/.exec(message)?.[1] : undefined
      if (role === undefined) return undefined
      await link.query(`CREATE ROLE "${role.replaceAll('"', '""')}"`)
      return 'retry'
    },
    async close() {
      await link.end()
      return []
    }
  }
}
