import {setTimeout} from 'node:timers/promises'
import {createConnection} from 'mysql2/promise'
import pg from 'pg'
import {expect, test} from 'vitest'
import {readSizes} from '../../../src/core/sizes/read-sizes.js'

const name = `sqlsafe_sizes_${String(process.pid)}`
const seconds = 1

function urlOf(variable: string): string {
  const url = process.env[variable]
  if (url === undefined) throw new Error(`Unexpected environment, expected \`${variable}\``)
  return url
}

test('how big and busy tables of PostgreSQL are', async () => {
  const server = urlOf('SQLSAFE_TEST_POSTGRES_URL')
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(server)
  url.pathname = name
  const client = new pg.Client(url.href)
  await client.connect()
  try {
    await client.query('CREATE TABLE busy (id int); CREATE SCHEMA audit; CREATE TABLE audit.quiet (id int)')
    await client.query('INSERT INTO busy SELECT generate_series(1, 5000); INSERT INTO audit.quiet VALUES (1)')
    await client.query('CREATE TABLE wide (body text); ALTER TABLE wide ALTER COLUMN body SET STORAGE EXTERNAL')
    await client.query("INSERT INTO wide SELECT repeat('x', 3000000) FROM generate_series(1, 4)")
    await client.query('CREATE TABLE grown (id int) WITH (autovacuum_enabled = off); CREATE TABLE more (LIKE grown)')
    await client.query(
      'ALTER TABLE more SET (autovacuum_enabled = off); INSERT INTO more SELECT generate_series(1, 10000)'
    )
    await client.query('ANALYZE')
    // What came since the last analysis counts.
    await client.query('INSERT INTO grown SELECT generate_series(1, 90000)')
    await client.query('INSERT INTO more SELECT generate_series(1, 90000)')
    await flush(client)
    const {
      server: {dialect},
      sizes
    } = await readBeside(url.href, async () => {
      await client.query('UPDATE busy SET id = id + 1')
      await flush(client)
    })
    expect(dialect).toBe('postgres')
    expect(sizes.get('audit.quiet')).toMatchObject({rows: 1, bytes: 8192, writesPerSecond: 0})
    // Four rows on one page; the rest is beside them.
    expect(sizes.get('wide')?.bytes).toBeGreaterThan(12_000_000)
    expect(sizes.get('wide')?.bytes).toBeLessThan(15_000_000)
    for (const name of ['grown', 'more']) {
      expect(sizes.get(name)?.rows).toBeGreaterThanOrEqual(90_000)
      expect(sizes.get(name)?.bytes).toBeGreaterThan(3_000_000)
    }
    expect(sizes.get('busy')?.rows).toBe(5000)
    expect(sizes.get('busy')?.bytes).toBeGreaterThan(100_000)
    expect(sizes.get('busy')?.writesPerSecond).toBeGreaterThan(0)
  } finally {
    await client.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
})

/** Read while rows are written all the time: nobody knows when it begins to count, and when it ends. */
async function readBeside(url: string, write: () => Promise<void>): ReturnType<typeof readSizes> {
  const end = new AbortController()
  const reading = readSizes(url, seconds).finally(() => {
    end.abort()
  })
  while (!end.signal.aborted) {
    await write()
    await setTimeout(100)
  }
  return reading
}

/** A session hands over its counters when it is idle, or when it is told to: from PostgreSQL 15 on. */
async function flush(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_stat_force_next_flush()')
}

test('how big and busy tables of MySQL are', async () => {
  const url = new URL(urlOf('SQLSAFE_TEST_MYSQL_URL'))
  const connection = await createConnection(url.href)
  await connection.query(`CREATE DATABASE ${name}`)
  try {
    await connection.query(`CREATE TABLE ${name}.busy (id int AUTO_INCREMENT PRIMARY KEY, n int)`)
    await connection.query(`CREATE TABLE ${name}.quiet (id int)`)
    await connection.query(`INSERT INTO ${name}.busy (n) VALUES ${Array.from({length: 1000}, () => '(1)').join()}`)
    url.pathname = name
    await connection.query(`ANALYZE TABLE ${name}.busy, ${name}.quiet`)
    const {
      server: {dialect},
      sizes
    } = await readBeside(url.href, async () => {
      await connection.query(`UPDATE ${name}.busy SET n = n + 1`)
    })
    expect(dialect).toBe('mysql')
    expect(sizes.get('quiet')).toMatchObject({rows: 0, writesPerSecond: 0})
    expect(sizes.get('busy')?.rows).toBeGreaterThan(900)
    expect(sizes.get('busy')?.writesPerSecond).toBeGreaterThan(100)
  } finally {
    await connection.query(`DROP DATABASE ${name}`)
    await connection.end()
  }
})
