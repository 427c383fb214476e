/** A later step that an old table is in the way of: seen before anything is begun, and never without a way out. */
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, expect, test} from 'vitest'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import {prepare} from '../../../../src/apply/run/apply.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import {digestOf} from '../../../../src/plan/digest.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {buildCli, writeProject} from '../../../helpers/cli.js'
import type {BuiltCli} from '../../../helpers/cli.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'

const rewrite = 'ALTER TABLE account ALTER COLUMN mood TYPE mood USING mood::text::mood;'
const rewriteTwo = `${rewrite} ALTER TABLE post ALTER COLUMN id TYPE bigint;`
const change = `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('good', 'bad'); ${rewrite}`

let cli: BuiltCli
let world: World
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(async () => {
  world = await createWorld(servers.at(-1)?.url ?? '', [
    "CREATE TYPE mood AS ENUM ('good', 'bad', 'ugly')",
    'CREATE TABLE account (id bigint PRIMARY KEY, mood mood NOT NULL)',
    'CREATE TABLE post (id int PRIMARY KEY)',
    "INSERT INTO account SELECT i, 'good' FROM generate_series(1, 300) i"
  ])
  folder = writeProject({})
})
afterEach(async () => {
  rmSync(folder, {recursive: true})
  await world.remove()
})

test('refuses a step that drops what the old table uses, unless that goes before', async () => {
  const plan = await world.plan(`${change} DROP TYPE mood_old;`)
  const engine = await openEngine(world.url)
  try {
    const findings = async (dropOld: boolean): Promise<string[]> =>
      (await prepare(plan, engine, {...defaultSettings, dropOld})).findings
        .filter(({check}) => check === 'kept-table')
        .map(({severity, text}) => `${severity}: ${text}`)
    expect(await findings(false)).toEqual([
      expect.stringMatching(/^error: Unexpected `DROP TYPE mood_old` in step .* give `--drop-old`/)
    ])
    expect(await findings(true)).toEqual([])
  } finally {
    await engine.close()
  }
})

test('the server refuses of ALTER TYPE what is said, while an old table has such values', async () => {
  await world.query('CREATE TYPE pair AS (a int, b int)')
  await world.query('CREATE TABLE old (p pair)')
  const refused: string[] = []
  for (const action of [
    'ADD ATTRIBUTE c int',
    'ALTER ATTRIBUTE a TYPE bigint',
    'RENAME ATTRIBUTE a TO z',
    'DROP ATTRIBUTE b'
  ]) {
    await world.query(`ALTER TYPE pair ${action}`).catch(() => refused.push(action))
  }
  expect(refused).toEqual(['ALTER ATTRIBUTE a TYPE bigint'])
})

test('comes to its end where steps fail that nobody had foreseen', async () => {
  const file = join(folder, 'plan.json')
  const plan = withLast(await world.plan(change), ['DROP TYPE mood_old', 'DROP TABLE account_bak'])
  writeFileSync(file, JSON.stringify(plan))
  const apply = (...more: string[]): ReturnType<BuiltCli['run']> =>
    cli.run(['apply', file, '--database-url', world.url, '--yes', ...more])

  expect((await apply()).stderr).toContain('cannot drop type mood_old because other objects depend on it')
  expect((await apply('--done', 'last-2')).stderr).toContain('`--done last-1`')
  expect((await cli.run(['cleanup', '--database-url', world.url, '--yes'])).stdout).toContain('dropped the old shape')
  expect((await apply()).stderr).toContain('table "account_bak" does not exist')
  expect((await apply('--done', 'nothing')).stderr).toContain('expected one that is still to be done')
  expect((await apply('--done', 'last-2')).code).toBe(0)

  expect(await world.query('SELECT count(*)::int AS n, min(mood::text) AS mood FROM account')).toEqual([
    {n: 300, mood: 'good'}
  ])
  expect(await world.query('SELECT status FROM sqlsafe.run')).toEqual([{status: 'done'}])
  expect(await world.query("SELECT to_regtype('mood_old') AS old")).toEqual([{old: null}])
})

test('keeps what a swap may have left that was begun and is not known to be done', async () => {
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify(withLast(await world.plan(rewriteTwo), ['DROP TABLE account_bak'])))
  expect((await cli.run(['apply', file, '--database-url', world.url, '--yes'])).stderr).toContain('"account_bak"')
  const swap = "(SELECT step FROM sqlsafe.step WHERE kind = 'shadow-swap' ORDER BY position DESC LIMIT 1)"
  await world.query(`UPDATE sqlsafe.step SET status = 'begun' WHERE step = ${swap}`)
  const cleanup = (): ReturnType<BuiltCli['run']> => cli.run(['cleanup', '--database-url', world.url, '--yes'])
  expect((await cleanup()).stdout).not.toContain('dropped')
  await world.query(`UPDATE sqlsafe.step SET status = 'done' WHERE step = ${swap}`)
  expect((await cleanup()).stdout).toContain('dropped the old shape')
})

function withLast(plan: Plan, statements: readonly string[]): Plan {
  const steps = statements.map((statement, index): PlannedStep<'transaction'> => ({
    id: `last-${String(index + 1)}`,
    kind: 'transaction',
    title: statement,
    input: {statements: [statement], statementTimeoutMs: null},
    settings: {},
    sql: [statement],
    locks: [],
    undo: [],
    source: {file: 0, line: 1}
  }))
  const next: Omit<Plan, 'digest'> = {...plan, phases: [...plan.phases, {kind: 'contract', steps}]}
  return {...next, digest: digestOf(next)}
}
