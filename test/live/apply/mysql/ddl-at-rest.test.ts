/** Statements that change definitions end no transaction of an application, where there is a moment without one. */
import type mysql from 'mysql2/promise'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Connection, Row} from '../../../../src/apply/connection/connection.js'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {errorNumber} from '../../../../src/apply/mysql/error-kind.js'
import {ddl} from '../../../../src/apply/mysql/steps/ddl.js'
import type {StepContext} from '../../../../src/apply/step.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  'CREATE TABLE owner (id int PRIMARY KEY, qty int NOT NULL)',
  'CREATE TABLE account (id int PRIMARY KEY, owner int, qty int NOT NULL, KEY by_qty (qty), KEY by_owner (owner))',
  'CREATE TABLE entry (id int PRIMARY KEY, account int, FOREIGN KEY (account) REFERENCES account (id))',
  'INSERT INTO owner VALUES (1, 1)',
  'INSERT INTO account VALUES (1, 1, 1), (2, 1, 1)',
  'INSERT INTO entry VALUES (1, 1)'
]
const write = 'UPDATE account SET qty = qty + 1 WHERE id = 2'
const build = 'ALTER TABLE account ADD INDEX by_both (owner, qty), ALGORITHM=INPLACE, LOCK=NONE'

/** Who has read what, and the statement that needs it for itself. */
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

describe.each(servers.slice(0, 2))('$server', ({dialect, url}) => {
  let world: World
  let application: mysql.Connection
  beforeEach(async () => {
    world = await createWorld(url, setup)
    application = await world.connect()
  })
  afterEach(() => world.remove())

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

  test.each(dialect === 'mysql' ? [...anywhere, ...onMysql] : anywhere)(
    'a transaction that has read %s writes before %s',
    async (table, statement) => {
      const session = await world.connect()
      await session.query('START TRANSACTION')
      await session.query(`SELECT * FROM ${table}`)
      let isEnded = false
      await send(statement, async () => {
        await session.query(write)
        await session.query('COMMIT')
        isEnded = true
      })
      expect(isEnded).toBe(true)
    }
  )

  test('what is built for long is asked for once, and waits for its end as long as it may', async () => {
    await application.query('START TRANSACTION')
    await application.query('SELECT * FROM account')
    const sent: string[] = []
    const commit = dialect === 'mysql' ? () => application.query('COMMIT') : () => Promise.resolve()
    const done = send(
      build,
      async () => {
        await commit()
      },
      sent
    )
    // MariaDB does not tell who has it, unless it is set to.
    if (dialect === 'mysql') await done
    else await expect(done).rejects.toThrow('Lock wait timeout')
    expect(sent).toEqual([build])
  })
})
