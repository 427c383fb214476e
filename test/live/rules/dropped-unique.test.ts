/** What writers of a running release do once a unique key is gone: on MySQL and MariaDB nothing tells them. */
import {randomBytes} from 'node:crypto'
import {createConnection, type Connection, type RowDataPacket} from 'mysql2/promise'
import pg from 'pg'
import {describe, expect, test} from 'vitest'

const writes = [
  `INSERT INTO account (email) VALUES ('a') ON DUPLICATE KEY UPDATE visits = visits + 1`,
  `REPLACE INTO account (email) VALUES ('a')`,
  `INSERT IGNORE INTO account (email) VALUES ('a')`
]

async function withDatabase(name: string, use: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await createConnection({uri: process.env[`SQLSAFE_TEST_${name}_URL`] ?? ''})
  const database = `sqlsafe_unique_${randomBytes(5).toString('hex')}`
  try {
    await connection.query(`CREATE DATABASE ${database}`)
    await connection.query(`USE ${database}`)
    await connection.query(`CREATE TABLE account (id bigint PRIMARY KEY AUTO_INCREMENT, email varchar(50) NOT NULL,
      visits int DEFAULT 1, UNIQUE KEY email_key (email))`)
    await use(connection)
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await connection.end()
  }
}

/** How many rows there are when each of the statements has been sent. */
async function rowsAfter(connection: Connection, statements: readonly string[]): Promise<number> {
  for (const sql of statements) await connection.query(sql)
  return (await connection.query<RowDataPacket[]>('SELECT * FROM account'))[0].length
}

describe.each(['MYSQL', 'MARIADB'])('%s', (name) => {
  test.each([
    'ALTER TABLE account DROP INDEX email_key',
    'ALTER TABLE account DROP KEY email_key',
    'ALTER TABLE account DROP CONSTRAINT email_key',
    'DROP INDEX email_key ON account',
    // One with a column more finds less: others may have other values in it.
    'ALTER TABLE account ADD COLUMN made datetime(6) DEFAULT NULL, DROP INDEX email_key, ADD UNIQUE KEY (email, made)'
  ])('inserts again after %s', (drop) =>
    withDatabase(name, async (connection) => {
      expect(await rowsAfter(connection, writes)).toBe(1)
      expect(await rowsAfter(connection, [drop, ...writes])).toBe(4)
    })
  )

  test.each([
    'ALTER TABLE account DROP INDEX email_key, ADD UNIQUE KEY email_new (email)',
    'ALTER TABLE account DROP INDEX email_key, ADD UNIQUE KEY email_start (email(20))',
    'ALTER TABLE account ADD COLUMN team int NOT NULL DEFAULT 0, DROP INDEX email_key, ADD UNIQUE KEY (team, email)',
    'ALTER TABLE account MODIFY id bigint DEFAULT 0, DROP PRIMARY KEY, DROP INDEX email_key, ADD PRIMARY KEY (email)'
  ])('finds the row after %s', (swap) =>
    withDatabase(name, async (connection) => {
      expect(await rowsAfter(connection, [writes[0] ?? '', swap, ...writes])).toBe(1)
    })
  )

  test.each([
    [4, 'datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)'],
    [1, 'int NOT NULL DEFAULT 0']
  ])('has %s rows where the primary key gets a column %s', (rows, column) =>
    withDatabase(name, async (connection) => {
      const byId = writes.map((sql) => sql.replace('(email)', '(id, email)').replace("('a')", "(7, 'a')"))
      const swap = `ALTER TABLE account DROP INDEX email_key, ADD COLUMN more ${column}, DROP PRIMARY KEY, ADD PRIMARY KEY (id, more)`
      expect(await rowsAfter(connection, byId)).toBe(1)
      expect(await rowsAfter(connection, [swap, ...byId])).toBe(rows)
    })
  )

  test('finds the row by one of the columns of the key that is gone', () =>
    withDatabase(name, async (connection) => {
      const swap = ['ALTER TABLE account ADD UNIQUE KEY both_key (email, id)', 'ALTER TABLE account DROP KEY both_key']
      expect(await rowsAfter(connection, [...swap, ...writes])).toBe(1)
    }))
})

test('PostgreSQL: a unique index of some rows is none for `ON CONFLICT` that does not name these', async () => {
  const client = new pg.Client({connectionString: process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''})
  await client.connect()
  try {
    await client.query(`CREATE TEMPORARY TABLE account (email text, gone timestamptz);
      CREATE UNIQUE INDEX account_email ON account (email) WHERE gone IS NULL`)
    const all = `INSERT INTO account VALUES ('a') ON CONFLICT (email) DO NOTHING`
    const some = `INSERT INTO account VALUES ('a') ON CONFLICT (email) WHERE gone IS NULL DO NOTHING`
    await client.query(some)
    await expect(client.query(all)).rejects.toMatchObject({code: '42P10'})
    await client.query('CREATE UNIQUE INDEX account_email_all ON account (email); DROP INDEX account_email')
    expect((await client.query(some)).rowCount).toBe(0)
    expect((await client.query(all)).rowCount).toBe(0)
  } finally {
    await client.end()
  }
})
