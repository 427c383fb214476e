/** Runs that took something away, wholly or half, and are taken back: all is as it was, or nothing is done and it is said. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Plan} from '../../../src/plan/plan.js'
import {until} from './own-server.js'
import {dumpCatalog} from './shadow/catalog-dump.js'
import {applyPlan, createWorld, servers, takeRunBack} from './world.js'
import type {Applied, World} from './world.js'

const setup = [
  `CREATE TABLE account (id int PRIMARY KEY, mail text CONSTRAINT mails UNIQUE, n int NOT NULL CONSTRAINT positive CHECK (n > 0),
     boss int CONSTRAINT boss REFERENCES account ON DELETE CASCADE) WITH (autovacuum_enabled = false)`,
  'CREATE INDEX by_n ON account (n DESC) INCLUDE (mail) WHERE n < 900',
  'CREATE TABLE event (id int NOT NULL) PARTITION BY RANGE (id)',
  'CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (1000)',
  "INSERT INTO account SELECT i, 'm' || i, i, NULL FROM generate_series(1, 500) i",
  'INSERT INTO event SELECT generate_series(1, 500)'
]

describe.each(servers)('PostgreSQL $version', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  /** Stop when a step of this kind, or the last one, is done. */
  async function applyUpTo(change: string | Plan, kind: string): Promise<Applied> {
    const plan = typeof change === 'string' ? await world.plan(change) : change
    const stop = new AbortController()
    const applied = await applyPlan(plan, world.url, {
      deployed: true,
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'step-end' && event.step.endsWith(kind)) stop.abort()
      }
    })
    expect(applied.outcome).toEqual({status: 'stopped'})
    return applied
  }

  /** Stop at once while it waits for a reader, who goes then. */
  async function applyUntilItWaits(change: string, reads: string): Promise<void> {
    const plan = await world.plan(change)
    const reader = await world.connect()
    await reader.query(`BEGIN; ${reads}`)
    const stop = new AbortController()
    const applied = applyPlan(plan, world.url, {deployed: true, now: stop.signal, settings: {lockTimeoutMs: 60_000}})
    const waits = await until(
      () =>
        world.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlsafe apply' AND wait_event_type = 'Lock'"
        ),
      (rows) => rows.length > 0
    )
    expect(waits.length).toBe(1)
    stop.abort()
    expect((await applied).outcome).toEqual({status: 'stopped'})
    await reader.query('COMMIT')
  }

  it.each([
    'ALTER TABLE account DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (n > 100)',
    'ALTER TABLE account DROP CONSTRAINT boss, ADD CONSTRAINT boss FOREIGN KEY (n) REFERENCES account ON DELETE SET NULL'
  ])('leaves the constraint whose place another one could not take: %s', async (change) => {
    await world.query('INSERT INTO account VALUES (-1, NULL, 1000, NULL)')
    const before = await dumpCatalog(world)
    await expect(applyPlan(await world.plan(change), world.url)).rejects.toThrow('violate')
    expect(await dumpCatalog(world)).not.toEqual(before)
    await takeRunBack(world.url)
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it('takes a column back that was proved to have values', async () => {
    const before = await dumpCatalog(world)
    await applyUpTo(
      'ALTER TABLE account ALTER COLUMN mail SET NOT NULL; ALTER TABLE account ADD CHECK (id > -9)',
      '3-transaction'
    )
    expect(await dumpCatalog(world)).not.toEqual(before)
    await takeRunBack(world.url)
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it('makes the index again whose place another one had taken', async () => {
    const before = await dumpCatalog(world)
    await applyUpTo(
      'DROP INDEX by_n; CREATE INDEX by_n ON account (n DESC, mail); ALTER TABLE account ADD CHECK (id > -9)',
      '3-transaction'
    )
    await takeRunBack(world.url)
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it('makes an index again that was half dropped', async () => {
    const before = await dumpCatalog(world)
    await applyUntilItWaits('DROP INDEX by_n', 'SELECT FROM account')
    expect(await world.query("SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'by_n'::regclass")).toEqual([
      {valid: false}
    ])
    await takeRunBack(world.url)
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it.each([
    ['an index', 'CREATE INDEX by_day ON visit (day)', 'by_day'],
    ['a key', 'ALTER TABLE visit ADD CONSTRAINT once UNIQUE (id, day)', 'one key of those'],
    [
      'a foreign key',
      'ALTER TABLE visit ADD CONSTRAINT who FOREIGN KEY (who) REFERENCES account',
      'Take the keys|Prove it'
    ],
    [
      'a partition',
      'ALTER TABLE visit ATTACH PARTITION visit_2 FOR VALUES FROM (1000) TO (2000)',
      'Attach the partition'
    ],
    [
      'a copy with partitions',
      `CREATE TABLE tale_new (id int PRIMARY KEY, longer text, n int) PARTITION BY RANGE (id);
       CREATE TABLE tale_all PARTITION OF tale_new DEFAULT;
       INSERT INTO tale_new (id, longer, n) SELECT id, longer, n FROM tale;
       DROP TABLE tale; ALTER TABLE tale_new RENAME TO tale`,
      'Log the keys'
    ]
  ])('takes back what partitions got with the whole: %s', async (_, change, last) => {
    for (const sql of [
      'CREATE TABLE visit (id int NOT NULL, day int NOT NULL, who int) PARTITION BY RANGE (day)',
      'CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM (0) TO (1000) PARTITION BY HASH (id)',
      'CREATE TABLE visit_1a PARTITION OF visit_1 FOR VALUES WITH (MODULUS 1, REMAINDER 0)',
      'CREATE TABLE visit_rest PARTITION OF visit DEFAULT',
      'CREATE TABLE visit_2 (LIKE visit)',
      'CREATE INDEX visit_id ON visit (id)',
      'CREATE TABLE tale (id int PRIMARY KEY, longer text, n int)'
    ]) {
      await world.query(sql)
    }
    const before = await dumpCatalog(world)
    const plan = await world.plan(`${change}; CREATE TABLE last (id int)`)
    const ids = plan.phases.flatMap(({steps}) =>
      steps.filter(({title}) => new RegExp(last).test(title)).map(({id}) => id)
    )
    await applyUpTo(plan, ids.at(-1) ?? '')
    expect(await dumpCatalog(world)).not.toEqual(before)
    await takeRunBack(world.url)
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it('does not leave a partition half detached, and goes on', async () => {
    const change = 'ALTER TABLE event DETACH PARTITION event_1'
    const plan = await world.plan(change)
    await applyUntilItWaits(change, 'SELECT FROM event')
    expect(await world.query('SELECT inhdetachpending AS it FROM pg_inherits')).toEqual([{it: true}])
    await expect(takeRunBack(world.url)).rejects.toThrow('that is half detached, expected one that is still attached')
    expect((await applyPlan(plan, world.url, {deployed: true})).outcome).toEqual({status: 'done'})
    expect(await world.query('SELECT FROM pg_inherits')).toEqual([])
  })

  it('does not give up a key that has gone', async () => {
    await applyUpTo(
      'ALTER TABLE account DROP CONSTRAINT mails, ADD CONSTRAINT mails UNIQUE (mail, n); DROP INDEX by_n',
      '2-transaction'
    )
    await expect(takeRunBack(world.url)).rejects.toThrow('expected none that cannot be taken back')
  })
})
