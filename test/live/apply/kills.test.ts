/**
 * Killed at random points, again and again, beside an application at work: nothing twice, nothing lost, and no trace of it.
 * `SQLSAFE_TEST_KILLS` says how often otherwise: CONTRIBUTING.md.
 */
import {join} from 'node:path'
import {rmSync} from 'node:fs'
import {beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/plan/digest.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {runAndKill} from '../../helpers/kill.js'
import {recipeCases, rows} from './recipe-cases.js'
import type {RecipeCase} from './recipe-cases.js'
import {createTwins, expectTwins, startApplication} from './recipe-world.js'
import {servers} from './world.js'
import type {World} from './world.js'
import {createRandom} from './writers.js'

/** At the most: a plan may be at its end before. */
const wanted = process.env['SQLSAFE_TEST_KILLS']
const killsOn = (version: number): number => Number(wanted ?? (version < 18 ? 2 : 3))

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

const small = [
  '--batch-rows',
  '40',
  '--max-batch-rows',
  '40',
  '--accept',
  'incoming-foreign-keys',
  '--accept',
  'triggers',
  '--log-format',
  'json'
]

/** Carry a plan out through all of its releases while it is killed again and again; how often it was. */
async function killOften(world: World, plan: Plan, each: RecipeCase, version: number): Promise<number> {
  const folder = writeProject({'plan.json': JSON.stringify(plan)})
  const random = createRandom(version)
  let [killed, release] = [0, 0]
  const writers = await startApplication(world, each, () => release)
  const more = [...small]
  try {
    for (let isDone = false; !isDone;) {
      const args = ['apply', join(folder, 'plan.json'), '--database-url', world.url, '--yes', ...more.splice(0)]
      const run = await runAndKill(cli.path, args, {
        text: '"type":',
        times: killed < killsOn(version) ? 1 + random(killed === 0 ? 2 : 9) : Infinity,
        // At the first time some plans are soon done.
        momentMs: killed === 0 ? 0 : random(3) * random(8)
      })
      if (run.killed) killed++
      // It says so again when it is asked again.
      else if (run.said.includes('"type":"gate"')) {
        release++
        more.push('--deployed')
      } else if (run.code !== 0) throw new Error(run.said.slice(-2000))
      else isDone = true
      more.push(...small)
    }
    return killed
  } finally {
    rmSync(folder, {recursive: true})
    expect(await writers.stop()).toEqual([])
  }
}

/** No table says itself which of its rows were counted. */
const counted: RecipeCase = {
  recipe: '',
  change: 'UPDATE visit SET hits = hits + 1',
  setup: [
    'CREATE TABLE visit (id uuid PRIMARY KEY, hits int NOT NULL, note text) WITH (autovacuum_enabled = false)',
    `INSERT INTO visit SELECT md5(i::text)::uuid, 0, 'n' FROM generate_series(1, ${String(rows)}) i`
  ],
  writes: ({fresh, id}) => {
    const sql = `UPDATE visit SET note = 'w${String(fresh)}' WHERE id = md5('${String(id)}')::uuid`
    return () => sql
  },
  rows: 'SELECT * FROM visit'
}

/** Plan something else, and have batches instead that no recipe makes. */
async function planCounting(world: World): Promise<Plan> {
  const plan = await world.plan('ALTER TABLE visit ALTER COLUMN note SET DEFAULT 1')
  const step: PlannedStep<'batch'> = {
    id: 'count',
    kind: 'batch',
    title: 'Count',
    input: {table: {schema: 'public', name: 'visit'}, verb: 'update', idempotent: false, set: 'hits = target.hits + 1'},
    settings: {},
    sql: [],
    locks: [{relation: 'visit', lock: 'ROW EXCLUSIVE', long: false}],
    undo: [],
    source: {file: 0, line: 1}
  }
  const next: Omit<Plan, 'digest'> = {...plan, phases: [{kind: 'backfill', steps: [step]}]}
  return {...next, digest: digestOf(next)}
}

describe.each(servers)('PostgreSQL $version ends as if nobody had killed it', {retry: 0}, ({url, version}) => {
  const cases = [...Object.entries(recipeCases), ['each row is counted', counted] as const]

  it.concurrent.each(cases)('%s', async (_, each) => {
    const world = await createTwins(url, each)
    try {
      const plan = each === counted ? await planCounting(world) : await world.plan(each.change)
      expect(await killOften(world, plan, each, version)).toBeGreaterThan(0)
      await expectTwins(world, each)
    } finally {
      await world.remove()
    }
  })
})
