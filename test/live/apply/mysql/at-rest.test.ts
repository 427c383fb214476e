/** Whoever takes tables from an application ends no transaction of it, where there is a moment without one. */
import type mysql from 'mysql2/promise'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Connection, Row} from '../../../../src/apply/connection/connection.js'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {whenAtRest} from '../../../../src/apply/mysql/at-rest.js'
import {errorNumber} from '../../../../src/apply/mysql/error-kind.js'
import {ddl} from '../../../../src/apply/mysql/steps/ddl.js'
import type {StepContext} from '../../../../src/apply/step.js'
import {applyPlan, takeRunBack, withSteps} from '../world.js'
import {startProxy} from './proxy.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'

const setup = [
  'CREATE TABLE owner (id int PRIMARY KEY, qty int NOT NULL)',
  'CREATE TABLE account (id int PRIMARY KEY, owner int, qty int NOT NULL, KEY by_qty (qty), FOREIGN KEY (owner) REFERENCES owner (id))',
  'CREATE TABLE entry (id int PRIMARY KEY, account int, FOREIGN KEY (account) REFERENCES account (id))',
  'INSERT INTO owner VALUES (1, 1)',
  'INSERT INTO account VALUES (1, 1, 1), (2, 1, 1)',
  'INSERT INTO entry VALUES (1, 1)'
]
const write = 'UPDATE account SET qty = qty + 1 WHERE id = 2'

/** What a transaction has done that writes to the table next, and statements that take the table from it. */
const cases = [
  ['has read it', 'SELECT * FROM account', 'LOCK TABLES account WRITE'],
  ['has read it', 'SELECT * FROM account', 'CREATE TRIGGER t AFTER INSERT ON account FOR EACH ROW SET @a = 1'],
  ['has a table that refers to it', 'SELECT * FROM entry', 'LOCK TABLES account WRITE, entry WRITE'],
  ['has a table that it refers to', 'UPDATE owner SET qty = 2', 'LOCK TABLES account WRITE']
] as const

const build = 'ALTER TABLE account ADD INDEX by_both (owner, qty), ALGORITHM=INPLACE, LOCK=NONE'

/** Who has read what, and the change of a definition that needs it for itself. */
const anywhere = [
  ['account', 'ALTER TABLE account ADD COLUMN note int, ALGORITHM=INSTANT'],
  ['account', 'ALTER TABLE `account` DROP INDEX `by_qty`, ALGORITHM=INPLACE, LOCK=NONE'],
  ['account', 'RENAME TABLE owner TO holder, account TO holding']
]
/** MySQL takes what foreign keys tie to a table, too. */
const onMysql = [
  ['account', build],
  ['entry', 'ALTER TABLE account ALTER COLUMN qty SET DEFAULT 1, ALGORITHM=INSTANT'],
  ['owner', 'ALTER TABLE account ADD FOREIGN KEY (owner) REFERENCES `owner` (id), ALGORITHM=INPLACE, LOCK=NONE'],
  ['account', 'ALTER TABLE entry DROP FOREIGN KEY entry_ibfk_1, ALGORITHM=INPLACE, LOCK=NONE']
]

const ofAccount = [{schema: '', name: 'account'}]

