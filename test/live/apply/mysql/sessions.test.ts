/** Others send statements with any letters, and MySQL shows no session in one of its views as long as they do. */
import {afterEach, describe, expect, test} from 'vitest'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {sessionsOf} from '../../../../src/apply/mysql/view/sessions.js'
import {applyPlan} from '../world.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

describe.each(servers.filter(({dialect}) => dialect === 'mysql'))('$server', ({url}) => {
  let world: World
  afterEach(() => world.remove())

  test('a table is replaced while somebody is busy with a letter beyond the first 65,536', async () => {
    world = await createWorld(url, [
      'CREATE TABLE account (id int PRIMARY KEY, n int)',
      'INSERT INTO account VALUES (1, 1)'
    ])
    const name = `${world.name} busy`
    await world.query('SELECT get_lock(?, 60)', [name])
    const [other, own] = [await world.connect(), await connect(world.url, 'test')]
    try {
      const busy = other.query("SELECT '\u{1F37B}', get_lock(?, 600)", [name])
      await expect
        .poll(async () => (await sessionsOf(own)).filter(({query}) => query.includes('\u{1F37B}')), {timeout: 60_000})
        .toEqual([expect.objectContaining({pid: String(other.threadId), user: 'root', command: 'Query'})])
      await expect(own.query('SELECT count(*) FROM information_schema.PROCESSLIST')).rejects.toThrow(/Cannot convert/)

      const plan = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} MODIFY n bigint']))
      expect((await applyPlan(plan, world.url)).outcome).toEqual({status: 'done'})
      await world.query('SELECT release_lock(?)', [name])
      await busy
    } finally {
      await own.end()
    }
  })
})
