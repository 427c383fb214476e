/** On MariaDB a prepared transaction whose session is gone holds no lock on its tables: what it commits must not be lost. */
import {afterAll, beforeAll, expect, test} from 'vitest'
import type {ApplyEvent} from '../../../../../src/apply/events.js'
import {applyPlan} from '../../world.js'
import {startServer} from '../own-server.js'
import type {OwnServer} from '../own-server.js'
import {createWorld} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

let server: OwnServer
// It would be in the way of every other copy on the server.
beforeAll(async () => {
  server = await startServer({kind: 'MariaDB 10.11'})
})
afterAll(() => server.close())

/** Write in a transaction of a session that goes away. */
async function prepare(world: World, name: string, sql: string): Promise<void> {
  const client = await world.connect()
  for (const statement of [`XA START '${name}'`, sql, `XA END '${name}'`, `XA PREPARE '${name}'`]) {
    await client.query(statement)
  }
  client.destroy()
  await world.untilGone(client.threadId)
}

test('one that writes before, or while, a table is copied', async () => {
  const world = await createWorld(server.url, ['CREATE TABLE account (id int PRIMARY KEY, qty int)'])
  await world.query('INSERT INTO account VALUES (1, 0), (2, 0), (3, 0)')
  const plan = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint']))
  const carryOn = async (onEvent: (event: ApplyEvent, stop: () => void) => void): Promise<void> => {
    const stop = new AbortController()
    await applyPlan(plan, world.url, {
      afterBatch: stop.signal,
      onEvent(event) {
        onEvent(event, () => {
          stop.abort()
        })
      }
    })
  }
  const toCheck = (): Promise<void> =>
    carryOn((event, stop) => {
      if (event.type === 'step-end' && event.step.endsWith('shadow-check')) stop()
    })

  await prepare(world, 'before', 'UPDATE account SET qty = 1 WHERE id = 1')
  await expect(toCheck()).rejects.toThrow('sessions are gone: `before`')
  await world.query("XA COMMIT 'before'")
  await toCheck()
  await prepare(world, 'during', 'UPDATE account SET qty = 2 WHERE id = 2')
  let waiting = ''
  let committing: Promise<unknown> | undefined
  await carryOn((event) => {
    if (event.type !== 'say' || committing !== undefined) return
    waiting = event.text
    committing = world.query("XA COMMIT 'during'")
  })
  expect(waiting).toContain('sessions are gone are open: `during`')
  await committing
  expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual([
    {id: 1, qty: 1},
    {id: 2, qty: 2},
    {id: 3, qty: 0}
  ])
  await world.remove()
})
