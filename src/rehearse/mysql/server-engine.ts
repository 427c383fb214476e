/** Rehearsing on a MySQL or MariaDB server, in two databases of its own with one schema. */
import {parseVersion} from '../../server/server.js'
import {UsageError} from '../../usage-error.js'
import {cannotConnect, withoutPassword} from '../../schema/live/live-catalog.js'
import type {Setting} from '../../schema/session.js'
import {databaseName} from '../database.js'
import {toServerError} from '../engine.js'
import type {Engine} from '../engine.js'
import {fillMysql} from './fill.js'
import {connectMysql} from './link.js'
import type {MysqlLink} from './link.js'
import {follow, observe, send} from './observe.js'
import type {Pair} from './observe.js'
import {reachesBeyond} from './reach.js'

/**
 * Look at a server; nothing is made yet.
 *
 * @param url Of the server, or of a database on it that is empty: databases of its own are made beside it.
 * @throws {UsageError} When it cannot be reached, or names a database with something in it.
 */
export async function openMysqlServer(url: string): Promise<Engine> {
  const {databases, version: text} = await onServer(url, (link) => look(link, url))
  const version = parseVersion(text)
  const dialect = /mariadb/i.test(text) ? 'mariadb' : 'mysql'
  const database = databaseName()
  const names = [database, `${database}_twin`] as const
  let pair: Pair | undefined
  let created = false

  const current = (): Pair => {
    if (pair === undefined) throw new TypeError('Unexpected use of the engine, expected `beginSession` first')
    return pair
  }

  return {
    server: {dialect, version},
    name: `${dialect === 'mysql' ? 'MySQL' : 'MariaDB'} ${version.join('.')} (${withoutPassword(url)}, database ${database})`,
    async create(settings) {
      created = true
      await onServer(url, async (link) => {
        for (const name of names) await link.query(`CREATE DATABASE ${name}${charsetOf(settings)}`)
      })
    },
    async beginSession(settings) {
      // What could not keep up stays behind.
      const alone = pair !== undefined && pair.twin === undefined
      await endPair(pair)
      const [main, twin, watcher] = await Promise.all([...names, undefined].map((name) => connectMysql(url, name)))
      if (main === undefined || twin === undefined || watcher === undefined) throw new TypeError('Unexpected end')
      pair = {dialect, version, database, main, twin: alone ? undefined : twin, watcher}
      if (alone) await twin.end()
      if (dialect === 'mysql') await watcher.query('SET SESSION information_schema_stats_expiry = 0')
      await watcher.query('SET SESSION lock_wait_timeout = 5')
      for (const link of alone ? [main] : [main, twin]) await applySettings(link, settings)
    },
    async send(sql) {
      const error = await send(current().main, sql)
      if (error === undefined) await follow(current(), sql)
      return error
    },
    observe: (sql, {effects}) => observe(current(), sql, effects),
    refuses: (sql) => reachesBeyond(sql, databases),
    fill: (rows) => fillMysql(current().main, rows),
    forgives: () => Promise.resolve(undefined),
    async close() {
      if (!created) return []
      created = false
      const open = pair === undefined ? [] : [pair.main, pair.watcher, ...(pair.twin ? [pair.twin] : [])]
      for (const link of open) link.destroy()
      try {
        return await onServer(url, (link) => drop(link, names, open))
      } catch {
        // Said to the user, with the names.
        return [...names]
      }
    }
  }
}

/** Databases that cannot be dropped are named. */
async function drop(link: MysqlLink, names: readonly string[], open: readonly MysqlLink[]): Promise<string[]> {
  // A statement that still runs would hold its locks: it is ended. Those that have gone already cannot be.
  for (const {id} of open) await send(link, `KILL ${id}`)
  const left: string[] = []
  for (const name of names) {
    if ((await send(link, `DROP DATABASE IF EXISTS ${name}`)) !== undefined) left.push(name)
  }
  return left
}

async function endPair(pair: Pair | undefined): Promise<void> {
  if (pair === undefined) return
  await Promise.all([pair.main.end(), pair.watcher.end(), pair.twin?.end()])
}

async function onServer<Result>(url: string, use: (link: MysqlLink) => Promise<Result>): Promise<Result> {
  const link = await connectMysql(url, undefined).catch((error: unknown) => {
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

/** The version, and the databases that are there; refuses one that has something in it. */
async function look(link: MysqlLink, url: string): Promise<{version: string; databases: string[]}> {
  const [row] = await link.read<{version: string}>('SELECT VERSION() AS version')
  const all = await link.read<{name: string}>('SELECT schema_name AS name FROM information_schema.schemata')
  const named = decodeURIComponent(new URL(url).pathname.slice(1))
  if (named !== '') {
    if (!all.some(({name}) => name === named)) {
      throw new UsageError(
        `Unexpected \`--engine-url\` ${withoutPassword(url)}, expected the URL of the server: there is no database \`${named}\` on it`
      )
    }
    const tables = await link.read<{name: string}>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${named.replaceAll("'", "''")}'`
    )
    if (tables.length > 0) {
      throw new UsageError(
        `Unexpected \`--engine-url\` ${withoutPassword(url)} with ${tables.length} tables in it, such as \`${tables[0]?.name ?? ''}\`; ` +
          'expected a server to try things on, by its URL without a database'
      )
    }
  }
  const databases = all.map(({name}) => name).filter((name) => name.toLowerCase() !== 'information_schema')
  return {version: row?.version ?? '', databases}
}

function charsetOf(settings: ReadonlyMap<string, Setting>): string {
  const charset = settings.get('character_set_server')?.value
  const collation = settings.get('collation_server')?.value
  return `${charset === undefined ? '' : ` CHARACTER SET ${charset}`}${collation === undefined ? '' : ` COLLATE ${collation}`}`
}

/** Put the settings that the runner's connection starts with on a session; the database is the rehearsal's own. */
async function applySettings(link: MysqlLink, settings: ReadonlyMap<string, Setting>): Promise<void> {
  for (const [name, {value}] of settings) {
    if (name === 'database') continue
    const text = /^(?:-?\d+(?:\.\d+)?|ON|OFF|DEFAULT)$/i.test(value) ? value : `'${value.replaceAll("'", "''")}'`
    const error = await link.query(`SET SESSION ${name} = ${text}`).then(
      () => undefined,
      (reason: unknown) => toServerError(reason)
    )
    if (error === undefined) continue
    throw new UsageError(
      `Unexpected setting \`${name}\` of the runner, expected one that the server takes: ${error.message}`
    )
  }
}