describe.each(servers.slice(0, 2))('$server', ({dialect, url}) => {
  let world: World
  let application: mysql.Connection
  beforeEach(async () => {
    world = await createWorld(url, setup)
    application = await world.connect()
  })
  afterEach(() => world.remove())

  async function read(table: string): Promise<void> {
    await application.query('START TRANSACTION')
    await application.query(`SELECT * FROM ${table}`)
  }

  async function writeNext(): Promise<void> {
    await application.query(write)
    await application.query('COMMIT')
  }

  const taken = {
    mariadb: dialect === 'mariadb',
    tables: ['account', 'entry', 'owner'].map((name) => ({schema: '', name}))
  }

  test.each(cases)('a transaction that %s (%s) writes before %s', async (_, before, statement) => {
    const connection = await connect(world.url, 'sqlsafe test')
    try {
      await application.query('START TRANSACTION')
      await application.query(before)
      let times = 0
      const isDone = await whenAtRest(connection, taken, statement, async () => {
        times++
        await writeNext()
        return true
      })
      expect([isDone, times]).toEqual([true, 1])
    } finally {
      await connection.end()
    }
  })

  test('who waits for the table ends such a transaction', async () => {
    await read('account')
    const other = await world.connect()
    const waiting = other.query('LOCK TABLES account WRITE')
    await expect
      .poll(() =>
        world.query(
          "SELECT 1 FROM information_schema.processlist WHERE state LIKE 'Waiting for table%' AND db = DATABASE()"
        )
      )
      .toHaveLength(1)
    await expect(application.query(write)).rejects.toThrow('Deadlock')
    await waiting
  })

  /** Send it; those who have the tables go on once it was seen that they have them. */
  async function send(statement: string, onceTaken: () => Promise<void>, sent: string[] = []): Promise<void> {
    const session = await connect(world.url, 'sqlsafe test')
    let isSeen = false
    const goOn = async (): Promise<void> => {
      if (isSeen) return
      isSeen = true
      await onceTaken()
    }
    const watched: Connection = {
      async query<Result extends Row = Row>(sql: string, values?: ReadonlyArray<string | number | null>) {
        const rows = await session.query<Result>(sql, values)
        if (sql.includes('metadata_locks') && rows.length > 0) await goOn()
        return rows
      },
      async execute(sql, values) {
        sent.push(sql)
        return session.execute(sql, values).catch(async (error: unknown) => {
          if (errorNumber(error) === 1205) await goOn()
          throw error
        })
      }
    }
    const tables = /^RENAME/.test(statement) ? ['owner', 'account', 'holder', 'holding'] : ['account']
    const input = {statement, tables: tables.map((name) => ({schema: '', name}))}
    const context = {} as StepContext
    try {
      await session.execute('SET SESSION lock_wait_timeout = 1, foreign_key_checks = 0')
      const {state} = await ddl.run(watched, input, ddl.initialState, context)
      await ddl.run(watched, input, state, context)
    } finally {
      await session.end()
    }
  }

  /** A session that has read the table, for longer than ours may wait. */
  async function readForLong(): Promise<mysql.Connection> {
    const reader = await world.connect()
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM account')
    const isOld = (): Promise<unknown[]> =>
      world.query(
        `SELECT 1 AS is_old FROM performance_schema.threads WHERE PROCESSLIST_ID = ${String(reader.threadId)} AND PROCESSLIST_TIME > 1`
      )
    await expect.poll(isOld, {timeout: 60_000}).toHaveLength(1)
    return reader
  }

  describe('who has had the table for long', () => {
    const lock = 'LOCK TABLES account WRITE'
    let session: Awaited<ReturnType<typeof connect>>
    let sent: string[]
    let watched: Connection
    beforeEach(async () => {
      session = await connect(world.url, 'sqlsafe test')
      await session.execute('SET SESSION lock_wait_timeout = 1')
      sent = []
      let mayWait = true
      watched = {
        ...session,
        execute(sql, values) {
          // Who asks without waiting keeps nobody waiting.
          const [, seconds] = /lock_wait_timeout = (\d+)/.exec(sql) ?? []
          if (seconds !== undefined) mayWait = seconds !== '0'
          else if (mayWait) sent.push(sql)
          return session.execute(sql, values)
        }
      }
    })
    afterEach(() => session.end())

    test('is waited for, and nobody has to wait behind us', async () => {
      const reader = await readForLong()
      for (const attempt of ['first', 'second']) {
        await expect(whenAtRest(watched, taken, lock), attempt).rejects.toThrow(
          `session ${String(reader.threadId)} has had it for`
        )
      }
      expect(sent).toEqual([])
      await reader.query('COMMIT')
      expect(await whenAtRest(watched, taken, lock)).toBe(true)
    })

    test('is asked for the table once, where another one had it before', async () => {
      const reader = await readForLong()
      await expect(whenAtRest(watched, taken, lock)).rejects.toThrow('is not asked for')
      await readForLong()
      await reader.query('COMMIT')
      await expect(whenAtRest(watched, taken, lock)).rejects.toThrow('Lock wait timeout')
      expect(sent).toEqual([lock])
      await expect(whenAtRest(watched, taken, lock)).rejects.toThrow('is not asked for')
      expect(sent).toEqual([lock])
    })

    test('is told, and ended where that is wanted', async () => {
      const reader = await readForLong()
      const plan = withSteps(await world.plan('SELECT 1'), [
        stepOf('add', 'ddl', {statement: 'ALTER TABLE account ADD COLUMN note int', tables: ofAccount})
      ])
      const blockers: unknown[] = []
      const failing = applyPlan(plan, world.url, {
        settings: {lockTimeoutMs: 1000, lockRetries: 1},
        onEvent(event) {
          if (event.type === 'retry') blockers.push([event.error, event.blockers.map(({pid}) => pid)])
        }
      })
      await expect(failing).rejects.toThrow(`process ${String(reader.threadId)}`)
      expect(blockers).toEqual([[expect.stringContaining('is not asked for'), [reader.threadId]]])

      const settings = {lockTimeoutMs: 1000, terminateBlockersAfterMs: 1}
      expect((await applyPlan(plan, world.url, {settings})).outcome).toEqual({status: 'done'})
      await expect(reader.query('SELECT 1')).rejects.toThrow()
    })
  })

  test.each(dialect === 'mysql' ? [...anywhere, ...onMysql] : anywhere)(
    'a transaction that has read %s writes before %s',
    async (table, statement) => {
      await read(table)
      let isEnded = false
      await send(statement, async () => {
        await writeNext()
        isEnded = true
      })
      expect(isEnded).toBe(true)
    }
  )

  test('one that has read the table writes before a change of it is taken back', async () => {
    const change = {
      ...stepOf('add', 'ddl', {statement: 'ALTER TABLE account ADD COLUMN note int', tables: ofAccount}),
      undo: ['ALTER TABLE account DROP COLUMN note, ALGORITHM=INSTANT']
    }
    const rest = stepOf('rest', 'ddl', {statement: 'ALTER TABLE account DROP INDEX by_qty', tables: ofAccount})
    const stop = new AbortController()
    const {outcome} = await applyPlan(withSteps(await world.plan('SELECT 1'), [change, rest]), world.url, {
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'step-begin' && event.step === 'rest') stop.abort()
      }
    })
    expect(outcome).toEqual({status: 'stopped'})
    await read('account')
    const asked: string[] = []
    let written: Promise<void> | undefined
    const proxy = await startProxy(world.url, (sql) => {
      if (/metadata_locks|DROP COLUMN|lock_wait_timeout = 0/.test(sql)) {
        asked.push(sql)
        written ??= writeNext()
      }
      return undefined
    })
    await takeRunBack(proxy.url)
    await proxy.close()
    await written
    expect(asked[0]).toMatch(/metadata_locks|lock_wait_timeout = 0/)
    expect(await world.query("SHOW COLUMNS FROM account LIKE 'note'")).toEqual([])
  })

  test('what is built for long is asked for once, and not by trying', async () => {
    await read('account')
    const sent: string[] = []
    await send(
      build,
      async () => {
        await application.query('COMMIT')
      },
      sent
    )
    expect(sent).toEqual([build])
  })
})
