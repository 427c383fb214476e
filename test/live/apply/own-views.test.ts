/** A migration that renames a table and leaves a view itself: readers and writers go on while its plan is carried out. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

describe.each(servers)('PostgreSQL $version', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, ['CREATE TABLE account (id int PRIMARY KEY, mail text)'])
  })
  afterEach(() => world.remove())

  it('is done in one step that a running release does not notice', async () => {
    const plan = await world.plan(
      'BEGIN; ALTER TABLE account RENAME TO person; CREATE VIEW account AS SELECT * FROM person; COMMIT;'
    )
    expect(plan.phases.map(({steps}) => steps.length)).toEqual([1])
    const release = await world.connect()
    const applied = applyPlan(plan, world.url, {deployed: true})
    let written = 0
    for (let isDone = false; !isDone;) {
      isDone = await Promise.race([
        applied.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 5, false))
      ])
      await release.query('INSERT INTO account VALUES ($1)', [++written])
    }
    expect((await applied).outcome).toEqual({status: 'done'})
    expect(await world.query('SELECT count(*)::int AS n FROM person')).toEqual([{n: written}])
    expect(await world.query("SELECT relkind FROM pg_class WHERE relname = 'account'")).toEqual([{relkind: 'v'}])
  })
})
