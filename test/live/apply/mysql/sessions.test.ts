/**
 * Others send statements with any letters, and MySQL shows no session in two of its views as long as they do: on a server
 * of our own, where other tests do not look into these meanwhile.
 */
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest'
import type {Connection} from 'mysql2/promise'
import {blockersOf} from '../../../../src/apply/mysql/blockers.js'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {longTransactions} from '../../../../src/apply/mysql/preflight/long-transactions.js'
import {sessionsOf} from '../../../../src/apply/mysql/view/sessions.js'
import {queryTransactions} from '../../../../src/apply/mysql/view/transactions.js'
import type {PreflightView} from '../../../../src/apply/preflight.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import {applyPlan} from '../world.js'
import {startServer} from './own-server.js'
import type {OwnServer} from './own-server.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld} from './world.js'
import type {World} from './world.js'

let server: OwnServer
let world: World
beforeAll(async () => {
  server = await startServer({kind: 'MySQL 9.7'})
})
afterAll(() => server.close())
beforeEach(async () => {
  world = await createWorld(server.url, [
    'CREATE TABLE other (id int PRIMARY KEY)',
    'CREATE TABLE account (id int PRIMARY KEY, n int)',
    'INSERT INTO account VALUES (1, 1)'
  ])
  await world.query("SELECT get_lock('busy', 60)")
})
afterEach(() => world.remove())

/** What somebody is busy with until the lock is free. */
const toast = "SELECT '\u{1F37B}', get_lock('busy', 600)"
const change = ofAccount(['ALTER TABLE {{table}} MODIFY n bigint'])

/** Wait until a view is not shown; asked more often, the server answers from an old list of transactions. */
async function untilHidden(own: Connection, view: string): Promise<void> {
  await expect
    .poll(() => own.query(`SELECT count(*) FROM information_schema.${view}`).then(String, String), {
      interval: 300
    })
    .toMatch(/Cannot convert/)
}

test('a table is replaced while somebody is busy with a letter beyond the first 65,536', async () => {
  const [other, own] = [await world.connect(), await connect(world.url, 'test')]
  try {
    const busy = other.query(toast)
    await untilHidden(await world.connect(), 'PROCESSLIST')
    expect((await sessionsOf(own)).filter(({query}) => query.includes('\u{1F37B}'))).toEqual([
      expect.objectContaining({pid: String(other.threadId), user: 'root', command: 'Query'})
    ])
    expect((await applyPlan(await shadowPlan(world, change), world.url)).outcome).toEqual({status: 'done'})
    await world.query("SELECT release_lock('busy')")
    await busy
  } finally {
    await own.end()
  }
})

test('who is busy with one, and keeps another waiting, is told', async () => {
  const [looker, other, waiter] = [await world.connect(), await world.connect(), await world.connect()]
  const own = await connect(world.url, 'test')
  try {
    await other.query('START TRANSACTION')
    await other.query('INSERT INTO account VALUES (2, 2)')
    const busy = other.query(toast)
    await untilHidden(looker, 'INNODB_TRX')
    const waiting = waiter.query('ALTER TABLE account ADD COLUMN m int')
    await expect
      .poll(() => blockersOf(own, 'mysql', waiter.threadId))
      .toEqual([expect.objectContaining({pid: other.threadId, query: toast})])
    await world.query("SELECT release_lock('busy')")
    await busy
    await other.query('COMMIT')
    await waiting
  } finally {
    await own.end()
  }
})

test('who has had a table for long is told while they are busy with one', async () => {
  const [looker, other] = [await world.connect(), await world.connect()]
  const own = await connect(world.url, 'test')
  try {
    await other.query('START TRANSACTION')
    await other.query('INSERT INTO account VALUES (2, 2)')
    await other.query('DO sleep(1.1)')
    const busy = other.query(toast)
    await untilHidden(looker, 'INNODB_TRX')
    const view: PreflightView = {
      connection: own,
      plan: await shadowPlan(world, change),
      settings: {...defaultSettings, maxTransactionAgeSeconds: 0},
      serverMajor: 9,
      steps: [],
      tables: [change.table],
      fresh: true,
      beside: (work) => work(),
      handshakePid: undefined
    }
    expect(await longTransactions.check(view)).toEqual([
      {
        severity: 'warning',
        text: expect.stringMatching(
          new RegExp(`of session ${String(other.threadId)} \\(root, Query, open for [1-9]\\d* s\\), which holds`)
        ) as string
      }
    ])
    await world.query("SELECT release_lock('busy')")
    await busy
  } finally {
    await own.end()
  }
})

test('transactions are told once who was busy with one is not any more', async () => {
  const [looker, other] = [await world.connect(), await world.connect()]
  const own = await connect(world.url, 'test')
  try {
    await other.query('START TRANSACTION')
    await other.query('INSERT INTO account VALUES (2, 2)')
    const busy = other.query(toast)
    await untilHidden(looker, 'INNODB_TRX')
    // By what they ask the list of the server must not stay the one in which they are not shown.
    const told = queryTransactions(own, 'SELECT trx_mysql_thread_id AS pid FROM information_schema.INNODB_TRX')
    await world.query("SELECT release_lock('busy')")
    await busy
    expect(await told).toContainEqual({pid: String(other.threadId)})
    await other.query('COMMIT')
  } finally {
    await own.end()
  }
})

test('nothing is swapped, and nothing fails, while nobody is told of transactions because of one', async () => {
  const [looker, other, reader] = [await world.connect(), await world.connect(), await world.connect()]
  // It keeps the swap waiting until the other one is busy.
  await reader.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  let busy: Promise<unknown> | undefined
  const makeBusy = async (): Promise<void> => {
    await other.query('START TRANSACTION')
    await other.query('INSERT INTO other VALUES (1)')
    const toasted = other.query(toast)
    await untilHidden(looker, 'INNODB_TRX')
    await reader.query('COMMIT')
    await toasted
    await other.query('COMMIT')
  }
  let released: Promise<unknown> | undefined
  const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {
    onEvent(event) {
      if (event.type !== 'say') return
      if (event.text.includes(`session ${String(reader.threadId)},`)) busy ??= makeBusy()
      if (event.text.includes('such as an emoji')) released ??= world.query("SELECT release_lock('busy')")
    }
  })
  expect(outcome).toEqual({status: 'done'})
  expect(released).toBeDefined()
  await Promise.all([busy, released])
})
