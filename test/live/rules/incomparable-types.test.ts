import pg from 'pg'
import {expect, test} from 'vitest'
import {incomparableTypes} from '../../../src/knowledge/postgres/incomparable-types.js'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

/** Of the server's own types, those whose rows `SELECT DISTINCT` refuses. */
test('the types without equality are those that the server refuses to compare', async () => {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    const {rows} = await client.query<{name: string}>(
      `SELECT typname AS name FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b'
       AND typcategory NOT IN ('A', 'P', 'Z') AND typinput <> 'pg_node_tree_in'::regproc ORDER BY 1`
    )
    const refused = new Set<string>()
    for (const {name} of rows) {
      const query = `SELECT DISTINCT a FROM (SELECT NULL::pg_catalog."${name}" AS a) AS t`
      await client.query(query).catch((error: unknown) => {
        if (error instanceof pg.DatabaseError && error.code === '42883') refused.add(name)
        else throw error
      })
    }
    // Left out are those that nobody stores: cursors, snapshots, summaries of indexes.
    const unstored = /^(?:refcursor|gtsvector|jsonpath|txid_snapshot|pg_snapshot|pg_brin_.*)$/
    expect([...refused].filter((name) => !unstored.test(name)).sort()).toEqual([...incomparableTypes].sort())
  } finally {
    await client.end()
  }
})
