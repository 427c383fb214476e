/**
 * `npm run bench:apply:mysql [-- rows [rounds]]`: a change that needs a copy of the table, on a MySQL server of its own, by
 * sqlsafe, by pt-online-schema-change, by gh-ost where it is installed, and by the server itself, in turns: machines are
 * noisy, so what counts is the median of the ratios within a round, and the processor time of the server.
 */
import {execFile, execFileSync} from 'node:child_process'
import {existsSync, readFileSync, rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'
import mysql from 'mysql2/promise'
import {begin, prepare} from '../../src/apply/run/apply.js'
import {openEngine} from '../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../src/apply/settings.js'
import type {ApplySettings} from '../../src/apply/settings.js'
import {openProject} from '../../src/core/project.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {root} from '../../scripts/build/options.js'
import {writeProject} from '../helpers/cli.js'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 3)
const clauses = 'MODIFY qty bigint NOT NULL, ADD INDEX bench_email (email)'
const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')
const run = promisify(execFile)

const port = String(await freePort())
const data = join(home, 'data', `bench-${String(process.pid)}`)
/** Servers of the tests go without it; those of users do not, and without it renaming a file may wait for 0.1 s. */
const asUsual = ['--', '--innodb-doublewrite=ON']
const url = `${server('mysql-up.sh', [], asUsual).replace(/\/$/, '')}/bench`

interface Contestant {
  name: string
  change: () => Promise<unknown>
}

try {
  const contestants: Contestant[] = [
    {name: 'sqlsafe apply', change: () => applyOurs()},
    {name: '  by the binary log', change: () => applyOurs({capture: 'binlog'})},
    {name: 'pt-online-schema-change', change: ptOnlineSchemaChange(script('percona-toolkit.sh'))},
    ...ghost(),
    {name: 'ALGORITHM=COPY', change: () => send(`ALTER TABLE bench ${clauses}, ALGORITHM=COPY`)}
  ]
  for (const writers of [0, 4]) await compare(contestants, writers)
  for (const capture of ['triggers', 'binlog'] as const) {
    for (const size of [1000, 200_000]) for (const writers of [1, 8]) await measureSwap(size, writers, capture)
  }
} finally {
  server('mysql-down.sh', ['--wipe'])
}

/** What one change took. */
interface Taken {
  seconds: number
  /** Processor time of the server; `undefined`: the system does not tell. */
  cpu: number | undefined
  waits: Wait[]
}

interface Wait {
  start: number
  end: number
}

function waitOf({end, start}: Wait): number {
  return end - start
}

