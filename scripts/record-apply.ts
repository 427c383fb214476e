// Records what `sqlsafe apply` says of the live demo while a report keeps the table, for its picture in the README:
// `npx tsx scripts/record-apply.ts <URL of a PostgreSQL server>`. It makes a database of its own there, and drops it.
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import pg from 'pg'
import type {ApplyEvent} from '../src/apply/events.js'
import {begin, prepare} from '../src/apply/run/apply.js'
import {openEngine} from '../src/apply/run/open-engine.js'
import {defaultSettings} from '../src/apply/settings.js'
import {plan as makePlan} from '../src/library/plan.js'

const root = new URL('..', import.meta.url)
const demo = 'fixtures/demo/live/'
const rows = 600_000
process.chdir(fileURLToPath(root))

const server = process.argv[2]
if (server === undefined) throw new TypeError('Expected the URL of a PostgreSQL server')
const database = `sqlsafe_picture_${String(process.pid)}`
const target = new URL(server)
target.pathname = `/${database}`

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function fill(client: pg.Client): Promise<void> {
  await client.query(readFileSync(`${demo}schema.sql`, 'utf8'))
  await client.query(`
    INSERT INTO customer SELECT i, 'customer ' || i FROM generate_series(1, 1000) i;
    INSERT INTO purchase (id, customer_id, total, note)
      SELECT i, 1 + i % 1000, i % 100, CASE WHEN i % 3 = 0 THEN 'gift' END FROM generate_series(1, ${String(rows)}) i`)
  await client.query('ANALYZE')
}

/** Carry the demo out; a report that reads the table ends when the second try was in vain. */
async function record(url: string, report: pg.Client): Promise<ApplyEvent[]> {
  const plan = await makePlan({paths: [`${demo}0005_note_every_purchase.sql`], databaseUrl: url, dialect: 'postgres'})
  const engine = await openEngine(url)
  const events: ApplyEvent[] = []
  await report.query('BEGIN')
  await report.query('SELECT sum(total) FROM purchase')
  let isReading = true
  try {
    const prepared = await prepare(plan, engine, defaultSettings)
    if (prepared.findings.length > 0) throw new Error(`Unexpected findings ${JSON.stringify(prepared.findings)}`)
    await begin(plan, engine, prepared, {
      settings: defaultSettings,
      stop: {afterBatch: new AbortController().signal, now: new AbortController().signal},
      deployed: false,
      onEvent(event) {
        if (event.type !== 'statement') events.push(event)
        if (event.type !== 'retry' || event.attempt < 2 || !isReading) return
        isReading = false
        void report.query('COMMIT')
      }
    })
  } finally {
    await engine.close()
  }
  return events
}

await withClient(server, (client) => client.query(`CREATE DATABASE ${database}`))
try {
  await withClient(target.href, fill)
  const events = await withClient(target.href, (report) => record(target.href, report))
  writeFileSync(`${demo}apply.json`, `${JSON.stringify(events, null, 2)}\n`)
} finally {
  await withClient(server, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`))
}
