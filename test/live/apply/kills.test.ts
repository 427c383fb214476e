/**
 * Killed at random points, again and again, beside an application at work: nothing twice, nothing lost.
 * `SQLSAFE_TEST_KILLS` says how often otherwise: CONTRIBUTING.md.
 */
import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {digestOf} from '../../../src/plan/digest.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {buildCli} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'
import {createRandom, startWriters} from './writers.js'
import type {Turn, Write} from './writers.js'

const kills = Number(process.env['SQLSAFE_TEST_KILLS'] ?? 25)
const rows = 4000

const columns =
  'shop int, number int, note text, qty int NOT NULL, price int NOT NULL, total int, PRIMARY KEY (shop, number)'
const filled = `SELECT i % 3, i, 'n' || i, i % 7, i % 11 FROM generate_series(1, ${String(rows)}) i`
const setup = ['orders', 'orders_twin']
  .flatMap((name) => [
    `CREATE TABLE ${name} (${columns}) WITH (autovacuum_enabled = false)`,
    `CREATE INDEX ${name}_qty ON ${name} (qty)`,
    `INSERT INTO ${name} (shop, number, note, qty, price) ${filled}`
  ])
  .concat([
    'CREATE TABLE visit (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), hits int NOT NULL DEFAULT 0, note text) WITH (autovacuum_enabled = false)',
    `INSERT INTO visit (note) SELECT 'n' FROM generate_series(1, ${String(rows)})`
  ])

/** What the release does that the backfill is for: it writes `total` itself. */
function nextWrite(random: (limit: number) => number): Turn {
  const [shop, number, qty] = [random(3), random(rows) + 1, random(100)]
  const fresh = random(2 ** 30) * (random(2) === 0 ? 1 : -1)
  const [first, ...rest]: readonly [Write, ...Write[]] = [
    (table) => ({
      sql: `UPDATE ${table} SET qty = $3::int, total = $3::int * price WHERE shop = $1 AND number = $2`,
      values: [shop, number, qty]
    }),
    (table) => ({sql: `UPDATE ${table} SET note = 'w' || qty WHERE number = $1`, values: [number]}),
    (table) => ({
      sql: `UPDATE ${table} SET number = $3 WHERE shop = $1 AND number = $2`,
      values: [shop, number, fresh]
    }),
    (table) => ({sql: `DELETE FROM ${table} WHERE shop = $1 AND number = $2`, values: [shop, number]}),
    (table) => ({
      sql: `INSERT INTO ${table} VALUES ($1, $2, 'new', $3::int, 3, $3::int * 3) ON CONFLICT (shop, number) DO UPDATE SET qty = EXCLUDED.qty, total = EXCLUDED.qty * ${table}.price`,
      values: [shop, number, qty]
    })
  ]
  return {key: number, write: rest[random(rest.length + 1)] ?? first}
}

function batchStep(id: string, table: string, input: Partial<PlannedStep<'batch'>['input']>): PlannedStep<'batch'> {
  return {
    id,
    kind: 'batch',
    title: id,
    input: {table: {schema: 'public', name: table}, verb: 'update', idempotent: false, ...input},
    settings: {},
    sql: [],
    locks: [{relation: table, lock: 'ROW EXCLUSIVE', long: false}],
    undo: [],
    source: {file: 0, line: 1}
  }
}

function withBatches(plan: Plan): Plan {
  const fill = batchStep('fill', 'orders', {
    set: 'total = target.qty * target.price',
    where: 'target.total IS NULL',
    idempotent: true
  })
  const count = batchStep('count', 'visit', {set: 'hits = target.hits + 1'})
  const next: Omit<Plan, 'digest'> = {...plan, phases: [...plan.phases, {kind: 'backfill', steps: [fill, count]}]}
  return {...next, digest: digestOf(next)}
}

/** Run the program; kill it after so many statements. */
function applyAndKill(
  cli: BuiltCli,
  file: string,
  url: string,
  after: number
): Promise<{code: number | null; killed: boolean; said: string}> {
  return new Promise((resolve) => {
    const small = ['--batch-rows', '40', '--max-batch-rows', '40', '--log-format', 'json']
    const child = spawn(process.execPath, [cli.path, 'apply', file, '--database-url', url, '--yes', ...small])
    let [said, killed] = ['', false]
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (killed || said.split('"type":"statement"').length <= after) return
      killed = true
      child.kill('SIGKILL')
    })
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('close', (code) => {
      resolve({code, killed, said})
    })
  })
}

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