async function compare(contestants: readonly Contestant[], writers: number): Promise<void> {
  console.log(`\n${clauses}, ${String(rows)} rows, ${writers === 0 ? 'quiet' : `beside ${String(writers)} writers`}`)
  const taken = contestants.map((): Taken[] => [])
  const before = process.memoryUsage.rss()
  for (let round = 0; round < rounds; round++) {
    for (const [index, {change}] of contestants.entries()) {
      await fill()
      taken[index]?.push(await beside(writers, rows, change))
    }
  }
  for (const [index, {name}] of contestants.entries()) {
    const own = taken[index] ?? []
    const ratio = median(own.map(({seconds}, round) => seconds / (taken[0]?.[round]?.seconds ?? Number.NaN)))
    const rate = `${String(Math.round(rows / median(own.map(({seconds}) => seconds)))).padStart(8)} rows a second`
    const beside = index === 0 ? '' : `, sqlsafe is ${ratio.toFixed(2)} times as fast`
    const cpu = own.flatMap((each) => each.cpu ?? [])
    const work = cpu.length === 0 ? '' : `, ${median(cpu).toFixed(1)} s of the server's processor`
    console.log(`  ${name.padEnd(24)}${rate}${beside}${work}${describeWaits(own)}`)
  }
  console.log(`  memory of the process grew by ${((process.memoryUsage.rss() - before) / 2 ** 20).toFixed(0)} MB`)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: `utime` and `stime`, in hundredths of a second. */
async function processorSeconds(): Promise<number | undefined> {
  const connection = await mysql.createConnection(url)
  const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT @@pid_file AS file, @@datadir AS folder')
  await connection.end()
  const pid = readFileSync(resolve(String(rows[0]?.['folder']), String(rows[0]?.['file'])), 'utf8').trim()
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return undefined
  const rest = readFileSync(stat, 'utf8').split(') ')[1] ?? ''
  const [user, system] = rest.split(' ').slice(11, 13).map(Number)
  return ((user ?? 0) + (system ?? 0)) / 100
}

function server(name: string, parameters: readonly string[], options: readonly string[] = []): string {
  return script(name, ...parameters, '--port', port, '--data', data, ...options)
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
async function fill(size = rows): Promise<void> {
  await send(
    'DROP TABLE IF EXISTS bench',
    'CREATE TABLE bench (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL, qty int NOT NULL)',
    'SET cte_max_recursion_depth = 100000000',
    `INSERT INTO bench (email, qty)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(size)})
       SELECT concat(sha2(i, 224), '@x'), i % 1000 FROM n`,
    'ANALYZE TABLE bench'
  )
}

async function applyOurs({
  capture = defaultSettings.capture,
  onStatement = () => undefined
}: {capture?: ApplySettings['capture']; onStatement?: (sql: string) => void} = {}): Promise<void> {
  const folder = writeProject({'0001_change.sql': `ALTER TABLE bench ${clauses};`})
  const engine = await openEngine(url)
  const never = new AbortController().signal
  try {
    const configuration = {sizes: {smallRows: 0}}
    const paths = [join(folder, '0001_change.sql')]
    const project = await openProject({paths, cwd: folder, databaseUrl: url, configuration})
    const plan = await makePlan(project)
    await engine.hold()
    const settings = {...defaultSettings, capture, dropOld: true}
    await begin(plan, engine, await prepare(plan, engine, settings), {
      settings,
      stop: {afterBatch: never, now: never},
      deployed: true,
      onEvent(event) {
        if (event.type === 'statement') onStatement(event.sql)
      }
    })
    await send('DROP DATABASE sqlsafe')
  } finally {
    await engine.close()
    rmSync(folder, {recursive: true})
  }
}

/** How long writers wait for the swap when nobody is in its way: from the lock that was had to the one that is given back. */
async function measureSwap(size: number, writers: number, capture: ApplySettings['capture']): Promise<void> {
  const [locks, longest]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    await fill(size)
    let [locked, unlocked] = [0, 0]
    const {waits} = await beside(writers, size, () =>
      applyOurs({
        capture,
        onStatement(sql) {
          if (sql.startsWith('LOCK TABLES')) locked = performance.now()
          if (sql.startsWith('UNLOCK TABLES')) unlocked = performance.now()
        }
      })
    )
    locks.push(unlocked - locked)
    longest.push(Math.max(...waits.filter(({end, start}) => start < unlocked && end > locked).map(waitOf)))
  }
  console.log(
    `\nThe swap (${capture}) of ${String(size)} rows beside ${String(writers)} writers: its lock is held for ${median(locks).toFixed(0)} ms, the longest wait of a writer then is ${median(longest).toFixed(0)} ms (of ${longest.map((each) => each.toFixed(0)).join(', ')})`
  )
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
async function beside(writers: number, size: number, change: () => Promise<unknown>): Promise<Taken> {
  const waits: Wait[] = []
  let isRunning = true
  const peers = Array.from({length: writers}, async (_, number) => {
    const peer = await mysql.createConnection(url)
    while (isRunning) {
      const id = Math.floor(Math.random() * size)
      const sql = [
        `UPDATE bench SET qty = qty + 1 WHERE id = ${String(id)}`,
        `INSERT INTO bench (email, qty) VALUES ('w${String(number)}', 1)`,
        `DELETE FROM bench WHERE id = ${String(id)}`
      ][Math.floor(Math.random() * 3)]
      const start = performance.now()
      await peer.query(sql ?? '')
      waits.push({start, end: performance.now()})
      await new Promise((resolve) => setTimeout(resolve, 8))
    }
    await peer.end()
  })
  const before = await processorSeconds()
  const start = performance.now()
  await change()
  const seconds = (performance.now() - start) / 1000
  const after = await processorSeconds()
  isRunning = false
  await Promise.all(peers)
  return {seconds, waits, cpu: before === undefined || after === undefined ? undefined : after - before}
}

function describeWaits(taken: readonly Taken[]): string {
  const sorted = taken.map(({waits}) => waits.map(waitOf).toSorted((a, b) => a - b)).filter(({length}) => length > 0)
  if (sorted.length === 0) return ''
  const p99 = median(sorted.map((waits) => waits[Math.floor(waits.length * 0.99)] ?? 0))
  return `; writers: p99 ${p99.toFixed(1)} ms, longest ${median(sorted.map((waits) => waits.at(-1) ?? 0)).toFixed(0)} ms`
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
