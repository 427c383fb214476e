/**
 * Killed at random points, again and again, beside an application at work: nothing twice, nothing lost. Each plan is killed
 * a few times; `SQLSAFE_TEST_KILLS` says how often otherwise: CONTRIBUTING.md.
 */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {digestOf} from '../../../../src/plan/digest.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {buildCli} from '../../../helpers/cli.js'
import type {BuiltCli} from '../../../helpers/cli.js'
import {runAndKill} from '../../../helpers/kill.js'
import {withSteps} from '../world.js'
import {createRandom} from '../writers.js'
import type {Turn, Write} from '../writers.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'
import {startWriters} from './writers.js'

const wanted = process.env['SQLSAFE_TEST_KILLS']
const kills = Number(wanted ?? 2)
const rows = 2000

const columns =
  'shop int NOT NULL, number int NOT NULL, note varchar(20), qty int NOT NULL, price int NOT NULL, total int, PRIMARY KEY (shop, number), KEY by_qty (qty)'
const numbers = Array.from({length: rows}, (_, index) => index + 1)
const filled = numbers.map((i) => `(${[i % 3, i, `'n${String(i)}'`, i % 7, i % 11].join(', ')})`).join(', ')
const setup = ['account', 'account_twin']
  .flatMap((name) => [
    `CREATE TABLE ${name} (${columns})`,
    `INSERT INTO ${name} (shop, number, note, qty, price) VALUES ${filled}`
  ])
  .concat([
    'CREATE TABLE visit (id int PRIMARY KEY, hits int NOT NULL DEFAULT 0)',
    `INSERT INTO visit (id) VALUES ${numbers.map((i) => `(${String(i)})`).join(', ')}`
  ])

/** What the release does that the backfill is for: it writes `total` itself. */
function nextWrite(random: (limit: number) => number): Turn {
  const [shop, number, qty, fresh] = [random(3), random(rows) + 1, random(100), 10_000 + random(2 ** 30)]
  const [first, ...rest]: readonly [Write, ...Write[]] = [
    (table) => ({
      sql: `UPDATE ${table} SET qty = ?, total = qty * price WHERE shop = ? AND number = ?`,
      values: [qty, shop, number]
    }),
    (table) => ({sql: `UPDATE ${table} SET note = NULL WHERE shop = ? AND number = ?`, values: [shop, number]}),
    (table) => ({
      sql: `UPDATE ${table} SET number = ? WHERE shop = ? AND number = ?`,
      values: [fresh, shop, number]
    }),
    (table) => ({sql: `DELETE FROM ${table} WHERE shop = ? AND number = ?`, values: [shop, number]}),
    (table) => ({
      sql: `INSERT INTO ${table} (shop, number, note, qty, price, total) VALUES (?, ?, 'new', ?, 3, ? * 3) ON DUPLICATE KEY UPDATE total = VALUES(qty) * price, qty = VALUES(qty)`,
      values: [shop, number, qty, qty]
    })
  ]
  return {key: 1, write: rest[random(rest.length + 1)] ?? first}
}

const ofDatabase = (name: string): {schema: string; name: string} => ({schema: '', name})

const batches: readonly PlannedStep[] = [
  stepOf('fill', 'batch', {
    table: ofDatabase('account'),
    verb: 'update',
    set: 'total = target.qty * target.price',
    where: 'target.total IS NULL',
    idempotent: true
  }),
  stepOf('count', 'batch', {
    table: ofDatabase('visit'),
    verb: 'update',
    set: 'hits = target.hits + 1',
    idempotent: false
  })
]

/** None of them could be done twice; enough for all kills. */
const definitions = Array.from({length: kills + 4}, (_, index) => String(index + 1)).flatMap((i) => [
  `ADD COLUMN extra_${i} int NOT NULL DEFAULT ${i}, ALGORITHM = INSTANT`,
  `ADD KEY by_extra_${i} (extra_${i}, note), ALGORITHM = INPLACE, LOCK = NONE`,
  ...(i === '1' ? [] : [`DROP KEY by_extra_${i}, ALGORITHM = INPLACE, LOCK = NONE`])
])

