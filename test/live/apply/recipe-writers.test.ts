/** Recipes in several releases, beside an application that goes on writing through all of them and meets no error. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'
import {createRandom, startWriters} from './writers.js'
import type {Turn, Write} from './writers.js'

const rows = 1500

interface Case {
  recipe: string
  change: string
  /** What the application calls the table and its column before it is deployed, and after. */
  releases: readonly [Release, Release]
  /** The end of the table, and that of its twin, which the plain statement has changed. */
  ends?: readonly [string, string]
}

interface Release {
  table: string
  mail: string
}

const before = {table: 'account', mail: 'mail'}
const columns = 'id, boss, mail, n'

const cases: Record<string, Case> = {
  'a column gets another name': {
    recipe: 'expand-contract-column',
    change: 'ALTER TABLE account RENAME COLUMN mail TO email',
    releases: [before, {...before, mail: 'email'}],
    ends: [`SELECT ${columns.replace('mail', 'email AS mail')} FROM account`, `SELECT ${columns} FROM account_twin`]
  },
  'a key that the table itself refers to gets another type': {
    recipe: 'expand-contract-column',
    change: 'ALTER TABLE account ALTER COLUMN id TYPE bigint',
    releases: [before, before]
  },
  'a table gets another name': {
    recipe: 'rename-table-with-view',
    change: 'ALTER TABLE account RENAME TO person',
    releases: [before, {...before, table: 'person'}],
    ends: [`SELECT ${columns} FROM person`, `SELECT ${columns} FROM account_twin`]
  },
  'a column comes with a value of its own for each row': {
    recipe: 'add-column-then-backfill',
    change: 'ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()',
    releases: [before, before],
    ends: [
      `SELECT ${columns}, count(token) OVER (PARTITION BY token) AS owners FROM account`,
      `SELECT ${columns}, 1 AS owners FROM account_twin`
    ]
  }
}

/** Of an application whose release says how things are called; the twin keeps its names. */
function nextWrite(random: (limit: number) => number, release: () => Release): Turn {
  const [id, number] = [random(rows) + 1, random(1000)]
  const fresh = rows + 1 + random(2 ** 30)
  const mail = random(5) === 0 ? null : `w${String(number)}`
  const named =
    (sql: (table: string, mail: string) => string, values: unknown[]): Write =>
    (table) => {
      const {mail: column, table: name} = release()
      return {sql: table === 'account' ? sql(name, column) : sql(table, 'mail'), values}
    }
  const writes: readonly [Write, ...Write[]] = [
    named((table, column) => `UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, mail]),
    named((table) => `UPDATE ${table} SET n = n + 1 WHERE id = $1`, [id]),
    named((table, column) => `UPDATE ${table} SET id = $2, ${column} = ${column} || 'k' WHERE id = $1`, [id, fresh]),
    named((table) => `DELETE FROM ${table} WHERE id = $1`, [id]),
    named(
      (table, column) => `INSERT INTO ${table} (id, boss, ${column}, n) VALUES ($1, $3, $2, 0)`,
      [fresh, mail, fresh]
    ),
    named(
      (table, column) =>
        `INSERT INTO ${table} (id, ${column}, n) VALUES ($1, $2, 0) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n + 7, ${column} = EXCLUDED.${column}`,
      [id, mail]
    )
  ]
  return {key: id, write: writes[random(writes.length)] ?? writes[0]}
}

describe.each(servers)('PostgreSQL $version', ({url, version}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(
      url,
      ['account', 'account_twin'].flatMap((name) => [
        `CREATE TABLE ${name} (id int PRIMARY KEY, boss int REFERENCES ${name} ON UPDATE CASCADE ON DELETE SET NULL, mail text, n int NOT NULL)
           WITH (autovacuum_enabled = false)`,
        `CREATE INDEX ON ${name} (boss)`,
        `INSERT INTO ${name} SELECT i, NULL, 'm' || i, i % 7 FROM generate_series(1, ${String(rows)}) i`
      ])
    )
  })
  afterEach(() => world.remove())

  it.each(Object.entries(cases))('%s', async (_, {change, ends, recipe, releases}) => {
    const plan = await world.plan(change)
    expect(plan.phases.flatMap(({steps}) => steps.map((step) => step.recipe))).toContain(recipe)
    let release: Release = releases[0]
    const random = createRandom(version)
    const writers = await startWriters(world, ['account', 'account_twin'], 2, () => nextWrite(random, () => release))
    const settings = {batchRows: 100, maxBatchRows: 100}
    let deployed = false
    for (let isDone = false; !isDone; deployed = true) {
      const {outcome} = await applyPlan(plan, world.url, {settings, deployed})
      isDone = outcome.status === 'done'
      expect(outcome.status).toBe(isDone ? 'done' : 'waiting')
      ;[, release] = releases
    }
    const written = writers.done()
    expect(await writers.stop()).toEqual([])
    expect(written).toBeGreaterThan(50)
    const [end, twin] = ends ?? ['account', 'account_twin'].map((name) => `SELECT ${columns} FROM ${name}`)
    expect(await world.query(`${end} EXCEPT ${twin}`)).toEqual([])
    expect(await world.query(`${twin} EXCEPT ${end}`)).toEqual([])
  })
})
