/** What the application, and its owner, see of a table after it was replaced: the change that was asked for, and nothing else. */
import {afterEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {awkwardSchema} from './awkward-schema.js'
import {dumpCatalog} from './catalog-dump.js'
import {ofAccount, shadowPlan} from './steps.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

async function twoWorlds({url, version}: (typeof servers)[number]): Promise<[World, World]> {
  const [world, twin] = [await createWorld(url, awkwardSchema(version)), await createWorld(url, awkwardSchema(version))]
  worlds.push(world, twin)
  return [world, twin]
}

interface Sequence {
  name: string
  deptype: string | null
  last: string | null
  seqincrement: string
  seqcache: string
}

/**
 * The one thing that others can tell: the sequence of an identity goes on a thousand numbers, of `CACHE` each, later.
 * These stay with the old one, for statements that have its name already.
 */
function leftBehind(sequences: readonly Sequence[]): Sequence[] {
  return sequences.map((each) =>
    each.deptype === 'i' && each.last !== null
      ? {...each, last: String(Number(each.last) + 1000 * Number(each.seqcache) * Number(each.seqincrement))}
      : each
  )
}

/** No statement gives it back to a column that a generated one is made of. */
function withoutDimensions(columns: ReadonlyArray<Record<string, unknown>>): Array<Record<string, unknown>> {
  return columns.map((each) => (each['attname'] === 'marks' ? {...each, attndims: 0} : each))
}

/** Before 18 `VALIDATE CONSTRAINT` marks the key, but not what the server keeps of it for each partition. */
function withoutParts(catalog: Awaited<ReturnType<typeof dumpCatalog>>): Record<string, unknown> {
  const constraints = catalog['constraints'] as Array<{definition: string}>
  return {...catalog, constraints: constraints.filter(({definition}) => !definition.includes('REFERENCES region_one'))}
}

const rows = 'SELECT * FROM account ORDER BY id'

describe.each(servers)('on PostgreSQL $version', (server) => {
  it.each([
    ['nothing', [], {}],
    [
      'a wider key',
      ["ALTER TABLE {{table}} ALTER COLUMN id TYPE bigint, ADD CONSTRAINT named CHECK (late <> '{{table}}')"],
      {},
      ['grouped', 'account_names']
    ]
  ])('changes %s, and nothing else', async (_, changes, columns, views: string[] = []) => {
    const [world, twin] = await twoWorlds(server)
    // The server itself refuses to change columns that views and policies use.
    const unbind = [
      ...(views.length > 0
        ? [
            'ALTER PUBLICATION news DROP TABLE account',
            'DROP POLICY no_secrets ON account',
            'DROP POLICY of_account ON payment',
            'DROP VIEW grouped',
            'DROP VIEW account_names CASCADE'
          ]
        : [])
    ]
    for (const each of [world, twin]) for (const sql of unbind) await each.query(sql)
    for (const change of changes) await twin.query(change.replace('{{table}}', 'account'))
    const before = await world.query(rows)

    await applyPlan(await shadowPlan(world, ofAccount(changes, columns)), world.url)

    const twinAfter = await dumpCatalog(twin)
    expect(await dumpCatalog(world)).toEqual({
      ...twinAfter,
      columns: withoutDimensions(twinAfter['columns'] as Array<Record<string, unknown>>),
      sequences: leftBehind(twinAfter['sequences'] as Sequence[])
    })
    expect(await world.query(rows)).toEqual(changes.length === 0 ? before : await twin.query(rows))
  })

  it('hangs foreign keys on the indexes that they hung on, and ties it to a partitioned table again', async () => {
    const world = await createWorld(server.url, [
      'CREATE TABLE region (id integer, PRIMARY KEY (id)) PARTITION BY LIST (id)',
      'CREATE TABLE region_one PARTITION OF region FOR VALUES IN (1)',
      'INSERT INTO region VALUES (1)',
      'CREATE TABLE owner (name integer)',
      'CREATE UNIQUE INDEX "before its key" ON owner (name)',
      'ALTER TABLE owner ADD PRIMARY KEY (name)',
      'INSERT INTO owner VALUES (1)',
      `CREATE TABLE account (one integer NOT NULL, other integer NOT NULL, number integer, region integer DEFAULT 1,
         owner integer DEFAULT 1, named integer DEFAULT 1)`,
      'CREATE UNIQUE INDEX "before its key too" ON account (other, one)',
      'ALTER TABLE account ADD PRIMARY KEY (one, other)',
      'CREATE UNIQUE INDEX number_first ON account (number)',
      'CREATE UNIQUE INDEX number_again ON account (number)',
      'INSERT INTO account SELECT g, g, g FROM generate_series(1, 30) AS g',
      'ALTER TABLE account ADD CONSTRAINT of_region FOREIGN KEY (region) REFERENCES region ON DELETE CASCADE',
      "COMMENT ON CONSTRAINT of_region ON account IS 'in parts'",
      'ALTER TABLE account ADD FOREIGN KEY (owner) REFERENCES owner, ADD FOREIGN KEY (named) REFERENCES owner (name)',
      'CREATE TABLE payment (one integer, other integer, number integer REFERENCES account (number), FOREIGN KEY (other, one) REFERENCES account (other, one))',
      'INSERT INTO payment SELECT g, g, g FROM generate_series(1, 30) AS g'
    ])
    worlds.push(world)
    const before = withoutParts(await dumpCatalog(world))
    await applyPlan(await shadowPlan(world, ofAccount()), world.url)
    expect(withoutParts(await dumpCatalog(world))).toEqual(before)
  })
})
