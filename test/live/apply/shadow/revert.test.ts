/** Back to the old table after the swap: all that was written since is there, and nothing else has changed. */
import {afterEach, describe, expect, it} from 'vitest'
import type {ShadowInput} from '../../../../src/plan/steps.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWriters} from '../writers.js'
import type {Turn, Write} from '../writers.js'
import {awkwardSchema} from './awkward-schema.js'
import {dumpCatalog} from './catalog-dump.js'
import {abort, cleanUp, findingsOf, revert, withEngine} from './reverting.js'
import {ofAccount, shadowPlan} from './steps.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

async function open(server: string, setup: readonly string[]): Promise<World> {
  const world = await createWorld(server, setup)
  worlds.push(world)
  return world
}

async function change(world: World, input: ShadowInput): Promise<void> {
  const plan = await shadowPlan(world, input)
  const errors = (await findingsOf(world.url, plan, {keepInSync: true})).filter(({severity}) => severity === 'error')
  expect(errors).toEqual([])
  await applyPlan(plan, world.url, {settings: {keepInSync: true}})
}

const wider = ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint'])

const accounts = [
  'CREATE TABLE account (id int PRIMARY KEY, value varchar(8), amount int)',
  "INSERT INTO account SELECT i, 'v' || i, i FROM generate_series(1, 300) AS i"
]

/** Sessions have keys of their own: what they do to each other is not the question here. */
const writes =
  (session: number) =>
  (random: (limit: number) => number): Turn => {
    const [id, other, number] = [random(300) * 3 + session, random(300) * 3 + session, random(1_000_000)]
    const choices: readonly Write[] = [
      (table) => ({sql: `UPDATE ${table} SET amount = $2 WHERE id = $1`, values: [id, number]}),
      (table) => ({
        sql: `UPDATE ${table} SET id = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM ${table} WHERE id = $2)`,
        values: [id, other]
      }),
      (table) => ({sql: `DELETE FROM ${table} WHERE id = $1`, values: [id]}),
      (table) => ({
        sql: `INSERT INTO ${table} VALUES ($1, NULL, $2) ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount`,
        values: [id, number]
      }),
      (table) => ({
        // Two rows exchange a unique value.
        sql: `UPDATE ${table} AS a SET value = b.value FROM ${table} AS b WHERE (a.id, b.id) IN (($1, $2), ($2, $1))`,
        values: [id, other]
      })
    ]
    if (session === 0 && random(60) === 0) return {write: (table) => ({sql: `TRUNCATE ${table}`, values: []})}
    return {write: choices[random(choices.length)] ?? ((table) => ({sql: `SELECT FROM ${table}`, values: []}))}
  }

