/** Which rows `INSERT … SELECT` locks of the table that it reads. */
import {randomBytes} from 'node:crypto'
import {createConnection} from 'mysql2/promise'
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
    await one.query('BEGIN')
    await one.query(insert)

    await other.query(`USE ${database}`)
    await other.query('SET innodb_lock_wait_timeout = 1')
    const write = other.query("UPDATE kind SET note = 'written' WHERE id = 300")
    if (isFree) await write
    else await expect(write).rejects.toMatchObject({errno: 1205})
  } finally {
    await one.query('ROLLBACK')
    await one.query(`DROP DATABASE IF EXISTS ${database}`)
    await Promise.all([one.end(), other.end()])
  }
})