const small = ['--batch-rows', '40', '--max-batch-rows', '40', '--lock-retries', '100', '--log-format', 'json']

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

interface Killing {
  plan: Plan
  /** Statements that do the same to the twin at once. */
  plain: readonly string[]
  /** Statements that one run may send before it is killed. */
  most: number
  capture?: 'triggers' | 'binlog'
  seed: number
}

/** Carry a plan out while it is killed again and again, beside the writers, then run the plain statements on the twin. */
async function killOften(world: World, {capture = 'triggers', most, plain, plan, seed}: Killing): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-'))
  const writers = await startWriters(world, ['account', 'account_twin'], 2, nextWrite)
  const errors: string[] = []
  try {
    const file = join(folder, 'plan.json')
    writeFileSync(file, JSON.stringify({...plan, digest: digestOf(plan)}))
    const random = createRandom(seed)
    let killed = 0
    for (let isDone = false; !isDone;) {
      const args = ['apply', file, '--database-url', world.url, '--yes', ...small, '--capture', capture]
      const run = await runAndKill(cli.path, args, {
        text: '"type":"statement"',
        times: killed < kills ? 1 + random(most) : Infinity,
        momentMs: random(3) * random(8)
      })
      if (run.killed) killed++
      else if (run.code !== 0) throw new Error(run.said.slice(-2000))
      isDone = !run.killed
    }
    expect(killed).toBe(kills)
    expect(writers.done()).toBeGreaterThan(kills)
  } finally {
    errors.push(...(await writers.stop()))
    rmSync(folder, {recursive: true})
  }
  expect(errors).toEqual([])
  for (const sql of plain) await world.query(sql)
  const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table} ORDER BY shop, number`)
  expect(await content('account')).toEqual(await content('account_twin'))
}

describe.each(servers)('$server', {retry: 0}, ({dialect, server, url}) => {
  const isNewest = server === 'MariaDB 11.8'

  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')

  test.skipIf(isNewest)('abort leaves no table on which a preflight tried a shape when it was killed', async () => {
    await world.query('CREATE TABLE account_sqlsafe_0123abcd_pre (id int)')
    await expect(cli.run(['abort', '--database-url', world.url, '--yes'])).resolves.toMatchObject({code: 0})
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  test.skipIf(isNewest)(`ends as if nobody had killed its batches ${String(kills)} times`, async () => {
    const plan = withSteps(await world.plan('SELECT 1'), [...batches])
    const plain = ['UPDATE account_twin SET total = qty * price WHERE total IS NULL']
    await killOften(world, {plan, plain, most: 12, seed: 1})
    expect(await world.query('SELECT hits, count(*) AS times FROM visit GROUP BY hits')).toEqual([
      {hits: 1, times: rows}
    ])
  })

  test.skipIf(isNewest)(`ends as if nobody had killed its ALTERs ${String(kills)} times`, async () => {
    const steps = definitions.map((clauses, index) =>
      stepOf(`ddl-${String(index)}`, 'ddl', {
        statement: `ALTER TABLE account ${clauses}`,
        tables: [ofDatabase('account')]
      })
    )
    const plan = withSteps(await world.plan('SELECT 1'), steps)
    const plain = definitions.map((clauses) => `ALTER TABLE account_twin ${clauses}`)
    await killOften(world, {plan, plain, most: 4, seed: 2})
    expect(await shape('account')).toBe(await shape('account_twin'))
  })

  // Each way on one of them, unless it is asked for.
  const captures = (['triggers', 'binlog'] as const).filter(
    (capture) => wanted !== undefined || (capture === 'binlog') === (dialect === 'mysql')
  )
  test.each(captures)(`ends as if nobody had killed its shadow table ${String(kills)} times: %s`, async (capture) => {
    const change = 'MODIFY qty bigint NOT NULL, ADD KEY by_note (note)'
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    await killOften(world, {plan, plain: [`ALTER TABLE account_twin ${change}`], most: 60, seed: 3, capture})
    expect(await shape('account')).toBe(await shape('account_twin'))
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect((await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))).toEqual([
      'account',
      expect.stringMatching(/^account_sqlsafe_[0-9a-f]{8}_old$/),
      'account_twin',
      'visit'
    ])
  })
})