const logged = (world: World): Promise<Array<Record<string, unknown>>> =>
  withEngine(world.url, async (engine) =>
    ((await engine.keptInSync?.()) ?? []).map(({behind, input, truncated}) => ({
      table: input.table.name,
      behind,
      truncated
    }))
  )

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  it('leaves the catalog as if nothing had been applied, but for what was changed since', async () => {
    const unbind = [
      'ALTER PUBLICATION news DROP TABLE account',
      'DROP POLICY no_secrets ON account',
      'DROP POLICY of_account ON payment',
      'DROP VIEW grouped',
      'DROP VIEW account_names CASCADE'
    ]
    const schema = [...awkwardSchema(version), ...unbind]
    const [world, twin] = [await open(url, schema), await open(url, schema)]
    await change(world, wider)
    const meanwhile = [
      'REVOKE UPDATE (email) ON account FROM sqlsafe_test_auditor',
      'DROP TRIGGER off ON account',
      'CREATE POLICY late ON account FOR SELECT USING (balance > 1)',
      'CREATE TABLE follower (account int REFERENCES account)',
      'CREATE VIEW later AS SELECT body FROM account',
      "UPDATE account SET body = 'written', balance = 17 WHERE id IN (100, 102)",
      'DELETE FROM account WHERE id = 104'
    ]
    for (const each of [world, twin]) for (const sql of meanwhile) await each.query(sql)

    expect((await revert(world.url)).outcome).toEqual({status: 'done'})

    const expected = await dumpCatalog(twin)
    const sequences = expected['sequences'] as Array<{
      deptype: string
      last: string
      seqcache: string
      seqincrement: string
    }>
    expect(await dumpCatalog(world)).toEqual({
      ...expected,
      // The identity goes on a thousand numbers later, each time.
      sequences: sequences.map((each) =>
        each.deptype === 'i'
          ? {...each, last: String(Number(each.last) + 2000 * Number(each.seqcache) * Number(each.seqincrement))}
          : each
      )
    })
    const rows = 'SELECT id, tenant, body, balance, twice, parent FROM account ORDER BY id'
    expect(await world.query(rows)).toEqual(await twin.query(rows))
  })

  it('loses no row that is written before, while and after it goes back', async () => {
    const columns = '(id int PRIMARY KEY, value text, amount int, UNIQUE (value) DEFERRABLE)'
    const world = await open(url, [
      `CREATE TABLE account ${columns}`,
      `CREATE TABLE twin ${columns}`,
      "INSERT INTO account SELECT i, 'v' || i, i FROM generate_series(1, 900) AS i",
      'INSERT INTO twin SELECT * FROM account'
    ])
    const writers = await Promise.all(
      [0, 1, 2].map((session) => startWriters(world, ['account', 'twin'], 1, writes(session)))
    )
    const done = (): number => Math.min(...writers.map((each) => each.done()))
    const settings = {batchRows: 50, maxBatchRows: 200, lockRetries: 100}
    await applyPlan(
      await shadowPlan(
        world,
        ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint, ALTER COLUMN amount TYPE bigint'])
      ),
      world.url,
      {
        settings: {...settings, keepInSync: true}
      }
    )
    const before = done()
    await expect.poll(() => done() > before + 50).toBe(true)
    expect((await revert(world.url, {settings: {...settings, dropOld: true}})).outcome).toEqual({status: 'done'})
    const after = done()
    await expect.poll(() => done() > after + 20).toBe(true)

    expect((await Promise.all(writers.map((each) => each.stop()))).flat()).toEqual([])
    expect(await world.query('(TABLE account EXCEPT TABLE twin) UNION ALL (TABLE twin EXCEPT TABLE account)')).toEqual(
      []
    )
    expect(
      await world.query(
        "SELECT format_type(atttypid, 0) AS it FROM pg_attribute WHERE attrelid = 'account'::regclass AND attnum IN (1, 3)"
      )
    ).toEqual([{it: 'integer'}, {it: 'integer'}])
    expect(await world.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlsafe\\_%'")).toEqual([])
    expect(
      await world.query("SELECT tgname FROM pg_trigger WHERE tgrelid = 'account'::regclass AND NOT tgisinternal")
    ).toEqual([])
  })
})

it('stops before the swap with the keys of what does not fit, and goes on, or is taken back', async () => {
  const world = await open(servers[0]?.url ?? '', accounts)
  await change(world, ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint, ALTER COLUMN value TYPE text']))
  await world.query('INSERT INTO account VALUES (10000000001, NULL, 1), (10000000002, NULL, 1)')
  await world.query("UPDATE account SET value = 'far too long for it' WHERE id = 7")
  await world.query('UPDATE account SET amount = -1 WHERE id % 2 = 0')
  await world.query('DELETE FROM account WHERE id = 10000000002')
  expect(await logged(world)).toEqual([{table: 'account', behind: 153, truncated: false}])

  await expect(revert(world.url)).rejects.toThrow('by (id): ["10000000001"] (integer out of range)')
  await world.query('DELETE FROM account WHERE id = 10000000001')
  await expect(revert(world.url)).rejects.toThrow('by (id): ["7"] (a value would be cut off or rounded)')
  const triggers =
    "SELECT pg_get_triggerdef(oid) AS it, tgenabled::text FROM pg_trigger WHERE tgrelid = 'account'::regclass ORDER BY tgname"
  expect((await world.query(triggers))[0]?.['it']).toContain('sqlsafe_capture_row()')

  await abort(world.url)
  expect(await world.query(triggers)).toEqual([
    {it: expect.stringContaining('sqlsafe_keep_row()') as string, tgenabled: 'A'},
    {it: expect.stringContaining('sqlsafe_capture_truncate()') as string, tgenabled: 'A'}
  ])
  await world.query("UPDATE account SET value = 'short' WHERE id IN (7, 8, 8)")
  const rows = await world.query('SELECT id::int, value, amount FROM account ORDER BY id')
  expect((await revert(world.url)).outcome).toEqual({status: 'done'})
  expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual(rows)
  // It can be done again.
  await cleanUp(world.url)
  await change(world, wider)
})
