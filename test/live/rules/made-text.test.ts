/** What is taken for granted of texts that `EXECUTE` is given. */
import pg from 'pg'
import {expect, test} from 'vitest'
import {loadLibrary} from '../../../src/parse/postgres/library.js'
import {textOf} from '../../../src/operations/postgres/block/constant-text.js'
import {as} from '../../../src/operations/postgres/node.js'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

async function withClient(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function made(expression: string): Promise<ReturnType<typeof textOf>> {
  const result = (await loadLibrary()).parse(`SELECT ${expression}`)
  const select = 'node' in result ? as(result.node, 'SelectStmt') : undefined
  return textOf(as(select?.targetList?.[0], 'ResTarget')?.val)
}

test.each([
  "format('%2$s %s %1$s', 'a', 'b', 'c')",
  "format('%1$I.%I %% %L', 'A', 'b', 'c''d')",
  "concat('a', quote_ident('B'), quote_literal('c'), 1)",
  "'a' || quote_ident('b c') || quote_nullable('d')"
])('%s is the text that the server makes', async (expression) => {
  await withClient(async (client) => {
    const {rows} = await client.query<{text: string}>(`SELECT ${expression} AS text`)
    expect(await made(expression)).toEqual({text: rows[0]?.text, holes: []})
  })
})

const nasty = ['a', 'B c', 'a; DROP TABLE b', 'a CASCADE', 'a"b', "a'b", 'a--', 'select', 'a.b', '1', 'a,b']

test.each(nasty)('`%s` is exactly one name where it is quoted', async (name) => {
  await withClient(async (client) => {
    await client.query('BEGIN')
    const {rows: texts} = await client.query<{text: string}>(
      "SELECT format('%I', $1::text) AS text UNION ALL SELECT quote_ident($1)",
      [name]
    )
    for (const {text} of texts) {
      await client.query(`CREATE TEMPORARY TABLE ${text} ()`)
      const {rows} = await client.query<{name: string; again: string}>(
        "SELECT relname AS name, format('%s', oid::regclass) AS again FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
      )
      expect(rows.map((row) => row.name)).toEqual([name])
      await client.query(`DROP TABLE ${rows[0]?.again ?? ''}`)
    }
    await client.query('ROLLBACK')
  })
})
