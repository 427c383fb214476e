/** What cannot be taken back is said before anything is made; what came between is said before anything is taken back. */
import {afterEach, beforeEach, expect, it} from 'vitest'
import {applyPlan as apply} from '../../../../src/apply/run/apply-plan.js'
import {overviewsOf} from '../../../../src/apply/run/overview.js'
import {digestOf} from '../../../../src/plan/digest.js'
import type {Plan} from '../../../../src/plan/plan.js'
import {statusPretty} from '../../../../src/report/apply/status-pretty.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {cleanUp, findingsOf, revert, withEngine} from './reverting.js'
import {ofAccount, shadowPlan} from './steps.js'

let world: World
beforeEach(async () => {
  world = await createWorld(servers.at(-1)?.url ?? '', [
    'CREATE TABLE account (id int PRIMARY KEY, value text, amount int, note jsonb)',
    "INSERT INTO account SELECT i, 'v' || i, i, '1' FROM generate_series(1, 20) AS i"
  ])
})
afterEach(() => world.remove())

const wider = ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint'])

const textsOf = async (plan: Plan): Promise<string[]> =>
  (await findingsOf(world.url, plan, {keepInSync: true}))
    .filter(({check, severity}) => check === 'keep-in-sync' && severity === 'error')
    .map(({text}) => text)

const status = (): Promise<string> =>
  withEngine(world.url, async ({see}) => {
    const sight = await see()
    return statusPretty(overviewsOf(sight), sight.kept ?? [], {color: false, columns: 80})
  })

