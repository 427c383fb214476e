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
import {queryTransactions, transactionAgesNow} from '../../../../src/apply/mysql/view/transactions.js'
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

/**
 * Somebody who has the table in a transaction and is busy until they are released, so that nobody is told who has one open.
 *
 * @param seconds For which it has been open before.
 */
async function busyInTransaction(of: World, seconds = 0): Promise<{other: Connection; release: () => Promise<void>}> {
  const [looker, other] = [await of.connect(), await of.connect()]
  await other.query('START TRANSACTION')
  await other.query('INSERT INTO account VALUES (2, 2)')
  await other.query('DO sleep(?)', [seconds])
  const busy = other.query(toast)
  await untilHidden(looker, 'INNODB_TRX')
  const release = async (): Promise<void> => {
    await of.query("SELECT release_lock('busy')")
    await busy
  }
  return {other, release}
}

async function viewOf(of: World, connection: PreflightView['connection']): Promise<PreflightView> {
  return {
    connection,
    plan: await shadowPlan(of, change),
    settings: {...defaultSettings, maxTransactionAgeSeconds: 0},
    serverMajor: 9,
    steps: [],
    tables: [change.table],
    fresh: true,
    beside: (work) => work(),
    handshakePid: undefined
  }
}

/** A session of somebody who may do no more than this, until the work is done. */
async function asGranted<Result>(
  grants: readonly string[],
  work: (connection: PreflightView['connection']) => Promise<Result>
): Promise<Result> {
  const account = `limited_${world.name.slice(-10)}`
  await world.query(`CREATE USER ${account}`)
  const url = new URL(world.url)
  url.username = account
  try {
    for (const grant of [`ALL ON ${world.name}.*`, ...grants]) await world.query(`GRANT ${grant} TO ${account}`)
    const connection = await connect(url.href, 'test')
    return await work(connection).finally(() => connection.end())
  } finally {
    await world.query(`DROP USER ${account}`)
  }
}

/** `SELECT` on tables of `performance_schema`. */
const seeing = (...tables: string[]): string[] => tables.map((table) => `SELECT ON performance_schema.${table}`)

const notShown = /Unexpected statement with a letter such as an emoji/

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
  const waiter = await world.connect()
  const own = await connect(world.url, 'test')
  try {
    const {other, release} = await busyInTransaction(world)
    const waiting = waiter.query('ALTER TABLE account ADD COLUMN m int')
    await expect
      .poll(() => blockersOf(own, 'mysql', waiter.threadId))
      .toEqual([expect.objectContaining({pid: other.threadId, query: toast})])
    await release()
    await other.query('COMMIT')
    await waiting
  } finally {
    await own.end()
  }
})

test('who has had a table for long is told while they are busy with one', async () => {
  const own = await connect(world.url, 'test')
  try {
    const {other, release} = await busyInTransaction(world, 1.1)
    expect(await longTransactions.check(await viewOf(world, own))).toEqual([
      {
        severity: 'warning',
        text: expect.stringMatching(
          new RegExp(`of session ${String(other.threadId)} \\(root, Query, open for [1-9]\\d* s\\), which holds`)
        ) as string
      }
    ])
    await release()
  } finally {
    await own.end()
  }
})

test('where performance_schema does not record all transactions, its ages are not taken for all', async () => {
  const own = await connect(world.url, 'test')
  const {other, release} = await busyInTransaction(world, 1.1)
  const switches = [
    "setup_consumers SET enabled = '?' WHERE name = 'events_transactions_current'",
    "setup_consumers SET enabled = '?' WHERE name = 'thread_instrumentation'",
    "setup_consumers SET enabled = '?' WHERE name = 'global_instrumentation'",
    "setup_instruments SET enabled = '?' WHERE name = 'transaction'",
    "setup_instruments SET timed = '?' WHERE name = 'transaction'",
    `threads SET instrumented = '?' WHERE processlist_id = ${String(other.threadId)}`
  ]
  const turn = (one: string, to: string): Promise<unknown> =>
    world.query(`UPDATE performance_schema.${one.replace('?', to)}`)
  try {
    for (const one of switches) {
      expect((await transactionAgesNow(own))?.get(String(other.threadId)), one).toBeGreaterThanOrEqual(1)
      await turn(one, 'NO')
      try {
        expect(await transactionAgesNow(own), one).toBeUndefined()
      } finally {
        await turn(one, 'YES')
      }
    }
    await turn(switches[0] ?? '', 'NO')
    try {
      await expect(longTransactions.check(await viewOf(world, own))).rejects.toThrow(notShown)
    } finally {
      await turn(switches[0] ?? '', 'YES')
    }
    await release()
  } finally {
    await own.end()
  }
})

test('who may not see what performance_schema records is not told that nobody has a transaction open', async () => {
  const waiter = await world.connect()
  const {other, release} = await busyInTransaction(world, 1.1)
  const toSee = ['PROCESS ON *.*', ...seeing('setup_consumers', 'setup_instruments', 'threads')]
  await asGranted(toSee, async (connection) => {
    await expect(longTransactions.check(await viewOf(world, connection))).rejects.toThrow(notShown)
  })
  const waiting = waiter.query('ALTER TABLE account ADD COLUMN m int')
  const waits = `SELECT count(*) AS waits FROM performance_schema.threads
    WHERE processlist_id = ${String(waiter.threadId)} AND processlist_state = 'Waiting for table metadata lock'`
  await expect.poll(() => world.query(waits)).toEqual([{waits: 1}])
  const locks = seeing('metadata_locks', 'data_lock_waits', 'events_statements_current')
  await asGranted([...toSee, ...locks], async (connection) => {
    await expect(longTransactions.check(await viewOf(world, connection))).rejects.toThrow(notShown)
    expect(await blockersOf(connection, 'mysql', waiter.threadId)).toEqual([
      expect.objectContaining({pid: other.threadId, query: toast, age: expect.any(Number) as number})
    ])
  })
  await asGranted([], async (connection) => {
    expect(await blockersOf(connection, 'mysql', waiter.threadId)).toEqual([])
  })
  await release()
  await other.query('COMMIT')
  await waiting
})

test('without performance_schema nobody is told that no transaction is open', async () => {
  const bare = await startServer({kind: 'MySQL 9.7', options: ['--performance-schema=OFF']})
  const there = await createWorld(bare.url, ['CREATE TABLE account (id int PRIMARY KEY, n int)'])
  try {
    const idle = await there.connect()
    await there.query("SELECT get_lock('busy', 60)")
    await idle.query('START TRANSACTION')
    await idle.query('INSERT INTO account VALUES (1, 1)')
    const {other, release} = await busyInTransaction(there, 1.1)
    const view = await viewOf(there, await bare.connect({database: there.name}))
    await expect(longTransactions.check(view)).rejects.toThrow(notShown)
    await release()
    await other.query('COMMIT')
    await expect
      .poll(() => longTransactions.check(view), {interval: 300})
      .toEqual([
        {
          severity: 'warning',
          text: expect.stringContaining(`of session ${String(idle.threadId)} (root, Sleep, open for `) as string
        }
      ])
  } finally {
    await there.remove()
    await bare.close()
  }
})

test('transactions are told once who was busy with one is not any more', async () => {
  const own = await connect(world.url, 'test')
  try {
    const {other, release} = await busyInTransaction(world)
    // By what they ask the list of the server must not stay the one in which they are not shown.
    const told = queryTransactions(own, 'SELECT trx_mysql_thread_id AS pid FROM information_schema.INNODB_TRX')
    await release()
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
