/** Keys of any type, in batches of two rows: no boundary is lost on its way through us; and a role with few rights. */
import {afterEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {revert} from './reverting.js'
import {ofAccount, shadowPlan} from './steps.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

const keys: Array<[type: string, key: string, values: string]> = [
  ['bigint beyond 2^53', 'a bigint', '9007199254740992 + g'],
  ['timestamptz with microseconds', 'a timestamptz', "'2026-01-01'::timestamptz + g * interval '1 microsecond'"],
  ['uuid', 'a uuid', 'md5(g::text)::uuid'],
  [
    'text with accents, in a collation',
    'a text COLLATE "und-x-icu"',
    "(ARRAY['ä','a','Z','z','é','e','E','ß','ss','-','_','''','\"','\\','{','A'])[g] || ''"
  ],
  ['citext in a schema that is not in the path', 'a ext.citext', "'K' || g"],
  [
    'an enum, in its own order',
    'a letter',
    "(ARRAY['z','a','m','b','y','c','x','d','w','e','v','f','u','g','t','h']::letter[])[g]"
  ],
  ['a domain', 'a positive', 'g'],
  ['bytea', 'a bytea', "decode(lpad(to_hex(g * 16), 4, '0') || '00', 'hex')"],
  ['float8', 'a float8', 'g * 0.1::float8'],
  ['numeric', 'a numeric', 'g / 7.0'],
  ['several columns of all sorts', 'a ext.citext, b integer, c date', "'k' || g % 3, -g, '2026-01-01'::date + g % 2"]
]

const setup = [
  'CREATE SCHEMA ext',
  'CREATE EXTENSION citext SCHEMA ext',
  "CREATE TYPE letter AS ENUM ('z','a','m','b','y','c','x','d','w','e','v','f','u','g','t','h')",
  'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)'
]

const few = {settings: {batchRows: 2, maxBatchRows: 2}}

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  // Types are the same on all; each takes a database of its own.
  it.each(version === 18 ? keys : keys.slice(-1))('finds every row by a key of %s', async (_, key, values) => {
    const names = [...key.matchAll(/(?:^|, )(\w+) /g)].map(([, name]) => name).join(', ')
    const world = await createWorld(url, [
      ...setup,
      `CREATE TABLE account (${key}, "what ever" text DEFAULT 'x', PRIMARY KEY (${names}))`,
      `INSERT INTO account SELECT ${values} FROM generate_series(1, 16) AS g`
    ])
    worlds.push(world)
    const before = await world.query('SELECT a::text, account::text FROM account ORDER BY 1, 2')
    const {events} = await applyPlan(await shadowPlan(world, ofAccount()), world.url, few)
    expect(await world.query('SELECT a::text, account::text FROM account ORDER BY 1, 2')).toEqual(before)
    const copied = events.filter((event) => event.type === 'batch' && event.step === '3-shadow-copy' && event.rows > 0)
    expect(copied).toHaveLength(8)
  })

  it('needs no superuser', async () => {
    const world = await createWorld(url, [
      "DO $$ BEGIN CREATE ROLE sqlsafe_test_deployer LOGIN PASSWORD 'deploy'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
      'DO $$ BEGIN CREATE ROLE sqlsafe_test_holder; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$',
      'GRANT sqlsafe_test_holder TO sqlsafe_test_deployer',
      'GRANT pg_read_all_stats TO sqlsafe_test_deployer',
      'GRANT CREATE, USAGE ON SCHEMA public TO sqlsafe_test_holder',
      'CREATE TABLE account (id serial PRIMARY KEY, name text)',
      'CREATE TABLE other (account integer REFERENCES account)',
      'CREATE VIEW names AS SELECT name FROM account',
      ...['TABLE account', 'TABLE other', 'VIEW names'].map((each) => `ALTER ${each} OWNER TO sqlsafe_test_holder`),
      "INSERT INTO account (name) SELECT 'n' || g FROM generate_series(1, 16) AS g",
      'INSERT INTO other SELECT id FROM account'
    ])
    worlds.push(world)
    const plan = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint']))
    const own = new URL(world.url)
    await world.query(`GRANT CREATE ON DATABASE "${own.pathname.slice(1)}" TO sqlsafe_test_deployer`)
    own.username = 'sqlsafe_test_deployer'
    own.password = 'deploy'
    await applyPlan(plan, own.href, {settings: {keepInSync: true}})
    await world.query("UPDATE account SET name = 'changed' WHERE id = 1")
    await revert(own.href, {settings: {dropOld: true}})
    expect(await world.query('SELECT id, name FROM account ORDER BY id LIMIT 1')).toEqual([{id: 1, name: 'changed'}])
    await applyPlan(plan, own.href, {settings: {dropOld: true, keepInSync: true}})
    expect(await world.query("SELECT FROM pg_trigger WHERE tgname LIKE '!sqlsafe%'")).toEqual([])
    expect(
      await world.query(
        "SELECT tableowner, (SELECT count(*)::int FROM account) AS n, (SELECT count(*)::int FROM names) AS names FROM pg_tables WHERE tablename = 'account'"
      )
    ).toEqual([{tableowner: 'sqlsafe_test_holder', n: 16, names: 16}])
    expect(await world.query("INSERT INTO account (name) VALUES ('next') RETURNING id")).toEqual([{id: '17'}])
    await expect(world.query('INSERT INTO other VALUES (99)')).rejects.toThrow('violates foreign key')
  })
})