it('asks for a way back before it begins', async () => {
  const change = (...clauses: string[]): string => `ALTER TABLE {{table}} ${clauses.join(', ')}`
  const refused = [
    ofAccount([change('ALTER COLUMN amount TYPE bigint USING amount * 100')], {amount: 'amount * 100'}),
    ofAccount([change('DROP COLUMN amount')]),
    ofAccount([change('ALTER COLUMN note TYPE int USING note::int')], {note: 'note::int'}),
    ofAccount([change('ALTER COLUMN value TYPE timestamptz USING value::timestamptz')], {value: 'value::timestamptz'}),
    ofAccount([change('DROP CONSTRAINT account_pkey')])
  ]
  const said = []
  for (const input of refused) said.push(...(await textsOf(await shadowPlan(world, input))))
  expect(said).toEqual([
    expect.stringContaining('column amount is worked out by `amount * 100`'),
    expect.stringContaining('the change takes column amount away'),
    expect.stringContaining('values of column note are cast from jsonb to integer, and there is no cast back'),
    expect.stringContaining('hangs on settings of the session such as TimeZone'),
    expect.stringContaining('the change takes the unique key away')
  ])
  const cast = ofAccount([change('ALTER COLUMN amount TYPE bigint USING amount::bigint')], {amount: 'amount::bigint'})
  expect(await textsOf(await shadowPlan(world, cast))).toEqual([])

  const plan = await shadowPlan(world, wider)
  const [phase] = plan.phases
  const [first] = phase?.steps ?? []
  if (!phase || !first) throw new Error('Unexpected lack of steps, expected those of a shadow table')
  const index = {
    ...first,
    id: '9-transaction',
    kind: 'transaction' as const,
    input: {statements: ['CREATE INDEX ON account (value)'], statementTimeoutMs: null},
    locks: [{relation: 'account', lock: 'SHARE' as const, long: true}]
  }
  const longer = {...plan, phases: [{...phase, steps: [...phase.steps, index]}]}
  expect(await textsOf({...longer, digest: digestOf(longer)})).toEqual([
    expect.stringContaining('step 9-transaction changes it after the swap')
  ])
  expect(await textsOf(await world.plan('CREATE TABLE other (id int)'))).toEqual([
    expect.stringContaining('expected a plan by which a table is replaced')
  ])
  const byHand = [
    'CREATE TABLE account_new (value text, amount int, note jsonb, id int PRIMARY KEY)',
    'INSERT INTO account_new (value, amount, note, id) SELECT value, amount, note, id FROM account',
    'DROP TABLE account',
    'ALTER TABLE account_new RENAME TO account',
    'ALTER INDEX account_new_pkey RENAME TO account_pkey'
  ]
  expect(await textsOf(await world.plan(byHand.join(';')))).toEqual([
    expect.stringContaining('the new table is written by the migration')
  ])
  // Nothing of all this was made.
  expect(await world.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlsafe%'")).toEqual([])
})

it('says what has come between, and goes back once that is gone', async () => {
  const plan = await shadowPlan(world, wider)
  await applyPlan(plan, world.url, {settings: {keepInSync: true}})
  const between = [
    ['CREATE INDEX late ON account (amount)', 'DROP INDEX late', 'were altered since'],
    [
      'CREATE MATERIALIZED VIEW late AS SELECT value FROM account',
      'DROP MATERIALIZED VIEW late',
      'materialized view late'
    ],
    ['CREATE VIEW late AS SELECT id FROM account', 'DROP VIEW late', 'view late uses column id'],
    ['ALTER TABLE account RENAME TO moved', 'ALTER TABLE moved RENAME TO account', 'is not the table that it was'],
    [
      'ALTER TABLE account ALTER COLUMN value SET NOT NULL',
      'ALTER TABLE account ALTER COLUMN value DROP NOT NULL',
      'were altered since'
    ]
  ] as const
  for (const [make, drop, reason] of between) {
    await world.query(make)
    await expect(revert(world.url)).rejects.toThrow(reason)
    await world.query(drop)
  }
  const other = await findingsOf(world.url, await world.plan('ALTER TABLE account ADD COLUMN extra int'))
  expect(other).toContainEqual({
    check: 'keep-in-sync',
    severity: 'warning',
    text: expect.stringContaining('while its old shape is kept in sync') as string
  })

  expect(await status()).toMatch(/\nKept in sync since .*: the old `public.account`, 0 rows behind, log of /)
  expect((await revert(world.url)).outcome).toEqual({status: 'done'})
  const [newest, before] = await withEngine(world.url, async ({see}) => overviewsOf(await see()))
  expect([newest?.reverts, before?.revertedBy]).toEqual([before?.id, newest?.id])
  expect(await status()).not.toContain('Kept in sync')
  // The plan is not carried out any longer: it begins anew, once the old tables are gone.
  await cleanUp(world.url)
  expect(await withEngine(world.url, ({journal}) => journal.finished(plan.digest))).toBeUndefined()
  await apply(plan, {databaseUrl: world.url, settings: {dropOld: true}})
  expect(
    await world.query(
      "SELECT atttypid::regtype::text AS it FROM pg_attribute WHERE attrelid = 'account'::regclass AND attnum = 1"
    )
  ).toEqual([{it: 'bigint'}])
})

it('logs each key once, and gives no transaction an error', async () => {
  await applyPlan(await shadowPlan(world, wider), world.url, {settings: {keepInSync: true}})
  const behind = async (): Promise<number | undefined> =>
    (await withEngine(world.url, async (engine) => (await engine.keptInSync?.()) ?? []))[0]?.behind
  for (let round = 0; round < 50; round++) await world.query('UPDATE account SET amount = amount + 1 WHERE id <= 3')
  expect(await behind()).toBe(3)

  const [one, two] = [await world.connect(), await world.connect()]
  for (const session of [one, two]) await session.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
  // They read nothing, so that they cannot meet each other but in the log.
  for (const [session, id] of [
    [one, 100],
    [two, 200],
    [one, 101]
  ] as const) {
    await session.query('INSERT INTO account VALUES ($1)', [id])
  }
  for (const session of [one, two]) await session.query('COMMIT')

  // It does not see that the row has gone, nor that its key is in the log.
  await one.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await one.query('SELECT FROM account')
  await world.query('DELETE FROM account WHERE id = 6')
  await one.query("INSERT INTO account VALUES (6, 'again')")
  await one.query('COMMIT')

  const rows = 'SELECT id::int, value, amount, note FROM account ORDER BY id'
  const before = await world.query(rows)
  await revert(world.url)
  expect(await world.query(rows)).toEqual(before)
})

it('misses no write of a transaction that has begun before it goes back', async () => {
  await applyPlan(await shadowPlan(world, wider), world.url, {settings: {keepInSync: true}})
  await world.query('UPDATE account SET amount = 0 WHERE id = 7')
  const writer = await world.connect()
  await writer.query('BEGIN')
  // Its key is in the log: this write is logged by nothing else.
  await writer.query('UPDATE account SET amount = 1 WHERE id = 7')
  const retried: string[] = []
  const {outcome} = await revert(world.url, {
    settings: {lockTimeoutMs: 50},
    onEvent(event) {
      if (event.type !== 'retry') return
      retried.push(event.step)
      if (retried.length === 2) void writer.query('COMMIT')
    }
  })
  expect(outcome).toEqual({status: 'done'})
  expect(retried.slice(0, 2)).toEqual(['1-revert-capture', '1-revert-capture'])
  expect(await world.query('SELECT amount FROM account WHERE id = 7')).toEqual([{amount: 1}])
})

it('takes a long log in batches, also where values have moved from row to row', async () => {
  await world.query("INSERT INTO account SELECT i, 'v' || i FROM generate_series(21, 400) AS i")
  await world.query('CREATE UNIQUE INDEX account_value ON account (value)')
  await applyPlan(await shadowPlan(world, wider), world.url, {settings: {keepInSync: true}})
  await world.query("UPDATE account SET value = 't' || id")
  await world.query("UPDATE account SET value = 'v' || (id % 400 + 1)")
  const rows = 'SELECT id::int, value FROM account ORDER BY id'
  const before = await world.query(rows)
  const {events} = await revert(world.url, {settings: {batchRows: 100, maxBatchRows: 100}})
  expect(await world.query(rows)).toEqual(before)
  const batches = events.flatMap((event) =>
    event.type === 'batch' && event.step === '2-revert-replay' ? event.rows : []
  )
  expect(batches).toEqual([100, 100, 100, 100])
})

it('trusts no table that a crash has emptied', async () => {
  await world.query('ALTER TABLE account SET UNLOGGED')
  const plan = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} SET LOGGED']))
  expect(await findingsOf(world.url, plan, {keepInSync: true})).toContainEqual({
    check: 'keep-in-sync',
    severity: 'note',
    text: expect.stringContaining('a crash of the server empties it') as string
  })
  await applyPlan(plan, world.url, {settings: {keepInSync: true}})
  const [{mark = ''} = {}] = await world.query(
    "SELECT oid::regclass::text AS mark FROM pg_class WHERE relname = 'sqlsafe_crash_mark' AND relpersistence = 'u'"
  )
  // As a crash does.
  await world.query(`TRUNCATE ${String(mark)}`)
  await expect(revert(world.url)).rejects.toThrow('Unexpected crash of the server since the tables changed places')
  // That the keeping is ended costs nobody an error.
  await cleanUp(world.url)
  await world.query('UPDATE account SET amount = 3')
  expect(await world.query("SELECT FROM pg_namespace WHERE nspname LIKE 'sqlsafe\\_%'")).toEqual([])
})

