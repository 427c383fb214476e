/** Whoever locks tables of an application ends no transaction of it. */
import type mysql from 'mysql2/promise'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {whenAtRest} from '../../../../src/apply/mysql/at-rest.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  'CREATE TABLE owner (id int PRIMARY KEY, qty int NOT NULL)',
  'CREATE TABLE account (id int PRIMARY KEY, owner int, qty int NOT NULL, FOREIGN KEY (owner) REFERENCES owner (id))',
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

describe.each(servers.slice(0, 2))('$server', ({dialect, url}) => {
  let world: World
  let application: mysql.Connection
  beforeEach(async () => {
    world = await createWorld(url, setup)
    application = await world.connect()
  })
  afterEach(() => world.remove())

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
        await application.query(write)
        await application.query('COMMIT')
        return true
      })
      expect([isDone, times]).toEqual([true, 1])
    } finally {
      await connection.end()
    }
  })

  test('who waits for the table ends such a transaction', async () => {
    await application.query('START TRANSACTION')
    await application.query('SELECT * FROM account')
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
})
