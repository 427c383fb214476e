/** The SQL that a plan is for other runners, sent to real servers. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {sqlText, stepSql} from '../../../src/plan/step-sql.js'
import {createWorld, servers} from '../apply/world.js'
import type {World} from '../apply/world.js'

describe.each(servers)('PostgreSQL $version', ({url}) => {
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
})
