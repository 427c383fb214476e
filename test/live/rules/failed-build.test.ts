/** What a failed build of a unique index leaves, what a second run makes of it, and what is said where it goes. */
import {randomBytes} from 'node:crypto'
import pg from 'pg'
import {expect, test} from 'vitest'
import {check} from '../../../src/library/check.js'

test('a second run with IF NOT EXISTS succeeds, and equal rows are let in', async () => {
  const client = new pg.Client({connectionString: process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''})
  await client.connect()
  const schema = `sqlsafe_build_${randomBytes(5).toString('hex')}`
  const build = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS account_email ON account (email)'
  const isValid = async (): Promise<Array<{valid: boolean}>> =>
    (
      await client.query<{valid: boolean}>(
        `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('account_email')`
      )
    ).rows
  try {
    await client.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}; CREATE TABLE account (email text)`)
    await client.query(`INSERT INTO account VALUES ('a'), ('a')`)
    await expect(client.query(build)).rejects.toMatchObject({code: '23505'})
    await client.query(build)
    expect(await isValid()).toEqual([{valid: false}])
    await client.query(`INSERT INTO account VALUES ('a')`)
    // What needs the index says so.
    const upsert = `INSERT INTO account VALUES ('b') ON CONFLICT (email) DO NOTHING`
    await expect(client.query(upsert)).rejects.toMatchObject({code: '42P10'})
    const key = 'ALTER TABLE account ADD CONSTRAINT account_email UNIQUE USING INDEX account_email'
    await expect(client.query(key)).rejects.toThrow('is not valid')

    await client.query('DELETE FROM account')
    await client.query('REINDEX INDEX CONCURRENTLY account_email')
    expect(await isValid()).toEqual([{valid: true}])
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await client.end()
  }
})

test('to drop what finds nothing leaves no gap', async () => {
  const server = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''
  const name = `sqlsafe_gap_${randomBytes(5).toString('hex')}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const databaseUrl = Object.assign(new URL(server), {pathname: `/${name}`}).href
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const build = 'CREATE UNIQUE INDEX CONCURRENTLY account_email ON account (email)'
  const files = {'/0001_again.sql': `DROP INDEX CONCURRENTLY account_email;\n${build};\n`}
  const rulesOf = async (): Promise<string[]> => {
    const {files: checked} = await check({paths: ['/0001_again.sql'], files, databaseUrl})
    return checked.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))
  }
  try {
    await client.query(`CREATE TABLE account (email text)`)
    await client.query(`INSERT INTO account VALUES ('a'), ('a')`)
    await expect(client.query(build)).rejects.toMatchObject({code: '23505'})
    expect(await rulesOf()).not.toContain('no-index-gap')
    await client.query('DELETE FROM account')
    await client.query('REINDEX INDEX CONCURRENTLY account_email')
    expect(await rulesOf()).toContain('no-index-gap')
  } finally {
    await client.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
})
