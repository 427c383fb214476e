/**
 * `npm run bench:apply:mysql [-- rows]`: a change that needs a copy of the table, on a MySQL server of its own, by
 * sqlsafe, by pt-online-schema-change, by gh-ost where it is installed, and by the server itself, in the same run:
 * machines are noisy, so what counts is the ratios.
 */
import {execFile, execFileSync} from 'node:child_process'
import {rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import mysql from 'mysql2/promise'
import {begin, prepare} from '../../src/apply/apply.js'
import {openEngine} from '../../src/apply/open-engine.js'
import {defaultSettings} from '../../src/apply/settings.js'
import {openProject} from '../../src/core/project.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {root} from '../../scripts/build/options.js'
import {writeProject} from '../helpers/cli.js'

const rows = Number(process.argv[2] ?? 1_000_000)
const clauses = 'MODIFY qty bigint NOT NULL, ADD INDEX bench_email (email)'
const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')
const run = promisify(execFile)

const port = String(await freePort())
const data = join(home, 'data', `bench-${String(process.pid)}`)
const url = `${server('mysql-up.sh').replace(/\/$/, '')}/bench`

interface Contestant {
  name: string
  change: () => Promise<unknown>
}

try {
  const contestants: Contestant[] = [
    {name: 'sqlsafe apply', change: applyOurs},
    {name: 'pt-online-schema-change', change: ptOnlineSchemaChange(script('percona-toolkit.sh'))},
    ...ghost(),
    {name: 'ALGORITHM=COPY', change: () => send(`ALTER TABLE bench ${clauses}, ALGORITHM=COPY`)}
  ]
  for (const writers of [0, 4]) {
    console.log(`\n${clauses}, ${String(rows)} rows, ${writers === 0 ? 'quiet' : `beside ${String(writers)} writers`}`)
    let ours: number | undefined
    for (const {change, name} of contestants) {
      await fill()
      const {seconds, waits} = await beside(writers, change)
      ours ??= seconds
      const rate = `${String(Math.round(rows / seconds)).padStart(8)} rows a second`
      const ratio = ours === seconds ? '' : `, sqlsafe is ${(seconds / ours).toFixed(2)} times as fast`
      console.log(`  ${name.padEnd(24)}${rate}${ratio}${describeWaits(waits)}`)
    }
  }
} finally {
  server('mysql-down.sh', '--wipe')
}

function server(name: string, ...parameters: string[]): string {
  return script(name, ...parameters, '--port', port, '--data', data)
}

function script(name: string, ...parameters: string[]): string {
  const env = {...process.env, SQLSAFE_SERVERS_DIR: home}
  return execFileSync(join(root, 'test/servers', name), parameters, {env, encoding: 'utf8'}).trim()
}

async function send(...statements: string[]): Promise<void> {
  const connection = await mysql.createConnection(url.replace(/\/bench$/, '/'))
  await connection.query('CREATE DATABASE IF NOT EXISTS bench')
  await connection.query('USE bench')
  for (const statement of statements) await connection.query(statement)
  await connection.end()
}

/** A table of about a hundred bytes a row. */
async function fill(): Promise<void> {
  await send(
    'DROP TABLE IF EXISTS bench',
    'CREATE TABLE bench (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL, qty int NOT NULL)',
    'SET cte_max_recursion_depth = 100000000',
    `INSERT INTO bench (email, qty)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(rows)})
       SELECT concat(sha2(i, 224), '@x'), i % 1000 FROM n`,
    'ANALYZE TABLE bench'
  )
}

async function applyOurs(): Promise<void> {
  const folder = writeProject({'0001_change.sql': `ALTER TABLE bench ${clauses};`})
  const engine = await openEngine(url)
  const never = new AbortController().signal
  try {
    const project = await openProject({paths: [join(folder, '0001_change.sql')], cwd: folder, databaseUrl: url})
    const plan = await makePlan(project)
    await engine.hold()
    await begin(plan, engine, await prepare(plan, engine, defaultSettings), {
      settings: {...defaultSettings, dropOld: true},
      stop: {afterBatch: never, now: never},
      deployed: true,
      onEvent() {}
    })
    await send('DROP DATABASE sqlsafe')
  } finally {
    await engine.close()
    rmSync(folder, {recursive: true})
  }
}

/** With what it does by itself, but for MySQL 9: bare EXPLAIN is a tree there, which it reads as no rows at all. */
function ptOnlineSchemaChange(program: string): () => Promise<unknown> {
  return () =>
    run(program, [
      '--execute',
      '--alter',
      clauses,
      '--no-version-check',
      '--max-load',
      'Threads_running=100',
      '--critical-load',
      'Threads_running=1000',
      '--set-vars',
      'explain_format=TRADITIONAL',
      `h=127.0.0.1,P=${port},u=root,D=bench,t=bench`
    ])
}

function ghost(): Contestant[] {
  const parameters = ['--host=127.0.0.1', `--port=${port}`, '--user=root', '--database=bench', '--table=bench']
  const options = ['--allow-on-master', '--execute', '--ok-to-drop-table', '--initially-drop-old-table']
  try {
    execFileSync('gh-ost', ['--version'], {stdio: 'ignore'})
  } catch {
    console.log('gh-ost is not installed here: left out')
    return []
  }
  return [{name: 'gh-ost', change: () => run('gh-ost', [...parameters, ...options, `--alter=${clauses}`])}]
}

/** Small transactions go on meanwhile, each session about a hundred a second. */
async function beside(writers: number, change: () => Promise<unknown>): Promise<{seconds: number; waits: number[]}> {
  const waits: number[] = []
  let isRunning = true
  const peers = Array.from({length: writers}, async (_, number) => {
    const peer = await mysql.createConnection(url)
    while (isRunning) {
      const id = Math.floor(Math.random() * rows)
      const sql = [
        `UPDATE bench SET qty = qty + 1 WHERE id = ${String(id)}`,
        `INSERT INTO bench (email, qty) VALUES ('w${String(number)}', 1)`,
        `DELETE FROM bench WHERE id = ${String(id)}`
      ][Math.floor(Math.random() * 3)]
      const start = performance.now()
      await peer.query(sql ?? '')
      waits.push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, 8))
    }
    await peer.end()
  })
  const start = performance.now()
  await change()
  const seconds = (performance.now() - start) / 1000
  isRunning = false
  await Promise.all(peers)
  return {seconds, waits}
}

function describeWaits(waits: number[]): string {
  if (waits.length === 0) return ''
  const sorted = waits.toSorted((a, b) => a - b)
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0
  return `; writers: p99 ${p99.toFixed(1)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address()
      listener.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  })
}
