/** What a trigger does when a column that it uses is gone: servers take the change, and refuse what is written. */
import {randomBytes} from 'node:crypto'
import {createConnection} from 'mysql2/promise'
import pg from 'pg'
import {expect, test} from 'vitest'
import {columnsOfRow} from '../../../src/core/rules/row-columns.js'

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

test.each([
  "IF TG_TABLE_NAME = 'account' THEN NEW.mail := 'a'; END IF;",
  "IF TG_TABLE_NAME = 'account' AND NEW.mail = 'a' THEN NULL; END IF;",
  "IF TG_TABLE_NAME <> 'account' THEN RETURN NEW; END IF; NEW.mail := 'a';",
  "IF TG_TABLE_NAME IN ('account', 'person') THEN RETURN NEW; END IF; NEW.mail := 'a';",
  "CASE TG_TABLE_NAME WHEN 'account', 'person' THEN NEW.mail := 'a'; ELSE NEW.email := 'b'; END CASE;",
  "NEW.email := CASE WHEN TG_TABLE_NAME = 'account' THEN NEW.mail ELSE 'b' END;",
  "IF TG_TABLE_NAME = 'post' THEN NULL; ELSIF NEW.mail = 'a' THEN NULL; END IF;"
])('PostgreSQL looks at what a function of several tables does for this one: %s', async (statements) => {
  const body = `BEGIN ${statements} RETURN NEW; END`
  const client = new pg.Client({connectionString: process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''})
  await client.connect()
  try {
    await client.query(`CREATE TEMPORARY TABLE post (email text);
      CREATE FUNCTION pg_temp.shared() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$;
      CREATE TRIGGER shared BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION pg_temp.shared()`)
    const fails = await client.query("INSERT INTO post VALUES ('a')").then(
      () => false,
      () => true
    )
    expect(columnsOfRow(body, 'post').has('mail')).toBe(fails)
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
