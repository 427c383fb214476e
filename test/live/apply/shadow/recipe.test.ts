/** Migrations that rewrite a table, planned and carried out: the end is that of the plain statement. */
import {afterAll, describe, expect, it} from 'vitest'
import type {World} from '../world.js'
import {applyPlan, createWorld, servers} from '../world.js'
import {dumpCatalog} from './catalog-dump.js'

const worlds: World[] = []

afterAll(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

const setup = [
  'CREATE EXTENSION IF NOT EXISTS btree_gist',
  'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
  "CREATE TYPE state AS ENUM ('new', 'open', 'closed')",
  "CREATE TYPE state_new AS ENUM ('open', 'closed')",
  `CREATE TABLE account (id serial PRIMARY KEY, email varchar(50), total integer NOT NULL DEFAULT 0,
    state state DEFAULT 'new', at timestamp, during int4range, tags text[])`,
  'CREATE INDEX account_total ON account (total)',
  `INSERT INTO account (email, total, state, at, during)
    SELECT 'e' || i, 1000 - i, CASE WHEN i % 2 = 0 THEN 'open' ELSE 'closed' END::state,
      '2026-01-01'::timestamp + i * interval '1 microsecond', int4range(i, i + 1) FROM generate_series(1, 700) AS i`,
  // How big it is, nobody shall know: it is planned for as a big one.
  'ALTER TABLE account SET (autovacuum_enabled = false)'
]

const changes = [
  'ALTER TABLE account ALTER COLUMN total TYPE bigint',
  "ALTER TABLE account ALTER COLUMN total TYPE text USING 'n' || total::text",
  'ALTER TABLE account ALTER COLUMN id TYPE bigint',
  "ALTER TABLE account ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'Asia/Tokyo'",
  'ALTER TABLE account ADD COLUMN twice integer GENERATED ALWAYS AS (total * 2) STORED',
  'ALTER TABLE account ADD COLUMN size positive DEFAULT 7',
  'ALTER TABLE account ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&)',
  'ALTER TABLE account SET UNLOGGED',
  'ALTER TABLE account ALTER COLUMN state DROP DEFAULT; ALTER TABLE account ALTER COLUMN state TYPE state_new USING state::text::state_new',
  'VACUUM FULL account',
  'CLUSTER account USING account_total'
]

const everything = 'SELECT row_to_json(account)::text AS row FROM account ORDER BY id'

describe.each(servers)('on PostgreSQL $version', ({url}) => {
  it.concurrent.each(changes)('%s', async (change) => {
    const [world, twin] = [await createWorld(url, setup), await createWorld(url, setup)]
    worlds.push(world, twin)
    for (const sql of change.split('; ')) await twin.query(sql)

    const plan = await world.plan(change)
    const kinds = plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))
    expect(plan.remarks.filter(({severity}) => severity === 'unsafe')).toEqual([])
    expect(kinds).toContain('shadow-swap')
    await applyPlan(plan, world.url)

    expect(await dumpCatalog(world)).toEqual(await dumpCatalog(twin))
    expect(await world.query(everything)).toEqual(await twin.query(everything))
  })

  it.concurrent('makes several changes in one copy', async () => {
    const [world, twin] = [await createWorld(url, setup), await createWorld(url, setup)]
    worlds.push(world, twin)
    const all = [
      "ALTER TABLE account ALTER total TYPE bigint, ALTER at TYPE timestamptz USING at AT TIME ZONE 'Asia/Tokyo'",
      "ALTER TABLE account ADD COLUMN note text DEFAULT 'none', ALTER total SET DEFAULT 7",
      'ALTER TABLE account ADD COLUMN twice bigint GENERATED ALWAYS AS (total * 2) STORED',
      'CLUSTER account USING account_total'
    ]
    for (const sql of all) await twin.query(sql)
    const plan = await world.plan(all.join('; '))
    const kinds = plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))
    expect([kinds.length, kinds.filter((kind) => kind === 'shadow-create').length]).toEqual([8, 1])
    await applyPlan(plan, world.url)
    expect(await dumpCatalog(world)).toEqual(await dumpCatalog(twin))
    expect(await world.query(everything)).toEqual(await twin.query(everything))
  })

  it.concurrent('puts the rows into the order of the index that CLUSTER names', async () => {
    const world = await createWorld(url, setup)
    worlds.push(world)
    await applyPlan(await world.plan('CLUSTER account USING account_total'), world.url)
    expect(await world.query('SELECT total FROM account ORDER BY ctid LIMIT 3')).toEqual([
      {total: 300},
      {total: 301},
      {total: 302}
    ])
  })
})
