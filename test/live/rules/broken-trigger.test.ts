/** What a trigger does when a column that it uses is gone: servers take the change, and refuse what is written. */
import {randomBytes} from 'node:crypto'
import {createConnection} from 'mysql2/promise'
import pg from 'pg'
import {expect, test} from 'vitest'

test('PostgreSQL fails each write that fires it', async () => {
  const client = new pg.Client({connectionString: process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''})
  await client.connect()
  try {
    await client.query(`CREATE TEMPORARY TABLE account (mail text, email text);
      CREATE FUNCTION pg_temp.write_both() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.email := NEW.mail; RETURN NEW; END $$;
      CREATE TRIGGER write_both BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION pg_temp.write_both();
      ALTER TABLE account DROP COLUMN mail`)
    await expect(client.query("INSERT INTO account (email) VALUES ('a')")).rejects.toMatchObject({code: '42703'})
  } finally {
    await client.end()
  }
})

test.each(['MYSQL', 'MARIADB'])('%s fails each write that fires it', async (name) => {
  const connection = await createConnection({uri: process.env[`SQLSAFE_TEST_${name}_URL`] ?? ''})
  const database = `sqlsafe_trigger_${randomBytes(5).toString('hex')}`
  try {
    for (const sql of [
      `CREATE DATABASE ${database}`,
      `USE ${database}`,
      'CREATE TABLE account (mail varchar(9), email varchar(9))',
      'CREATE TRIGGER write_both BEFORE INSERT ON account FOR EACH ROW SET NEW.email = NEW.mail',
      'ALTER TABLE account DROP COLUMN mail'
    ])
      await connection.query(sql)
    await expect(connection.query("INSERT INTO account (email) VALUES ('a')")).rejects.toMatchObject({
      code: 'ER_BAD_FIELD_ERROR'
    })
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await connection.end()
  }
})
