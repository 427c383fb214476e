/** A crash of the server empties tables that are not logged, and nothing else tells of it. */
import {afterAll, beforeAll, expect, it} from 'vitest'
import {startServer, until} from '../own-server.js'
import type {OwnServer} from '../own-server.js'
import {applyPlan, createWorld} from '../world.js'
import type {World} from '../world.js'
import {shadowPlan} from './steps.js'

let server: OwnServer

beforeAll(async () => {
  // What was committed before the crash is to be there after it.
  server = await startServer({version: 18, options: ['-c', 'synchronous_commit=on', '-c', 'fsync=on']})
})

afterAll(() => server.close())

/** Kill one session as the kernel would; until the server has noticed it goes on taking others. */
async function crash(world: World): Promise<void> {
  const witness = await world.connect()
  const ended = new Promise((resolve) => witness.once('end', resolve))
  const [session] = await world.query('SELECT pg_backend_pid() AS pid')
  process.kill(Number(session?.['pid']), 'SIGKILL')
  await ended
  const isUp = await until(
    () =>
      world.connect().then(
        () => true,
        () => false
      ),
    (answer) => answer
  )
  expect(isUp).toBe(true)
}

it.each([
  ['TABLE', 'SET UNLOGGED', '500'],
  ['UNLOGGED TABLE', 'SET LOGGED', '0']
])('takes no %s to %s whose copy a crash has emptied', async (kind, change, left) => {
  const world = await createWorld(server.url, [
    `CREATE ${kind} item (id integer PRIMARY KEY)`,
    'INSERT INTO item SELECT generate_series(1, 500)'
  ])
  const input = {table: {schema: 'public', name: 'item'}, changes: [`ALTER TABLE {{table}} ${change}`], columns: {}}
  const plan = await shadowPlan(world, input)
  const stop = new AbortController()
  await applyPlan(plan, world.url, {
    afterBatch: stop.signal,
    onEvent(event) {
      if (event.type === 'step-begin' && event.step.endsWith('shadow-swap')) stop.abort()
    }
  })
  await crash(world)

  await expect(applyPlan(plan, world.url)).rejects.toThrow('Unexpected crash of the server')
  const client = await world.connect()
  const {rows} = await client.query<{count: string}>('SELECT count(*) FROM item')
  expect(rows).toEqual([{count: left}])
  await world.remove()
})
