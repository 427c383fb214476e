/** Which rows `INSERT … SELECT` and `CREATE TABLE … SELECT` lock of the table that they read. */
import {randomBytes} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {createConnection, type Connection, type RowDataPacket} from 'mysql2/promise'
import {expect, test} from 'vitest'

const byKey = "INSERT INTO choice (kind) SELECT id FROM kind WHERE name = 'n5'"
const byOther = "INSERT INTO choice (kind) SELECT id FROM kind WHERE note = 'x5'"
const unlessThere = (condition: string): string =>
  `INSERT INTO choice (kind) SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM kind WHERE ${condition})`

test.each([
  ['MYSQL', byKey, true],
  ['MYSQL', byOther, false],
  ['MYSQL', unlessThere("code = 'c5'"), true],
  ['MYSQL', unlessThere("note = 'none'"), false],
  ['MYSQL', unlessThere("words = 'none'"), false],
  ['MARIADB', unlessThere("words = 'none'"), false],
  ['MARIADB', byKey, true],
  ['MARIADB', byOther, false],
  ['MARIADB', unlessThere("code = 'c5'"), true],
  ['MARIADB', unlessThere("note = 'none'"), false]
])('%s: after %s another row can be written: %s', async (name, insert, isFree) => {
  await withKinds(name, async (one, other) => {
    await one.query('BEGIN')
    await one.query(insert)
    const write = other.query("UPDATE kind SET note = 'written' WHERE id = 300")
    if (isFree) await write
    else await expect(write).rejects.toMatchObject({errno: 1205})
  })
})

test.each([
  ['MYSQL', 'CREATE TABLE made AS SELECT note, IF(id = 499, SLEEP(3), 0) FROM kind', false],
  ['MYSQL', "CREATE TABLE made AS SELECT id, SLEEP(3) FROM kind WHERE name = 'n5'", true],
  ['MARIADB', 'CREATE TABLE made AS SELECT note, IF(id = 499, SLEEP(3), 0) FROM kind', false],
  ['MARIADB', "CREATE TABLE made AS SELECT id, SLEEP(3) FROM kind WHERE name = 'n5'", true]
])('%s: during %s another row can be written: %s', async (name, create, isFree) => {
  await withKinds(name, async (one, other) => {
    const created = one.query(create)
    try {
      // Until it stands at the row that takes its time.
      await waitForSleep(other)
      const write = other.query("UPDATE kind SET note = 'written' WHERE id = 300")
      if (isFree) await write
      else await expect(write).rejects.toMatchObject({errno: 1205})
    } finally {
      await created
    }
  })
})

async function waitForSleep(connection: Connection): Promise<void> {
  const asked = `SELECT 1 FROM information_schema.processlist WHERE state = 'User sleep' AND info LIKE 'CREATE TABLE made%'`
  while ((await connection.query<RowDataPacket[]>(asked))[0].length === 0) await setTimeout(20)
}

/** Two connections to a new database, the second of which does not wait long. */
async function withKinds(name: string, use: (one: Connection, other: Connection) => Promise<void>): Promise<void> {
  const uri = process.env[`SQLSAFE_TEST_${name}_URL`] ?? ''
  const [one, other] = [await createConnection({uri}), await createConnection({uri})]
  const database = `sqlsafe_insert_select_${randomBytes(5).toString('hex')}`
  try {
    for (const sql of [
      `CREATE DATABASE ${database}`,
      `USE ${database}`,
      'CREATE TABLE kind (id int PRIMARY KEY, name varchar(9), code varchar(9), note varchar(9), words varchar(9), UNIQUE KEY (name), KEY (code), FULLTEXT KEY (words))',
      'CREATE TABLE choice (id int AUTO_INCREMENT PRIMARY KEY, kind int)'
    ])
      await one.query(sql)
    const rows = Array.from({length: 500}, (_, index) => [index, `n${String(index)}`, `c${String(index)}`, 'x', 'y'])
    await one.query('INSERT INTO kind VALUES ?', [rows])
    await one.query("UPDATE kind SET note = 'x5' WHERE id = 5")
    await other.query(`USE ${database}`)
    await other.query('SET innodb_lock_wait_timeout = 1')
    await use(one, other)
  } finally {
    await one.query('ROLLBACK')
    await one.query(`DROP DATABASE IF EXISTS ${database}`)
    await Promise.all([one.end(), other.end()])
  }
}
