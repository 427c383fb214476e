/**
 * `npm run bench:apply [-- rows [rounds [backfill,not-null,shadow]]]`: carrying plans out on a PostgreSQL server of its
 * own, beside what one would write by hand, in the same run and by turns: machines are noisy, so what counts is the
 * ratios, each between the best rounds of both.
 */
import {execFileSync} from 'node:child_process'
import {rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import pg from 'pg'
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
const wanted = (process.argv[4] ?? 'backfill,not-null,shadow').split(',')
const batchRows = 10_000
/** Seconds from the last batch that changed rows to the end of its step, which the bare loop has nothing like. */
const lastLook = 'last look'
const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')

const port = String(await freePort())
const data = join(home, 'data', `bench-${String(process.pid)}`)
// What PostgreSQL comes with: who waits for the disk with each commit does so here too.
const defaults = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'shared_buffers=128MB'].flatMap(
  (each) => ['-c', each]
)
const url = server('pg-up.sh', ['--version', '18'], ['--', ...defaults])
const client = new pg.Client(url)
try {
  await client.connect()
  if (wanted.includes('backfill')) await benchBackfill()
  if (wanted.includes('not-null')) await benchNotNull()
  if (wanted.includes('shadow')) for (const writers of [0, 4]) await benchShadow(writers)
} finally {
  await client.end()
  server('pg-down.sh', ['--wipe'])
}

function server(script: string, parameters: readonly string[], options: readonly string[] = []): string {
  const args = [...parameters, '--port', port, '--data', data, ...options]
  const env = {...process.env, SQLSAFE_SERVERS_DIR: home}
  return execFileSync(join(root, 'test/servers', script), args, {env, encoding: 'utf8'}).trim()
}

/** A table of a hundred bytes a row, and nothing else going on. */
async function fill(): Promise<void> {
  await client.query('DROP TABLE IF EXISTS bench')
  await client.query(
    'CREATE TABLE bench (id bigint PRIMARY KEY, email text, total int) WITH (autovacuum_enabled = false)'
  )
  await client.query(`INSERT INTO bench SELECT i, repeat('x', 60) || i FROM generate_series(1, ${String(rows)}) i`)
  await client.query('VACUUM bench')
  await client.query('CHECKPOINT')
}

async function benchBackfill(): Promise<void> {
  const change = 'UPDATE bench SET total = length(email) WHERE total IS NULL'
  console.log(`\nBackfill of ${String(rows)} rows`)
  const before = process.memoryUsage.rss()
  const [single, bare, ours] = await byTurns([
    () => timed(() => client.query(change)),
    () =>
      timed(async () => {
        for (let from = 0; from < rows; from += batchRows) {
          await client.query(`${change} AND id > $1 AND id <= $2`, [from, from + batchRows])
        }
      }),
    () => timed(() => apply(change, {batchRows, maxBatchRows: batchRows}))
  ])
  show('one UPDATE', single.seconds)
  show('bare loop over pg', bare.seconds)
  show('sqlsafe apply', ours.seconds, bare.seconds, 'the bare loop')
  const look = ours.result.get(lastLook) ?? 0
  show('  its batches alone', (ours.result.get('batch') ?? 0) - look, bare.seconds, 'the bare loop')
  console.log(`  looking whether rows are left took ${look.toFixed(2)} seconds`)
  showMemory(before)
}

async function benchNotNull(): Promise<void> {
  const change = 'ALTER TABLE bench ALTER COLUMN email SET NOT NULL'
  console.log(`\nLongest wait of a SELECT and an UPDATE beside SET NOT NULL on ${String(rows)} rows`)
  await fill()
  const naive = await longestWait(() => client.query(change))
  await fill()
  const ours = await longestWait(() => apply(change, {}))
  console.log(`  plain statement ${naive.toFixed(0)} ms, sqlsafe apply ${ours.toFixed(0)} ms`)
}

/** A table built anew beside itself, with what keeps it up to date and the check of every row, against the bare copy. */
async function benchShadow(writers: number): Promise<void> {
  console.log(
    `\nShadow table of ${String(rows)} rows, ${writers === 0 ? 'quiet' : `beside ${String(writers)} writers`}`
  )
  const before = process.memoryUsage.rss()
  const [bare, ours] = await byTurns([
    async () => {
      await client.query('CREATE TABLE bench_copy (LIKE bench INCLUDING ALL)')
      const taken = await beside(writers, () => client.query('INSERT INTO bench_copy SELECT * FROM bench'))
      await client.query('DROP TABLE bench_copy')
      return taken
    },
    () => beside(writers, () => apply('ALTER TABLE bench ALTER COLUMN total TYPE bigint', {dropOld: true, batchRows}))
  ])
  show('INSERT … SELECT', bare.seconds)
  show('sqlsafe apply', ours.seconds, bare.seconds, 'INSERT … SELECT')
  show('  its copy alone', ours.result.get('shadow-copy') ?? 0, bare.seconds, 'INSERT … SELECT')
  const parts = [...ours.result].filter(([, each]) => each >= 0.01)
  console.log(`  seconds: ${parts.map(([name, each]) => `${name} ${each.toFixed(2)}`).join(', ')}`)
  if (writers > 0)
    console.log(`  writers: ${describeWaits(bare.waits)} before, ${describeWaits(ours.waits)} beside sqlsafe apply`)
  showMemory(before)
}

