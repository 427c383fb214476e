/**
 * The examples of all rules on real servers: `schema` and `unsafe` run (or are refused, where that is
 * what is reported), and what to do instead really runs.
 */
import {randomBytes} from 'node:crypto'
import mysql from 'mysql2/promise'
import pg from 'pg'
import {describe, expect, it} from 'vitest'
import type {Example, Rule} from '../../../src/core/define-rule.js'
import {applyEdits} from '../../../src/migrations/fixing/fix.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {loadReader} from '../../../src/operations/read.js'
import {runExample, serverOf} from '../../../src/rule-tester/run-example.js'

/** Rules whose `unsafe` is no SQL, or is only about comments in it. */
const notAboutSql = new Set(['syntax-error', 'unreadable-template', 'not-analysable'])

const url: Record<string, string | undefined> = {
  postgres: process.env.SQLSAFE_TEST_POSTGRES_18_URL,
  'postgres 17': process.env.SQLSAFE_TEST_POSTGRES_17_URL,
  mysql: process.env.SQLSAFE_TEST_MYSQL_URL,
  mariadb: process.env.SQLSAFE_TEST_MARIADB11_URL,
  'mariadb 10.11': process.env.SQLSAFE_TEST_MARIADB_URL
}

/** Sends statements one by one, as `transaction` says, to a database of its own. */
type Send = (text: string, transaction: 'migration' | 'none') => Promise<void>

async function onPostgres(server: string, use: (send: Send) => Promise<void>): Promise<void> {
  const name = `sqlsafe_rules_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({connectionString: server})
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  const client = new pg.Client({connectionString: Object.assign(new URL(server), {pathname: `/${name}`}).href})
  await client.connect()
  const read = await loadReader({dialect: 'postgres', version: [18]})
  try {
    await use(async (text, transaction) => {
      if (transaction === 'migration') await client.query('BEGIN')
      try {
        for (const {range} of read(text).statements) await client.query(text.slice(range.start, range.end))
        if (transaction === 'migration') await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      }
    })
  } finally {
    await client.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
}

async function onMysql(server: string, use: (send: Send) => Promise<void>): Promise<void> {
  const name = `sqlsafe_rules_${randomBytes(6).toString('hex')}`
  const connection = await mysql.createConnection({uri: server})
  await connection.query(`CREATE DATABASE ${name}`)
  await connection.query(`USE ${name}`)
  const read = await loadReader({dialect: 'mysql', version: [9, 7]})
  try {
    await use(async (text) => {
      for (const {range} of read(text).statements) await connection.query(text.slice(range.start, range.end))
    })
  } finally {
    await connection.query(`DROP DATABASE ${name}`)
    await connection.end()
  }
}

function keyOf(rule: Rule, example: Example): string {
  const {dialect} = serverOf(rule, example)
  const key = `${dialect}${example.version === undefined ? '' : ` ${example.version}`}`
  return key in url ? key : dialect
}

const cases = rules
  .filter(({id}) => !notAboutSql.has(id))
  .flatMap((rule) =>
    rule.docs.examples.map((example): [string, Rule, Example] => [`${rule.id}, ${example.name}`, rule, example])
  )
  // What is about tables that sqlsafe does not know has none to run on.
  .filter(([, , {name}]) => !name.endsWith('table-not-known') && name !== 'all-tables')

describe.each(cases)('%s', (_name, rule, example) => {
  const {refused, schema = '', transaction = 'none', unsafe} = example
  const key = keyOf(rule, example)
  const server = url[key]
  const on = key.startsWith('postgres') ? onPostgres : onMysql

  it.skipIf(server === undefined)('reports what the server does or refuses', async () => {
    await on(server ?? '', async (send) => {
      await send(schema, 'none')
      const sent = send(unsafe, transaction)
      if (refused === true) await expect(sent).rejects.toThrow()
      else await expect(sent).resolves.toBeUndefined()
    })
  })
})

/** What `--fix` makes of an example. */
async function fixed(rule: Rule, example: Example): Promise<string> {
  let text = example.unsafe
  for (;;) {
    const [messages = []] = await runExample(rule, example, [text], {transaction: example.transaction ?? 'none'})
    const fix = messages.find(({fix: own, ruleId}) => ruleId === rule.id && own !== undefined)?.fix
    if (fix === undefined) return text
    text = applyEdits(text, fix.edits)
  }
}

describe.each(cases.filter(([, {fixes}]) => fixes !== undefined))('%s', (_name, rule, example) => {
  const key = keyOf(rule, example)
  const server = url[key]
  const on = key.startsWith('postgres') ? onPostgres : onMysql

  it.skipIf(server === undefined)('runs as it is fixed', async () => {
    const text = await fixed(rule, example)
    await on(server ?? '', async (send) => {
      await send(example.schema ?? '', 'none')
      const sent = send(text, example.transaction ?? 'none')
      if (example.refused === true) await expect(sent).rejects.toThrow()
      else await expect(sent).resolves.toBeUndefined()
    })
  })
})

describe.each(cases.filter(([, , {safe = []}]) => safe.length > 0))('%s', (_name, rule, example) => {
  const key = keyOf(rule, example)
  const server = url[key]
  const on = key.startsWith('postgres') ? onPostgres : onMysql

  it.skipIf(server === undefined)('says what runs instead', async () => {
    await on(server ?? '', async (send) => {
      await send(example.schema ?? '', 'none')
      for (const text of example.safe ?? []) await send(text, 'none')
    })
  })
})
