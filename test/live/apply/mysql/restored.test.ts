/** The journal is of the whole server: what it tells of a database that was restored, or made anew, is looked at. */
import {randomUUID} from 'node:crypto'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {prepare} from '../../../../src/apply/run/apply.js'
import {applyPlan} from '../../../../src/apply/run/apply-plan.js'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {withSteps} from '../world.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'

const account = {schema: '', name: 'account'}
const definition = 'CREATE TABLE account (id int PRIMARY KEY, old int, new int, key (old))'
const rows = 'INSERT INTO account VALUES (1, 1, NULL), (2, 2, NULL)'

const ddl = (id: string, statement: string, table = account): PlannedStep =>
  stepOf(id, 'ddl', {statement, tables: [table]})
const addNote = ddl('note', 'ALTER TABLE account ADD COLUMN note int')
const dropOld = ddl('drop', 'ALTER TABLE account DROP COLUMN old, ALGORITHM=INPLACE')
const fill = stepOf('fill', 'batch', {
  table: account,
  verb: 'update',
  set: 'new = old + coalesce(new, 0)',
  idempotent: false
})

describe.each(servers)('$server', ({url}) => {
  let world: World
  let empty: Plan
  beforeAll(async () => {
    world = await createWorld(url, [definition])
    empty = await world.plan('SELECT 1')
  })
  beforeEach(() => restore())
  afterAll(() => world.remove())

  const restore = async (): Promise<void> => {
    for (const sql of ['DROP TABLE IF EXISTS account', definition, rows]) await world.query(sql)
  }
  const planOf = (...steps: PlannedStep[]): Plan => ({...withSteps(empty, steps), digest: randomUUID()})
  const apply = (plan: Plan, ...accept: string[]): Promise<unknown> => applyPlan(plan, {databaseUrl: world.url, accept})
  const find = async (plan: Plan): Promise<unknown> => {
    const engine = await openEngine(world.url)
    const {findings, finishedAt} = await prepare(plan, engine, defaultSettings)
    await engine.close()
    if (finishedAt !== undefined) return 'finished'
    return findings.filter(({check}) => check === 'same-database').map(({severity, text}) => `${severity} ${text}`)
  }
  const columns = async (): Promise<unknown[]> =>
    (
      await world.query(
        'SELECT column_name AS it FROM information_schema.columns WHERE table_schema = database() ORDER BY ordinal_position'
      )
    ).map(({it}) => it)
  const values = async (): Promise<unknown[]> => (await world.query('SELECT new FROM account')).map((row) => row['new'])

  test('carries a plan out once more whose tables are as before it', async () => {
    const plan = planOf(fill, addNote)
    await apply(plan)
    expect(await find(plan)).toBe('finished')
    await restore()
    expect(await find(plan)).toEqual([expect.stringMatching(/^note .*account` is as it was before that/)])
    await apply(plan)
    expect(await columns()).toEqual(['id', 'old', 'new', 'note'])
    expect(await values()).toEqual([1, 2])
    expect(await find(plan)).toBe('finished')
  })

  test('does not take rows for written in a table that was made anew, nor write them twice unasked', async () => {
    const plan = planOf(addNote, fill)
    await apply(plan)
    await world.query('ALTER TABLE account ADD INDEX (new), ALGORITHM=INPLACE')
    expect(await find(plan)).toBe('finished')
    await restore()
    await world.query('ALTER TABLE account ADD COLUMN note int')
    expect(await find(plan)).toEqual([expect.stringMatching(/^warning Unexpected table .*account` made anew since/)])
    await expect(apply(plan)).rejects.toThrow(/made anew/)
    expect(await values()).toEqual([null, null])
  })

  test('carries out what makes a table in a database that was made anew', async () => {
    const name = {schema: '', name: 'extra'}
    const plan = planOf(ddl('extra', 'CREATE TABLE extra (id int PRIMARY KEY)', name))
    await apply(plan)
    await world.query('DROP TABLE extra')
    await apply(plan)
    expect(await columns()).toContain('id')
    await world.query('DROP TABLE extra')
  })

  test('refuses where the table is gone, or has a shape that no run gave it', async () => {
    const plan = planOf(addNote)
    await apply(plan)
    await world.query('DROP TABLE account')
    expect(await find(plan)).toEqual([expect.stringMatching(/^warning /)])
    await world.query('CREATE TABLE account (id int PRIMARY KEY)')
    expect(await find(plan)).toEqual([expect.stringMatching(/^warning /)])
  })

  test('knows a table again that others have rebuilt since, or emptied', async () => {
    const [first, second] = [
      planOf(addNote),
      planOf(ddl('copy', 'ALTER TABLE account MODIFY new bigint, ALGORITHM=COPY'))
    ]
    await apply(first)
    await world.query('ALTER TABLE account FORCE')
    expect(await find(first)).toBe('finished')
    await apply(second)
    await world.query('ALTER TABLE account ADD COLUMN more int')
    await world.query('ALTER TABLE account ADD INDEX (more)')
    expect([await find(first), await find(second)]).toEqual(['finished', 'finished'])
    await world.query('TRUNCATE account')
    expect([await find(first), await find(second)]).toEqual([[expect.any(String)], [expect.any(String)]])
  })

  test('does not go on with a run whose tables were restored from before it', async () => {
    const plan: Plan = {
      ...planOf(),
      phases: [
        {kind: 'backfill', steps: [fill, addNote]},
        {kind: 'contract', gate: 'nobody reads `old`', steps: [dropOld]}
      ]
    }
    await apply(plan)
    const go = (): Promise<unknown> => applyPlan(plan, {databaseUrl: world.url, deployed: true})
    await restore()
    await expect(go()).rejects.toThrow(/as it was before this run/)
    expect(await columns()).toContain('old')
    await world.query('ALTER TABLE account ADD COLUMN note int, ADD COLUMN other int')
    await expect(go()).rejects.toThrow(/made anew since this run/)
    expect(await columns()).toContain('old')
    await applyPlan(plan, {databaseUrl: world.url, deployed: true, accept: ['same-database']})
    expect(await columns()).not.toContain('old')
  })
  test('goes on with a run that was ended before it had noted anything', async () => {
    const plan = planOf(fill, addNote)
    const run = {id: randomUUID(), digest: plan.digest, status: 'running', passed: 0, control: 'go'} as const
    await apply(planOf(dropOld))
    await restore()
    const engine = await openEngine(world.url)
    await engine.journal.begin({...run, plan, settings: defaultSettings})
    await engine.close()
    expect(await find(plan)).toEqual([])
    await apply(plan)
    expect(await values()).toEqual([1, 2])
    await restore()
    expect(await find(plan)).toEqual([expect.stringMatching(/as it was before that/)])
  })
})