it('gives up what is left of a run that waits, and no run in the middle of a copy', async () => {
  const plan = await shadowPlan(world, wider)
  const [phase] = plan.phases
  const [first] = phase?.steps ?? []
  if (!phase || !first) throw new Error('Unexpected lack of steps, expected those of a shadow table')
  const later = {
    ...first,
    id: '9-transaction',
    kind: 'transaction' as const,
    input: {statements: ['CREATE TABLE later ()'], statementTimeoutMs: null}
  }
  const longer = {...plan, phases: [phase, {kind: 'contract' as const, gate: 'the release is out', steps: [later]}]}
  const whole = {...longer, digest: digestOf(longer)}
  const stop = new AbortController()
  await applyPlan(whole, world.url, {
    settings: {keepInSync: true},
    afterBatch: stop.signal,
    onEvent(event) {
      if (event.type === 'step-end' && event.step === '6-shadow-swap') stop.abort()
    }
  })
  await expect(revert(world.url)).rejects.toThrow('before the end of step 7-shadow-validate')
  expect((await applyPlan(whole, world.url)).outcome).toMatchObject({status: 'waiting'})
  await world.query('UPDATE account SET amount = 99 WHERE id = 1')
  expect((await revert(world.url)).outcome).toEqual({status: 'done'})
  expect(await world.query('SELECT amount FROM account WHERE id = 1')).toEqual([{amount: 99}])
  const runs = await withEngine(world.url, async ({see}) => overviewsOf(await see()))
  expect(runs.map(({status: each}) => each)).toEqual(['done', 'aborted'])
})

it('lets writers go on while the key has another name, and does not go back then', async () => {
  await applyPlan(await shadowPlan(world, wider), world.url, {settings: {keepInSync: true}})
  await world.query('ALTER TABLE account RENAME COLUMN id TO other')
  await world.query("INSERT INTO account (other, value) VALUES (21, 'unseen')")
  await world.query('UPDATE account SET other = 22 WHERE other = 21')
  await world.query('ALTER TABLE account RENAME COLUMN other TO id')
  await expect(revert(world.url)).rejects.toThrow('while a column of its key was altered')
  await cleanUp(world.url)
  expect(await world.query("SELECT id FROM account WHERE value = 'unseen'")).toEqual([{id: '22'}])
})
