// The last part of `npm start`: plans a migration and carries it out on a real PostgreSQL, beside an application at work.
// Every write goes to a twin table too; in the end the plain statements are run on the twin, and both must be the same.
import {execFileSync, spawn} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {performance} from 'node:perf_hooks'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import pg from 'pg'

const root = fileURLToPath(new URL('..', import.meta.url))
const migration = 'fixtures/demo/live/0005_note_every_purchase.sql'
const home = process.env.SQLSAFE_SERVERS_DIR ?? join(tmpdir(), 'sqlsafe-servers')
const rows = 300_000

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const {port} = server.address()
    server.close(() => resolve(String(port)))
  })
})
const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-demo-'))
const data = join(home, 'data', `demo-${process.pid}`)
const env = {...process.env, SQLSAFE_SERVERS_DIR: home}
const script = (name, ...parameters) =>
  execFileSync(join(root, 'test/servers', name), [...parameters, '--port', port, '--data', data], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit']
  }).trim()

/** Sessions that write until they are stopped; each statement to both tables, in one transaction. */
function startWriters(url) {
  const ledger = {writes: 0, errors: [], longestMs: 0, stop: async () => {}}
  let isStopped = false
  const work = Array.from({length: 3}, async () => {
    const client = new pg.Client(url)
    await client.connect()
    while (!isStopped) {
      const id = 1 + Math.floor(Math.random() * rows)
      const note = Math.random() < 0.5 ? 'changed' : 'written'
      const writes = [
        [(table) => `UPDATE ${table} SET note = $2, total = total + 1 WHERE id = $1`, [id, note]],
        [(table) => `DELETE FROM ${table} WHERE id = $1 AND $2 = 'changed'`, [id, note]],
        [(table) => `UPDATE ${table} SET placed_at = placed_at + interval '1 s' WHERE id = $1`, [id]]
      ]
      const [sql, values] = writes[Math.floor(Math.random() * writes.length)]
      const start = performance.now()
      try {
        await client.query('BEGIN')
        for (const table of ['purchase', 'twin']) await client.query(sql(table), values)
        await client.query('COMMIT')
        ledger.writes++
      } catch (error) {
        ledger.errors.push(error.message)
        await client.query('ROLLBACK')
      }
      ledger.longestMs = Math.max(ledger.longestMs, performance.now() - start)
    }
    await client.end()
  })
  ledger.stop = async () => {
    isStopped = true
    await Promise.all(work)
  }
  return ledger
}

async function prepare(client) {
  await client.query(readFileSync(join(root, 'fixtures/demo/live/schema.sql'), 'utf8'))
  await client.query(`
    INSERT INTO customer SELECT i, 'customer ' || i FROM generate_series(1, 1000) i;
    INSERT INTO purchase (id, customer_id, total, note)
      SELECT i, 1 + i % 1000, i % 100, CASE WHEN i % 3 = 0 THEN 'gift' END FROM generate_series(1, ${rows}) i;
    CREATE TABLE twin (LIKE purchase INCLUDING ALL);
    INSERT INTO twin SELECT * FROM purchase`)
  await client.query('ANALYZE')
}

/** Run the program as a user would, while the writers go on in this process. */
async function sqlsafe(...parameters) {
  console.log(`\n$ sqlsafe ${parameters.join(' ')}\n`)
  const options = {cwd: root, stdio: 'inherit', env: {...env, DATABASE_URL: url}}
  const child = spawn(process.execPath, ['dist/cli.js', ...parameters], options)
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`sqlsafe ${parameters[0]} ended with ${code}`)
}

const url = script('pg-up.sh', '--version', '18')
try {
  const client = new pg.Client(url)
  await client.connect()
  await prepare(client)
  const plan = join(folder, 'plan.json')
  const database = ['--database-url', 'env:DATABASE_URL']
  await sqlsafe('plan', migration, ...database)
  writeFileSync(
    plan,
    execFileSync(process.execPath, ['dist/cli.js', 'plan', migration, '--database-url', url, '--format', 'json'], {
      cwd: root
    })
  )
  const ledger = startWriters(url)
  await sqlsafe('apply', plan, ...database, '--yes')
  await ledger.stop()

  await client.query("UPDATE twin SET note = 'none' WHERE note IS NULL")
  const different =
    'SELECT count(*)::int AS rows FROM ((TABLE purchase EXCEPT TABLE twin) UNION ALL (TABLE twin EXCEPT TABLE purchase)) d'
  const [{rows: lost}] = (await client.query(different)).rows
  await client.end()
  console.log(
    `\nMeanwhile the application wrote ${ledger.writes} times; ${ledger.errors.length} errors, longest wait ${Math.round(ledger.longestMs)} ms.` +
      `\nRows that differ from the twin, on which the plain statement was run: ${lost}.`
  )
  if (lost !== 0 || ledger.errors.length > 0) process.exitCode = 1
} finally {
  script('pg-down.sh', '--wipe')
  rmSync(folder, {recursive: true, force: true})
}
