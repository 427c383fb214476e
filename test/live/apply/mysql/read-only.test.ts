/** A server that becomes read-only while a plan is carried out, as one does that another takes the place of. */
import {afterAll, beforeAll, expect, test} from 'vitest'
import {ReadOnlyServerError} from '../../../../src/apply/errors.js'
import {begin, prepare} from '../../../../src/apply/run/apply.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import {withEngine} from '../../../../src/cli/with-engine.js'
import {applyPlan} from '../world.js'
import {startServer} from './own-server.js'
import type {OwnServer} from './own-server.js'
import {createWorld} from './world.js'

let server: OwnServer
beforeAll(async () => {
  server = await startServer({kind: 'MySQL 9.7'})
})
afterAll(() => server.close())

test('ends with what it is, since not even the journal can be written, and goes on when it is over', async () => {
  const world = await createWorld(server.url, [
    'CREATE TABLE account (id int PRIMARY KEY, n int)',
    'INSERT INTO account VALUES (1, NULL), (2, NULL), (3, NULL)'
  ])
  const plan = await world.plan('UPDATE account SET n = 0')
  const settings = {...defaultSettings, batchRows: 1}
  const never = new AbortController().signal
  const run = withEngine(world.url, async (engine) => {
    await engine.hold()
    const prepared = await prepare(plan, engine, settings)
    await world.query('SET GLOBAL super_read_only = ON')
    const run = {settings, stop: {afterBatch: never, now: never}, deployed: false, onEvent: () => undefined}
    return begin(plan, engine, prepared, run)
  })
  await expect(run).rejects.toThrow(ReadOnlyServerError)
  await expect(run).rejects.toThrow('expected the primary: what was done stays done')
  await world.query('SET GLOBAL super_read_only = OFF')
  await world.query('SET GLOBAL read_only = OFF')
  expect((await applyPlan(plan, world.url)).outcome).toEqual({status: 'done'})
  expect(await world.query('SELECT DISTINCT n FROM account')).toEqual([{n: 0}])
  await world.remove()
})
