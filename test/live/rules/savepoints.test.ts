/** Which locks `ROLLBACK TO` lets go, as the server shows and as `check` tells. */
import {randomBytes} from 'node:crypto'
import pg from 'pg'
import {expect, test} from 'vitest'
import {check} from '../../../src/index.js'

const table = 'CREATE TABLE account (id bigint PRIMARY KEY, age int)'
const alter = 'ALTER TABLE account ADD COLUMN note text'
const index = 'CREATE INDEX account_age ON account (age)'

test.each([
  ['taken since the savepoint', ['BEGIN', 'SAVEPOINT s', alter, 'ROLLBACK TO SAVEPOINT s', index], false],
  ['taken before it', ['BEGIN', alter, 'SAVEPOINT s', alter.replace('note', 'more'), 'ROLLBACK TO s', index], true],
  ['taken since one that was released', ['BEGIN', 'SAVEPOINT s', alter, 'RELEASE s', index], true]
])('a lock %s', async (_when, statements, isHeld) => {
  const client = new pg.Client({connectionString: process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''})
  await client.connect()
  const schema = `sqlsafe_savepoint_${randomBytes(5).toString('hex')}`
  try {
    await client.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${table}`)
    for (const statement of statements) await client.query(statement)
    const {rows} = await client.query<{mode: string}>(
      `SELECT mode FROM pg_locks WHERE relation = '${schema}.account'::regclass AND pid = pg_backend_pid()`
    )
    expect(rows.some(({mode}) => mode === 'AccessExclusiveLock')).toBe(isHeld)
    await client.query('ROLLBACK')
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await client.end()
  }

  const {files} = await check({
    cwd: '/p',
    dialect: 'postgres',
    files: {'1.sql': `${table};`, '2.sql': `SET lock_timeout = '5s'; ${statements.join('; ')}; COMMIT;`},
    paths: ['2.sql'],
    history: ['1.sql']
  })
  const [found] = files.flatMap(({messages}) => messages).filter(({ruleId}) => ruleId === 'no-blocking-index')
  expect(found).toBeDefined()
  expect(/under the ACCESS EXCLUSIVE/.test(found?.reason ?? '')).toBe(isHeld)
})
