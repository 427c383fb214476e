/** The catalog after a history is the one that a server has after running it. */
import {readFileSync} from 'node:fs'
import mysql from 'mysql2/promise'
import pg from 'pg'
import {describe, expect, it} from 'vitest'
import type {Server} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {readLiveCatalog} from '../../../src/schema/live/read.js'
import {Session} from '../../../src/schema/session.js'
import {shapeOf} from './shape.js'

const folder = new URL('../../../fixtures/schema/', import.meta.url)

/** Run a history on a server and through `change`, one statement after the other. */
async function replay(
  files: readonly string[],
  server: Server,
  settings: Record<string, string>,
  run: (sql: string) => Promise<unknown>
): Promise<Catalog> {
  const read = await loadReader(server)
  const catalog = new Catalog()
  const session = new Session(server, settings)
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8')
    const {statements} = read(text)
    for (const {commands, problems, range} of statements) {
      expect(problems).toEqual([])
      await run(text.slice(range.start, range.end))
      for (const command of commands) change(command, catalog, session, 1)
    }
  }
  return catalog
}

const postgresVersions = [14, 15, 16, 17, 18].map(
  (version) => [version, process.env[`SQLSAFE_TEST_POSTGRES_${String(version)}_URL`]] as const
)

describe.each(postgresVersions)('PostgreSQL %s', (version, base) => {
  it.skipIf(base === undefined)('has what the catalog has', async () => {
    const name = `sqlsafe_schema_${String(version)}_${String(process.pid)}`
    const admin = new pg.Client({connectionString: base})
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
    const url = new URL(base ?? '')
    url.pathname = name
    const client = new pg.Client({connectionString: url.href})
    try {
      await client.connect()
      const files = ['postgres.sql', ...(version >= 18 ? ['postgres-18.sql'] : [])]
      const catalog = await replay(files, {dialect: 'postgres', version: [version]}, {}, (sql) => client.query(sql))
      // As an application has it that must not keep transactions open: reading takes longer between its queries.
      const impatient = new URL(url)
      impatient.searchParams.set('options', '-cidle_in_transaction_session_timeout=1ms')
      const live = await readLiveCatalog(impatient.href)
      expect(live.server.version[0]).toBe(version)
      expect(shapeOf(catalog, live.server.dialect)).toEqual(shapeOf(live.catalog, live.server.dialect))
    } finally {
      await client.end()
      await admin.query(`DROP DATABASE IF EXISTS ${name}`)
      await admin.end()
    }
  })
})

const others: Array<[variable: string, server: Server, files: string[]]> = [
  ['SQLSAFE_TEST_MYSQL_URL', {dialect: 'mysql', version: [9, 7]}, ['mysql.sql', 'mysql-9.sql']],
  ['SQLSAFE_TEST_MARIADB_URL', {dialect: 'mariadb', version: [10, 11]}, ['mysql.sql', 'mariadb.sql']],
  ['SQLSAFE_TEST_MARIADB11_URL', {dialect: 'mariadb', version: [11, 8]}, ['mysql.sql', 'mariadb.sql']]
]

describe.each(others)('%s', (variable, server, files) => {
  const base = process.env[variable]

  it.skipIf(base === undefined)('has what the catalog has', async () => {
    const name = `sqlsafe_schema_${String(process.pid)}`
    const connection = await mysql.createConnection(base ?? '')
    try {
      await connection.query(`CREATE DATABASE ${name}`)
      await connection.query(`USE ${name}`)
      const catalog = await replay(files, server, {database: name}, (sql) => connection.query(sql))
      const url = new URL(base ?? '')
      url.pathname = name
      const live = await readLiveCatalog(url.href)
      expect(live.server.dialect).toBe(server.dialect)
      expect(live.settings['database']).toBe(name)
      expect(shapeOf(catalog, live.server.dialect)).toEqual(shapeOf(live.catalog, live.server.dialect))
    } finally {
      await connection.query(`DROP DATABASE IF EXISTS ${name}`)
      await connection.end()
    }
  })
})

describe('readLiveCatalog', () => {
  it.each(['postgres', 'mysql'])('names a %s server that it cannot reach, without the password', async (protocol) => {
    await expect(readLiveCatalog(`${protocol}://me:secret@127.0.0.1:1/shop`)).rejects.toThrow(
      new RegExp(`^Cannot connect to ${protocol}://me@127\\.0\\.0\\.1:1/shop: (?!.*secret)`)
    )
  })

  it('refuses other protocols', async () => {
    await expect(readLiveCatalog('oracle://x')).rejects.toThrow(/unexpected protocol `oracle`/)
  })
})
