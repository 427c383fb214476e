/** What is taken for granted of texts that `EXECUTE` is given. */
import pg from 'pg'
import {expect, test} from 'vitest'
import {nothingKnown, valueOf} from '../../../src/operations/postgres/block/constant-text.js'
import type {Part} from '../../../src/operations/postgres/block/constant-text.js'
import {as} from '../../../src/operations/postgres/node.js'
import {loadLibrary} from '../../../src/parse/postgres/library.js'

const url = process.env['SQLSAFE_TEST_POSTGRES_URL'] ?? ''

async function ask(expression: string): Promise<string | null | undefined> {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    const {rows} = await client.query<{text: string | null}>(`SELECT ${expression} AS text`)
    return rows[0]?.text
  } finally {
    await client.end()
  }
}

async function made(expression: string): Promise<readonly Part[] | undefined> {
  const result = (await loadLibrary()).parse(`SELECT ${expression}`)
  const select = 'node' in result ? as(result.node, 'SelectStmt') : undefined
  return valueOf(as(select?.targetList?.[0], 'ResTarget')?.val, {...nothingKnown, isMoment: () => true})
}

test.each([
  "format('%2$s %s %1$s', 'a', 'b', 'c')",
  "format('%1$I.%I %% %L', 'A', 'b', 'c''d')",
  "concat('a', quote_ident('B'), quote_literal('c'), 1)",
  "lower(format('%s_%s', 'Ab'::text, 12)) || '_C'"
])('%s is the text that the server makes', async (expression) => {
  expect(await made(expression)).toEqual([await ask(expression)])
})

const moments = [
  "DATE '2024-02-29'",
  "DATE '0044-03-15 BC'",
  "DATE '12024-01-01'",
  "TIMESTAMP '2024-12-31 23:59:59.999' + INTERVAL '1 week'",
  "date_trunc('week', TIMESTAMPTZ '1999-01-01 00:00:00+14')",
  'CURRENT_DATE',
  'now()'
]
const patterns = ['YYYYMMDD', 'YYYY_MM', 'IYYYIW', 'YYYYWW', 'HH24MISS', 'HH12', 'SSSS']

test.each(moments.flatMap((moment) => patterns.map((pattern) => [moment, pattern] as const)))(
  '%s as %s is digits that can be a part of a name',
  async (moment, pattern) => {
    const expression = `to_char(${moment}, '${pattern}')`
    expect(await made(expression)).toMatchObject([{isWord: true}])
    expect(await ask(expression)).toMatch(/^[0-9_]+$/)
  }
)

test.each(["DATE 'infinity'", "TIMESTAMPTZ '-infinity'", 'NULL::date'])(
  'of %s there are no digits, and a text of them is empty or none',
  async (moment) => {
    expect((await ask(`format('t_%s', to_char(${moment}, 'YYYYMMDD'))`)) ?? 't_').toBe('t_')
  }
)

test.each(["to_char(INTERVAL '-1 year', 'YYYY')", "to_char(-15, 'YYYY')", "to_char(now(), 'YYYY Mon')"])(
  '%s is more than digits, and not read',
  async (expression) => {
    expect(await made(expression)).toBeUndefined()
    expect(await ask(expression)).not.toMatch(/^[0-9_]+$/)
  }
)