/** What was measured; the best round counts. */
interface Timed<Result> {
  seconds: number
  result: Result
}

/** Each in every round, on a table that is filled anew. */
async function byTurns<const Works extends ReadonlyArray<() => Promise<{seconds: number}>>>(
  works: Works
): Promise<{[Index in keyof Works]: Awaited<ReturnType<Works[Index]>>}> {
  const best: Array<{seconds: number}> = []
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      await fill()
      const taken = await work()
      if (taken.seconds < (best[index]?.seconds ?? Infinity)) best[index] = taken
    }
  }
  return best as {[Index in keyof Works]: Awaited<ReturnType<Works[Index]>>}
}

async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const start = performance.now()
  const result = await work()
  return {seconds: (performance.now() - start) / 1000, result}
}

/** Small transactions go on meanwhile, each session about a hundred a second. */
async function beside<Result>(
  writers: number,
  work: () => Promise<Result>
): Promise<Timed<Result> & {waits: number[]}> {
  const waits: number[] = []
  let isRunning = true
  const peers = Array.from({length: writers}, async () => {
    const peer = new pg.Client(url)
    await peer.connect()
    while (isRunning) {
      const start = performance.now()
      await peer.query('UPDATE bench SET total = 1 WHERE id = $1', [1 + Math.floor(Math.random() * rows)])
      waits.push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, 8))
    }
    await peer.end()
  })
  const taken = await timed(work)
  isRunning = false
  await Promise.all(peers)
  return {...taken, waits}
}

function describeWaits(waits: readonly number[]): string {
  const sorted = waits.toSorted((a, b) => a - b)
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0
  return `p99 ${p99.toFixed(1)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`
}

/** Seconds of each step by its kind, and of what comes before the first. */
type Times = Map<string, number>

async function apply(sql: string, settings: Partial<ApplySettings>): Promise<Times> {
  const times: Times = new Map()
  const start = performance.now()
  let changed = start
  const folder = writeProject({'0001_change.sql': sql})
  const engine = await openEngine(url)
  const never = new AbortController().signal
  const all = {...defaultSettings, ...settings}
  try {
    const project = await openProject({paths: [join(folder, '0001_change.sql')], cwd: folder, databaseUrl: url})
    const plan = await makePlan(project)
    const kinds = new Map(plan.phases.flatMap(({steps}) => steps).map(({id, kind}) => [id, kind]))
    await engine.hold()
    const prepared = await prepare(plan, engine, all)
    times.set('plan and preflight', (performance.now() - start) / 1000)
    await begin(plan, engine, prepared, {
      settings: all,
      stop: {afterBatch: never, now: never},
      deployed: false,
      onEvent(event) {
        if (event.type === 'batch' && event.rows > 0) changed = performance.now()
        if (event.type !== 'step-end') return
        if (kinds.get(event.step) === 'batch') times.set(lastLook, (performance.now() - changed) / 1000)
        const kind = kinds.get(event.step) ?? event.step
        times.set(kind, (times.get(kind) ?? 0) + event.ms / 1000)
      }
    })
    await client.query('DROP SCHEMA sqlsafe CASCADE')
    return times
  } finally {
    await engine.close()
    rmSync(folder, {recursive: true})
  }
}

/** Milliseconds that one of many small statements took while the work went on. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  const statements = ['SELECT email FROM bench WHERE id = 1', 'UPDATE bench SET total = 1 WHERE id = 2']
  let [isRunning, longest] = [true, 0]
  const peers = statements.map(async (sql) => {
    const peer = new pg.Client(url)
    await peer.connect()
    while (isRunning) {
      const start = performance.now()
      await peer.query(sql)
      longest = Math.max(longest, performance.now() - start)
    }
    await peer.end()
  })
  await work()
  isRunning = false
  await Promise.all(peers)
  return longest
}

function show(name: string, seconds: number, other?: number, of = ''): void {
  const ratio = other === undefined ? '' : `, ${(other / seconds).toFixed(2)} times ${of}`
  console.log(`  ${name.padEnd(20)} ${String(Math.round(rows / seconds)).padStart(8)} rows a second${ratio}`)
}

function showMemory(before: number): void {
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20
  console.log(`  memory of the process grew by ${grown.toFixed(0)} MB`)
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
