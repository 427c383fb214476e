import pg from 'pg'
import {expect, test} from 'vitest'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

const writing = ['INSERT INTO post VALUES (2)', 'UPDATE post SET id = id', 'DELETE FROM post']
const refused = '42501'

/** What `require-policy` says of what others than the owner can do, in rows that are found or an error. */
test.each([
  ['no policy', [], {select: 0, writes: [refused, 0, 0]}],
  ['a restrictive one', ['AS RESTRICTIVE USING (true)'], {select: 0, writes: [refused, 0, 0]}],
  ['one for SELECT', ['FOR SELECT USING (true)'], {select: 1, writes: [refused, 0, 0]}],
  ['one for INSERT', ['FOR INSERT WITH CHECK (true)'], {select: 0, writes: [1, 0, 0]}],
  [
    'one for SELECT and one for UPDATE',
    ['FOR SELECT USING (true)', 'FOR UPDATE USING (true)'],
    {select: 1, writes: [refused, 1, 0]}
  ],
  ['one for all', ['USING (true)'], {select: 1, writes: [1, 2, 2]}]
])('row-level security with %s', async (_what, policies, expected) => {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  const ask = async (sql: string): Promise<number | string | null> => {
    await client.query('SAVEPOINT before')
    try {
      return (await client.query(sql)).rowCount
    } catch (error) {
      await client.query('ROLLBACK TO before')
      if (error instanceof pg.DatabaseError && error.code !== undefined) return error.code
      throw error
    }
  }
  try {
    await client.query('BEGIN; CREATE ROLE policies_reader; CREATE TABLE post (id int); INSERT INTO post VALUES (1)')
    await client.query('GRANT ALL ON post TO policies_reader; ALTER TABLE post ENABLE ROW LEVEL SECURITY')
    for (const [number, policy] of policies.entries()) await client.query(`CREATE POLICY p${number} ON post ${policy}`)
    await client.query('SET LOCAL ROLE policies_reader')
    const select = await ask('SELECT FROM post')
    const writes = []
    for (const sql of writing) writes.push(await ask(sql))
    expect({select, writes}).toEqual(expected)
    if (select === 0) expect(await ask('INSERT INTO post VALUES (3) RETURNING id')).toBe(refused)
  } finally {
    // Nothing was committed.
    await client.end()
  }
})
