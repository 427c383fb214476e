/** The SQL that a plan is for other runners, sent to real servers. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {sqlText, stepSql} from '../../../src/plan/step-sql.js'
import {createWorld, servers} from '../apply/world.js'
import type {World} from '../apply/world.js'
import {planOf} from '../../helpers/plan-of.js'

describe.each(servers)('PostgreSQL $version', ({url, version}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, [
      'CREATE TABLE account (id bigint PRIMARY KEY, state text)',
      "INSERT INTO account SELECT i, CASE WHEN i % 2 = 0 THEN 'a' END FROM generate_series(1, 20000) i"
    ])
  })
  afterEach(() => world.remove())

  it('waits for a lock without keeping others waiting, and gets it in the end', async () => {
    const plan = await world.plan(
      'ALTER TABLE account ADD COLUMN a int, ADD COLUMN b int; CREATE TABLE other (id int);'
    )
    const [first] = plan.phases.flatMap(({steps}) => steps)
    if (!first) throw new Error('Unexpected plan without steps')
    const text = sqlText(stepSql(first, {dialect: 'postgres', retryBlock: true})).replace("'2s'", "'100ms'")
    const [holder, sender, reader] = [await world.connect(), await world.connect(), await world.connect()]
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE account IN ACCESS SHARE MODE')

    const sent = sender.query(text)
    // It has given way at least once when its session sleeps between two attempts.
    for (;;) {
      const [seen] = await world.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
      )
      if (seen) break
    }
    await reader.query("SET lock_timeout = '1s'")
    await reader.query('SELECT count(*) FROM account')
    await holder.query('COMMIT')
    await sent
    const columns = await world.query("SELECT 1 FROM information_schema.columns WHERE table_name = 'account'")
    expect(columns).toHaveLength(4)
  })

  it('fills and deletes page by page, with a commit after each', async () => {
    const plan = await world.plan(
      "UPDATE account SET state = 'b' WHERE state IS NULL; DELETE FROM account WHERE state = 'a';"
    )
    const steps = plan.phases.flatMap((phase) => phase.steps)
    expect(steps.map(({kind}) => kind)).toEqual(['batch', 'batch'])
    for (const step of steps) {
      for (const statement of stepSql(step, {dialect: 'postgres'}).statements) await world.query(statement)
    }
    expect(await world.query('SELECT state, count(*)::int AS rows FROM account GROUP BY state')).toEqual([
      {state: 'b', rows: 10_000}
    ])
  })
  it('is taken by every version where nobody has named one', async () => {
    const schema = [
      'CREATE TABLE owner (id bigint PRIMARY KEY)',
      'CREATE TABLE pet (id int, owner bigint, kind text NOT NULL) PARTITION BY RANGE (id)',
      'CREATE TABLE pet_1 PARTITION OF pet FOR VALUES FROM (0) TO (9)'
    ]
    for (const statement of schema) await world.query(statement)
    const changes = `ALTER TABLE pet ALTER COLUMN owner SET NOT NULL;
      ALTER TABLE pet ADD CONSTRAINT pet_owner FOREIGN KEY (owner) REFERENCES owner;`
    const plan = await planOf(changes, {schema: schema.join(';'), version: '18', versionAssumed: true})
    for (const step of plan.phases.flatMap(({steps}) => steps)) {
      for (const statement of stepSql(step, {dialect: 'postgres'}).statements) await world.query(statement)
    }
    const [kept] = await world.query(
      "SELECT attnotnull, convalidated FROM pg_attribute, pg_constraint WHERE attrelid = 'pet'::regclass AND attname = 'owner' AND conname = 'pet_owner' AND conrelid = attrelid"
    )
    expect(kept).toEqual({attnotnull: true, convalidated: true})
    expect(await world.query("SELECT 1 FROM pg_constraint WHERE conrelid = 'pet'::regclass AND contype = 'c'")).toEqual(
      []
    )
  })
  it('keeps on every version what only later ones have, where nobody has named one', async () => {
    const schema = [
      'CREATE TABLE note (id int PRIMARY KEY, text text)',
      'CREATE TABLE pet (id int PRIMARY KEY, note int REFERENCES note)'
    ]
    for (const statement of schema) await world.query(statement)
    const isOld = version < 15
    await world.query(`CREATE PUBLICATION told FOR TABLE note${isOld ? '' : ' (id, text) WHERE (id > 10)'}`)
    const changes = 'ALTER TABLE note ALTER COLUMN id TYPE bigint; ALTER TABLE pet RENAME TO animal;'
    const plan = await planOf(changes, {schema: schema.join(';'), version: '18', versionAssumed: true})
    const steps = plan.phases.flatMap((phase) => phase.steps)
    for (const step of steps.filter(({title}) => title !== 'Drop the view')) {
      const {statements, transaction} = stepSql(step, {dialect: 'postgres'})
      for (const statement of transaction ? ['BEGIN', ...statements, 'COMMIT'] : statements) {
        await world.query(statement)
      }
    }
    expect(await world.query("SELECT reloptions FROM pg_class WHERE relname = 'pet'")).toEqual([
      {reloptions: isOld ? null : ['security_invoker=true']}
    ])
    const published = isOld ? '*' : 'attnames::text AS columns, rowfilter'
    expect(await world.query(`SELECT ${published} FROM pg_publication_tables WHERE pubname = 'told'`)).toEqual([
      isOld
        ? {pubname: 'told', schemaname: 'public', tablename: 'note'}
        : {columns: '{text,id}', rowfilter: '(id > 10)'}
    ])
    await world.query('CREATE TABLE secret (id int PRIMARY KEY); ALTER TABLE secret ENABLE ROW LEVEL SECURITY')
    const schemaless = await planOf('ALTER TABLE secret RENAME TO hidden', {version: '18', versionAssumed: true})
    const sent = world.query(schemaless.phases[0]?.steps[0]?.sql.join(';') ?? '').then(() => 'taken')
    await expect(sent.catch(String)).resolves.toMatch(
      isOld ? 'A view over `hidden`, which has row-level security' : 'taken'
    )
  })
})
