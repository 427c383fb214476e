import pg from 'pg'
import {expect, test} from 'vitest'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

/** What a file that its runner sends as one query is taken for after a `COMMIT` in it. */
test('one query is in a transaction again after each COMMIT', async () => {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    await client.query('CREATE TEMPORARY TABLE account (id bigint)')
    for (const outside of ['CREATE INDEX CONCURRENTLY ON account (id)', 'VACUUM account']) {
      await client.query(outside)
      await expect(client.query(`BEGIN; SELECT 1; COMMIT; ${outside}`)).rejects.toMatchObject({code: '25001'})
      await expect(client.query(`SELECT 1; COMMIT; ${outside}`)).rejects.toMatchObject({code: '25001'})
    }
    const made = 'BEGIN; CREATE TEMPORARY TABLE before_it (); COMMIT; CREATE TEMPORARY TABLE after_it (); SELECT 1 / 0'
    await expect(client.query(made)).rejects.toMatchObject({code: '22012'})
    const {rows} = await client.query(`SELECT to_regclass('before_it') AS before, to_regclass('after_it') AS after`)
    expect(rows).toEqual([{before: 'before_it', after: null}])
    const limited = "COMMIT; SET LOCAL lock_timeout = '7s'; SHOW lock_timeout"
    expect(await client.query(limited)).toMatchObject([{}, {}, {rows: [{lock_timeout: '7s'}]}])
    expect(await client.query('SHOW lock_timeout')).not.toMatchObject({rows: [{lock_timeout: '7s'}]})
  } finally {
    await client.end()
  }
})
