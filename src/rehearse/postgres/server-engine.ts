/** Rehearsing on a PostgreSQL server, in a database of its own. */
import {parseVersion} from '../../server/server.js'
import {UsageError} from '../../usage-error.js'
import {cannotConnect, withoutPassword} from '../../schema/live/live-catalog.js'
import {databaseName} from '../database.js'
import type {Engine} from '../engine.js'
import {applySettings, observe, send} from './engine.js'
import {fillPostgres} from './fill.js'
import {connectPostgres} from './link.js'
import type {PostgresLink} from './link.js'
import {reachesBeyond} from './reach.js'

/** What belongs to an extension came with the server. */
const tablesQuery = `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND nspname !~ '^(pg_|information_schema$)'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND classid = 'pg_class'::regclass AND deptype = 'e')
  ORDER BY 1`

/**
 * Look at a server; nothing is made yet.
 *
 * @param url Of the server, or of a database on it that is empty: a database of its own is made beside it.
 * @throws {UsageError} When it cannot be reached, or names a database with something in it.
 */
export async function openPostgresServer(url: string): Promise<Engine> {
  const version = await assertEmpty(url)
  const database = databaseName()
  const own = new URL(url)
  own.pathname = `/${database}`
  const connect = (): Promise<PostgresLink> => connectPostgres(own.href)
  let session: PostgresLink | undefined
  let created = false

  const current = (): PostgresLink => {
    if (session === undefined) throw new TypeError('Unexpected use of the engine, expected `beginSession` first')
    return session
  }

  return {
    server: {dialect: 'postgres', version},
    name: `PostgreSQL ${version.join('.')} (${withoutPassword(own.href)})`,
    async create() {
      created = true
      // `template1` may hold what the server's owner likes to have in each database.
      await onServer(url, (link) => link.query(`CREATE DATABASE ${database} TEMPLATE template0`))
    },
    async beginSession(settings) {
      await session?.end()
      session = await connect()
      await applySettings(session, settings)
    },
    send: (sql) => send(current(), sql),
    observe: (sql, options) => observe(current(), connect, sql, options),
    refuses: reachesBeyond,
    fill: (rows) => fillPostgres(current(), rows),
    forgives({code, message}) {
      // Owners and grants of a dump: who owns a table changes no lock.
      return Promise.resolve(code === '42704' && /^role ".*" does not exist$/.test(message) ? 'skip' : undefined)
    },
    async close() {
      if (!created) return []
      created = false
      try {
        await onServer(url, (link) => link.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))
        return []
      } catch {
        // Said to the user, with the name.
        return [database]
      } finally {
        await session?.end().catch(() => undefined)
      }
    }
  }
}

async function onServer<Result>(url: string, use: (link: PostgresLink) => Promise<Result>): Promise<Result> {
  const link = await connectPostgres(url).catch((error: unknown) => {
    throw new UsageError(
      `Unexpected \`--engine-url\`, expected a server that can be reached: ${cannotConnect(url, error).message}`,
      {cause: error}
    )
  })
  try {
    return await use(link)
  } finally {
    await link.end()
  }
}

/** @returns The version of the server. */
async function assertEmpty(url: string): Promise<readonly number[]> {
  return onServer(url, async (link) => {
    const [row] = await link.query<{server_version: string}>('SHOW server_version')
    const tables = await link.query<{name: string}>(tablesQuery)
    if (tables.length > 0) {
      throw new UsageError(
        `Unexpected \`--engine-url\` ${withoutPassword(url)} with ${tables.length} relations in it, such as \`${tables[0]?.name ?? ''}\`; ` +
          'expected a server to try things on, by the URL of an empty database on it, such as `postgres`'
      )
    }
    return parseVersion(row?.server_version ?? '')
  })
}
