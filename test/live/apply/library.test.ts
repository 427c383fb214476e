/** Planning and applying from a program. */
import {once} from 'node:events'
import {rmSync} from 'node:fs'
import {connect, createServer} from 'node:net'
import type {AddressInfo, Socket} from 'node:net'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {applyPlan, plan, PreflightError} from '../../../src/index.js'
import type {ApplyEvent, Plan} from '../../../src/index.js'
import {writeProject} from '../../helpers/cli.js'
import {createWorld} from './world.js'
import type {World} from './world.js'

let world: World
beforeEach(async () => {
  world = await createWorld(process.env['SQLSAFE_TEST_POSTGRES_18_URL'] ?? '', [
    'CREATE TABLE account (id bigint PRIMARY KEY, email text)'
  ])
})
afterEach(() => world.remove())

async function planOf(sql: string): Promise<Plan> {
  const folder = writeProject({'0001_change.sql': sql})
  try {
    return await plan({paths: [join(folder, '0001_change.sql')], cwd: folder, databaseUrl: world.url})
  } finally {
    rmSync(folder, {recursive: true})
  }
}

test('plans, applies, tells of it, and is done the second time', async () => {
  const made = await planOf('ALTER TABLE account ALTER COLUMN email SET NOT NULL')
  const events: ApplyEvent[] = []
  const options = {databaseUrl: world.url, onEvent: (event: ApplyEvent) => events.push(event)}
  expect(await applyPlan(made, options)).toEqual({status: 'done'})
  expect(events.map(({type}) => type).filter((type) => type !== 'statement')).toEqual([
    'begin',
    ...made.phases.flatMap(({steps}) => steps.flatMap(() => ['step-begin', 'step-end'])),
    'end'
  ])
  const before = events.length
  expect(await applyPlan(made, options)).toEqual({status: 'done'})
  expect(events).toHaveLength(before)
})

test('carries a plan out again only where that is said', async () => {
  const made = await planOf("UPDATE account SET email = 'new'")
  await world.query("INSERT INTO account VALUES (1, 'first')")
  const emails = (): Promise<unknown> => world.query('SELECT DISTINCT email FROM account')
  for (const [onceMore, email] of [
    [true, 'new'],
    [false, 'old'],
    [true, 'new'],
    [undefined, 'old']
  ] as const) {
    await world.query("UPDATE account SET email = 'old'")
    const options = {databaseUrl: world.url, ...(onceMore !== undefined && {onceMore})}
    expect(await applyPlan(made, options)).toEqual({status: 'done'})
    expect(await emails()).toEqual([{email}])
  }
})

test('a connection that is lost while it is opened is told as one', async () => {
  const own = new URL(world.url)
  const open: Socket[] = []
  // The first session is let through, the second one is cut off.
  const between = createServer((socket) => {
    open.push(socket)
    socket.on('error', () => undefined)
    if (open.length > 1) return socket.destroy()
    const there = connect(Number(own.port), own.hostname).on('error', () => socket.destroy())
    return socket.pipe(there).pipe(socket)
  })
  between.listen(0, '127.0.0.1')
  await once(between, 'listening')
  const made = await planOf('ALTER TABLE account ALTER COLUMN email SET NOT NULL')
  own.hostname = '127.0.0.1'
  own.port = String((between.address() as AddressInfo).port)
  const applied = applyPlan(made, {databaseUrl: own.href})
  await expect(applied).rejects.toThrow('expected a database that answers: Cannot connect to postgres://')
  for (const socket of open) socket.destroy()
  between.close()
})

test('begins nothing that a check warns of, unless that is accepted', async () => {
  const made = await planOf("DO $$ BEGIN EXECUTE 'CREATE TABLE ' || reverse('edam') || ' ()'; END $$")
  expect(made.remarks).toMatchObject([{severity: 'unsafe'}])
  const refused = applyPlan(made, {databaseUrl: world.url})
  await expect(refused).rejects.toThrow(PreflightError)
  await expect(refused).rejects.toMatchObject({findings: [{check: 'unsafe', severity: 'warning'}]})
  expect(await world.query("SELECT to_regclass('made') AS made, to_regnamespace('sqlsafe') AS journal")).toEqual([
    {made: null, journal: null}
  ])
  await applyPlan(made, {databaseUrl: world.url, accept: ['unsafe']})
  expect(await world.query("SELECT to_regclass('made')::text AS made")).toEqual([{made: 'made'}])
})
