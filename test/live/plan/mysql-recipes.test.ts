/** Every statement of plans for MySQL and MariaDB, sent to real servers: each is taken, and all end where the migration does. */
import {randomBytes} from 'node:crypto'
import mysql from 'mysql2/promise'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {serverOf} from '../../../src/rule-tester/run-example.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {stepSql} from '../../../src/plan/step-sql.js'
import type {ShadowInput, VerifyInput} from '../../../src/plan/steps.js'
import {planOf} from '../../helpers/plan-of.js'
import {cases as ownCases} from './mysql-cases.js'
import {factServers} from '../mysql-facts/servers.js'

interface Case {
  name: string
  schema: string
  sql: string
}

const examples: Case[] = rules
  .filter(({recipe}) => recipe !== null)
  .flatMap((rule) =>
    rule.docs.examples
      .filter((example) => serverOf(rule, example).dialect !== 'postgres' && example.refused !== true)
      .map(({name, schema = '', unsafe}) => ({name: `${rule.id}, ${name}`, schema, sql: unsafe}))
  )

const cases: Case[] = [...examples, ...ownCases]

describe.each(factServers)('$name', ({server, url}) => {
  const version = server.version.join('.')
  const database = `sqlsafe_plan_${randomBytes(5).toString('hex')}`
  let connection: mysql.Connection

  beforeAll(async () => {
    connection = await mysql.createConnection({uri: url ?? '', multipleStatements: true})
  })

  afterAll(async () => {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await connection.end()
  })

  async function begin(schema: string): Promise<void> {
    await connection.query(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database}; USE ${database}`)
    if (schema !== '') await connection.query(schema)
  }

  /** What the server says of every table, without the order of columns and keys. */
  async function shapes(): Promise<Record<string, string[]>> {
    const [tables] = (await connection.query('SHOW FULL TABLES')) as unknown as [Array<Record<string, string>>]
    const all: Record<string, string[]> = {}
    for (const row of tables) {
      const [name = ''] = Object.values(row)
      const [found] = (await connection.query(`SHOW CREATE TABLE \`${name}\``)) as unknown as [
        Array<Record<string, string>>
      ]
      const text = Object.values(found[0] ?? {})[1] ?? ''
      all[name] = text
        .split('\n')
        .map((line) => line.replace(/,$/, ''))
        .sort()
    }
    return all
  }

  async function run(step: PlannedStep): Promise<void> {
    if (step.kind.startsWith('shadow-')) {
      if (step.kind !== 'shadow-create') return
      const {changes, table} = step.input as ShadowInput
      for (const change of changes) await connection.query(change.replaceAll('{{table}}', `\`${table.name}\``))
      return
    }
    const {statements} = step.kind === 'batch' ? {statements: step.sql} : stepSql(step, {dialect: server.dialect})
    for (const statement of statements) await connection.query(statement)
    if (step.kind === 'verify') expect((await connection.query((step.input as VerifyInput).query))[0]).toEqual([])
  }

  async function isTaken({schema, sql}: Case): Promise<boolean> {
    try {
      await begin(schema)
      await connection.query(sql)
      return true
    } catch {
      return false
    }
  }

  it('takes each statement of each plan, which ends where the migration does', async () => {
    const tried: string[] = []
    for (const each of cases) {
      if (!(await isTaken(each))) continue
      const wanted = await shapes()
      const plan = await planOf(each.sql, {schema: each.schema, dialect: server.dialect, version})
      await begin(each.schema)
      for (const step of stepsOf(plan)) {
        await run(step).catch((error: unknown) => {
          throw new Error(`${each.name}, step ${step.id}: ${String(error)}\n${step.sql.join('\n')}`)
        })
      }
      expect({case: each.name, ...(await shapes())}).toEqual({case: each.name, ...wanted})
      tried.push(each.name)
    }
    // Some are of one server only, such as an index on an expression.
    expect(tried.length).toBeGreaterThan(cases.length * 0.8)
  })

  it('takes what steps before the contract phase give to take them back', async () => {
    for (const each of cases) {
      if (!(await isTaken(each))) continue
      const plan = await planOf(each.sql, {schema: each.schema, dialect: server.dialect, version})
      await begin(each.schema)
      const before = await shapes()
      const expand = plan.phases[0]?.kind === 'expand' ? plan.phases[0].steps : []
      if (expand.length === 0 || expand.some(({undo}) => undo.length === 0)) continue
      for (const step of expand) await run(step)
      for (const {id, undo} of [...expand].reverse()) {
        for (const statement of undo) {
          await connection.query(statement).catch((error: unknown) => {
            throw new Error(`${each.name}, undo of ${id}: ${String(error)}\n${statement}`)
          })
        }
      }
      expect({case: each.name, ...(await shapes())}).toEqual({case: each.name, ...before})
    }
  })

  it('stops where rows break what a step looks at, also as plain SQL', async () => {
    const schema = `CREATE TABLE account (id bigint PRIMARY KEY);
      CREATE TABLE post (id bigint PRIMARY KEY, author bigint);`
    const sql = 'ALTER TABLE post ADD CONSTRAINT post_author FOREIGN KEY (author) REFERENCES account (id);'
    const plan = await planOf(sql, {schema, dialect: server.dialect, version})
    await begin(schema)
    await connection.query('INSERT INTO post VALUES (1, 5)')
    const [add, verify] = stepsOf(plan)
    if (!add || !verify) throw new Error('Unexpected plan, expected two steps')
    await run(add)
    await expect(run(verify)).rejects.toThrow('Subquery returns more than 1 row')
    await connection.query('DELETE FROM post')
    await run(verify)
  })
})

function stepsOf(plan: Plan): PlannedStep[] {
  return plan.phases.flatMap(({steps}) => steps)
}
