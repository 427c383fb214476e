/** How many pages a batch reads: as much at the end of a big table as at its beginning, whatever the key is. */
import {afterEach, describe, expect, it} from 'vitest'
import type {Connection} from '../../../src/apply/connection/connection.js'
import type {Engine} from '../../../src/apply/engine.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {compareBatch} from '../../../src/apply/postgres/shadow/check.js'
import {copyBatch, lastKey} from '../../../src/apply/postgres/shadow/copy.js'
import {batch} from '../../../src/apply/postgres/steps/batch.js'
import {namesOf} from '../../../src/apply/postgres/shadow/names.js'
import {readRecord} from '../../../src/apply/postgres/shadow/record.js'
import {prepareWork} from '../../../src/apply/postgres/shadow/replay.js'
import type {StepContext} from '../../../src/apply/step.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'

const worlds: World[] = []

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.remove()))
})

/** On which server, how many: the parts of several operators are the same for all. */
const sizes: Readonly<Record<number, number>> = {14: 300_000, 18: 100_000}
const batchRows = 10_000

/** All rows have the same first column: only a comparison of the whole key tells where a batch begins and ends. */
const keys: Array<[string, string, string, setup: string[]]> = [
  ['one operator', 'tenant int, id int', '1, g', []],
  // Their operators are in different schemas.
  [
    'several operators',
    'tenant ext.citext, id int',
    "'t' || (g / 1000)::text, g",
    ['CREATE SCHEMA ext', 'CREATE EXTENSION citext SCHEMA ext']
  ]
]

type Values = Parameters<Connection['query']>[1]

/** Pages that all nodes of a statement look at: https://www.postgresql.org/docs/current/using-explain.html */
async function pagesOf(connection: Connection, sql: string, values?: Values): Promise<number> {
  const [row] = await connection.query(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`, values)
  const [{Plan: plan}] = JSON.parse(row?.['QUERY PLAN'] ?? '[]') as [{Plan: Record<string, number>}]
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
}

/** Do a piece of work twice: the first time only to see what its statements read. */
async function measured<Result>(
  engine: Engine,
  work: (connection: Connection) => Promise<Result>
): Promise<{pages: number; result: Result}> {
  return engine.transaction({lockTimeoutMs: null, statementTimeoutMs: null}, {}, async (connection) => {
    let pages = 0
    const look = async (sql: string, values: Values): Promise<void> => {
      await connection.execute('SAVEPOINT look')
      pages += await pagesOf(connection, sql, values)
      await connection.execute('ROLLBACK TO SAVEPOINT look')
    }
    const looking: Connection = {
      async execute(sql, values) {
        await look(sql, values)
        return connection.execute(sql, values)
      },
      async query(sql, values) {
        await look(sql, values)
        return connection.query(sql, values)
      }
    }
    return {result: await work(looking), pages}
  })
}

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  const rows = sizes[version] ?? 0
  it.each(version === 14 ? keys.slice(0, 1) : keys)(
    'reads a batch of a key with %s by itself, and not what comes after it',
    async (_, key, values, setup) => {
      const names = [...key.matchAll(/(?:^|, )(\w+) /g)].map(([, name]) => name).join(', ')
      const world = await createWorld(url, [
        ...setup,
        `CREATE TABLE account (${key}, note text, PRIMARY KEY (${names}))`,
        `INSERT INTO account SELECT ${values}, 'x' FROM generate_series(1, ${String(rows)}) AS g`,
        'ANALYZE account'
      ])
      worlds.push(world)
      const input = ofAccount()
      await applyPlan(await shadowPlan(world, input, 'shadow-capture'), world.url)
      const engine = await openEngine(world.url)
      try {
        const of = namesOf(input)
        const record = await readRecord(engine.worker, of)
        const until = (await lastKey(engine.worker, record, of)) ?? ''
        const copied: number[] = []
        for (let after: string | null = null, done = false; !done;) {
          const {pages, result} = await measured(engine, async (connection) => {
            await prepareWork(connection, record)
            return copyBatch(connection, record, of, {after, isReplayed: false, rows: batchRows, until})
          })
          if (result.rows === batchRows) copied.push(pages)
          after = result.last
          done = after === null
        }
        for (const statement of record.keyIndex?.statements ?? []) await engine.worker.execute(statement)
        const compared: number[] = []
        let seen = 0
        for (let after: string | null = null, done = false; !done;) {
          const {pages, result} = await measured(engine, async (connection) => {
            await prepareWork(connection, record)
            return compareBatch(connection, record, of, {after, rows: batchRows})
          })
          expect(result.wrong).toBe(0)
          seen += result.rows
          if (result.rows === batchRows) compared.push(pages)
          after = result.last
          done = after === null
        }
        expect(seen).toBe(rows)
        for (const pages of [copied, compared]) {
          expect(pages).toHaveLength(rows / batchRows)
          expect(Math.max(...pages)).toBeLessThan(3 * Math.min(...pages))
        }
      } finally {
        await engine.close()
      }
    }
  )

  it('looks for rows to change among those of a batch, and at no others', async () => {
    const world = await createWorld(url, [
      'CREATE TABLE account (tenant int, id int, note text, PRIMARY KEY (tenant, id))',
      `INSERT INTO account SELECT 1, g, 'y' FROM generate_series(1, ${String(rows)}) AS g`,
      'ANALYZE account'
    ])
    worlds.push(world)
    const input = {
      table: {schema: 'public', name: 'account'},
      verb: 'update' as const,
      set: "note = 'x'",
      // What a change writes would hide what was read for it.
      where: "target.note = 'z'",
      idempotent: false
    }
    const engine = await openEngine(world.url)
    try {
      const context = {batchRows} as StepContext
      const read: number[] = []
      for (let state = batch.initialState, done = false; !done;) {
        const {pages, result} = await measured(engine, (connection) => batch.run(connection, input, state, context))
        if (!result.done) read.push(pages)
        done = result.done
        state = result.state
      }
      // The first one looks for the key too.
      expect(read).toHaveLength(rows / batchRows)
      expect(Math.max(...read.slice(1))).toBeLessThan(3 * Math.min(...read.slice(1)))
    } finally {
      await engine.close()
    }
  })
})
