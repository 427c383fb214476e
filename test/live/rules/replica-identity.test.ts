import pg from 'pg'
import {expect, test} from 'vitest'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

/** What `no-unreplicated-ddl` says of a table without a replica identity. */
test.each([
  ['CREATE TABLE account (id bigint)', ''],
  ['CREATE TABLE account (id bigint PRIMARY KEY)', 'ALTER TABLE account REPLICA IDENTITY NOTHING']
])('once it is published, rows of %s %s cannot be changed', async (create, change) => {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    for (const statement of ['UPDATE account SET id = 2', 'DELETE FROM account']) {
      await client.query('BEGIN')
      await client.query(`${create}; CREATE PUBLICATION sqlsafe_rows FOR TABLE account; ${change}`)
      await expect(client.query(statement)).rejects.toMatchObject({code: '55000'})
      await client.query('ROLLBACK')
    }
  } finally {
    await client.end()
  }
})
