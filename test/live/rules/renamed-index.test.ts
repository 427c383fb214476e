/** What queries find of an index that has another name. */
import {randomBytes} from 'node:crypto'
import {createConnection} from 'mysql2/promise'
import {expect, test} from 'vitest'

test.each(['MYSQL', 'MARIADB'])('%s refuses a query that names the old one', async (name) => {
  const connection = await createConnection({uri: process.env[`SQLSAFE_TEST_${name}_URL`] ?? ''})
  const database = `sqlsafe_renamed_${randomBytes(5).toString('hex')}`
  try {
    for (const sql of [
      `CREATE DATABASE ${database}`,
      `USE ${database}`,
      'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY author (author))',
      'SELECT * FROM post USE INDEX (author)',
      'ALTER TABLE post RENAME INDEX author TO post_author'
    ])
      await connection.query(sql)
    for (const hint of ['USE', 'FORCE', 'IGNORE']) {
      await expect(connection.query(`SELECT * FROM post ${hint} INDEX (author)`)).rejects.toMatchObject({errno: 1176})
    }
    await connection.query('SELECT /*+ INDEX(post author) */ * FROM post')
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await connection.end()
  }
})