/** Carry a plan out while it is killed again and again, beside the writers, then run the plain statements on the twin. */
async function killOften(world: World, plan: Plan, plain: string, times: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-'))
  try {
    const file = join(folder, 'plan.json')
    writeFileSync(file, JSON.stringify(plan))
    const random = createRandom(seed)
    const writers = await startWriters(world, ['orders', 'orders_twin'], 3, nextWrite)
    let killed = 0
    for (let isDone = false; !isDone;) {
      const run = await applyAndKill(cli, file, world.url, killed < times ? 1 + random(8) : Infinity)
      if (run.killed) killed++
      else if (run.code !== 0) throw new Error(run.said.slice(-2000))
      isDone = !run.killed
    }
    const written = writers.done()
    expect(await writers.stop()).toEqual([])
    expect(written).toBeGreaterThan(times)
    expect(killed).toBe(times)
    await world.query(plain)
    for (const [a, b] of [
      ['orders', 'orders_twin'],
      ['orders_twin', 'orders']
    ]) {
      expect(await world.query(`SELECT * FROM ${a ?? ''} EXCEPT SELECT * FROM ${b ?? ''}`)).toEqual([])
    }
  } finally {
    rmSync(folder, {recursive: true})
  }
}

describe.each(servers)('PostgreSQL $version', ({url: server, version}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(server, setup)
  })
  afterEach(() => world.remove())

  const indexes = (): Promise<unknown> =>
    world.query(
      "SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 'orders'::regclass ORDER BY 1"
    )

  test(`ends as if nobody had killed its batches and builds ${String(kills)} times`, async () => {
    const change = 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL; CREATE INDEX orders_note_idx ON orders (note);'
    const plain = 'UPDATE orders_twin SET total = qty * price WHERE total IS NULL'
    await killOften(world, withBatches(await world.plan(change)), plain, kills, version)
    expect(await world.query('SELECT hits, count(*)::int AS rows FROM visit GROUP BY hits')).toEqual([{hits: 1, rows}])
    expect(await indexes()).toEqual([
      {name: 'orders_note_idx', valid: true},
      {name: 'orders_pkey', valid: true},
      {name: 'orders_qty', valid: true}
    ])
    expect(
      await world.query(
        "SELECT attnotnull AS it FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'note'"
      )
    ).toEqual([{it: true}])
  })

  test(`ends as if nobody had killed its shadow table ${String(kills)} times`, async () => {
    const change = 'ALTER TABLE orders ALTER COLUMN qty TYPE bigint;'
    const plan = await world.plan(change)
    expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).toContain('shadow-copy')
    await killOften(world, plan, 'ALTER TABLE orders_twin ALTER COLUMN qty TYPE bigint', kills, version)
    expect(await indexes()).toEqual([
      {name: 'orders_pkey', valid: true},
      {name: 'orders_qty', valid: true}
    ])
    expect(
      await world.query("SELECT tgname FROM pg_trigger WHERE tgrelid = 'orders'::regclass AND NOT tgisinternal")
    ).toEqual([])
  })

  // Its steps are those of the shadow table before; how it is made is the same on both.
  test.each(version === 18 ? [4] : [])('ends as if nobody had killed a copy made by hand %s times', async (times) => {
    const change = `CREATE TABLE orders_new (${columns}) PARTITION BY HASH (shop);
      CREATE TABLE orders_0 PARTITION OF orders_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE orders_1 PARTITION OF orders_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO orders_new SELECT * FROM orders;
      DROP TABLE orders;
      ALTER TABLE orders_new RENAME TO orders;`
    const plan = await world.plan(change)
    expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).toContain('shadow-copy')
    await killOften(world, plan, 'SELECT 1', times, version)
    expect(
      await world.query("SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'orders'::regclass")
    ).toEqual([{n: 2}])
  })
})
