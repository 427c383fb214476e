/** An application writes all the time while its table is replaced: it meets no error, and no row is lost or stale. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWriters} from '../writers.js'
import type {Turn, Write, Writers} from '../writers.js'
import {ofAccount, shadowPlan} from './steps.js'

const columns = `(tenant text, id bigint, value text, amount integer, note json, serial serial,
  PRIMARY KEY (tenant, id), UNIQUE (value) DEFERRABLE)`

const setup = [
  `CREATE TABLE account ${columns}`,
  `CREATE TABLE twin ${columns}`,
  `INSERT INTO account SELECT chr(97 + i % 3), i, 'v' || i, i, '{}', i FROM generate_series(1, 3000) AS i`,
  'INSERT INTO twin SELECT * FROM account',
  'CREATE INDEX ON account (amount)'
]

/** Statements of one session, which has keys of its own: what sessions do to each other is not the question here. */
const writes =
  (session: number, withTruncate: boolean) =>
  (random: (limit: number) => number): Turn => {
    const tenant = 'abc'[session] ?? ''
    const [id, other, number] = [random(300) * 3 + session, random(300) * 3 + session, random(1_000_000)]
    const fresh = 10_000_000 + number * 1000 + random(1000)
    const value = random(3) === 0 ? null : `w${String(number)}-${String(session)}`
    const choices: Write[] = [
      (table) => ({
        sql: `INSERT INTO ${table} (tenant, id, value, amount) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, id) DO UPDATE SET value = EXCLUDED.value, amount = NULL`,
        values: [tenant, id, value, number]
      }),
      (table) => ({
        sql: `INSERT INTO ${table} (tenant, id, value, amount) VALUES ($1, $2, $3, $4)`,
        values: [tenant, fresh, null, number]
      }),
      (table) => ({
        sql: `UPDATE ${table} SET amount = NULL, note = '{"a": 1}' WHERE tenant = $1 AND id = $2`,
        values: [tenant, id]
      }),
      (table) => ({
        // The key itself moves, where its new place is free.
        sql: `UPDATE ${table} SET id = $3 WHERE tenant = $1 AND id = $2 AND NOT EXISTS (SELECT FROM ${table} WHERE tenant = $1 AND id = $3)`,
        values: [tenant, id, other]
      }),
      (table) => ({sql: `DELETE FROM ${table} WHERE tenant = $1 AND id = $2`, values: [tenant, id]}),
      (table) => ({
        // Two rows exchange a unique value.
        sql: `UPDATE ${table} AS a SET value = b.value FROM ${table} AS b WHERE a.tenant = $1 AND b.tenant = $1 AND (a.id, b.id) IN (($2, $3), ($3, $2))`,
        values: [tenant, id, other]
      })
    ]
    if (withTruncate && random(60) === 0) return {write: (table) => ({sql: `TRUNCATE ${table}`, values: []})}
    return {write: choices[random(choices.length)] ?? ((table) => ({sql: `SELECT FROM ${table}`, values: []}))}
  }

const difference = `
  SELECT count(*)::int AS it FROM (
    (SELECT tenant, id, value, amount::bigint, note::text FROM account EXCEPT SELECT tenant, id, value, amount, note::text FROM twin)
    UNION ALL
    (SELECT tenant, id, value, amount, note::text FROM twin EXCEPT SELECT tenant, id, value, amount::bigint, note::text FROM account)
  ) AS d`

describe.each(servers)('on PostgreSQL $version', {retry: 0}, ({url}) => {
  let world: World
  let writers: Writers[] = []

  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(async () => {
    await Promise.all(writers.map((each) => each.stop()))
    await world.remove()
  })

  it.each([
    ['without TRUNCATE', false],
    ['with TRUNCATE', true]
  ])('keeps every row that is written, %s', async (_, withTruncate) => {
    writers = await Promise.all(
      [0, 1, 2].map((session) =>
        startWriters(world, ['account', 'twin'], 1, writes(session, withTruncate && session === 0))
      )
    )
    const change = ofAccount(['ALTER TABLE {{table}} ALTER COLUMN amount TYPE bigint'])
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {
      settings: {batchRows: 50, maxBatchRows: 200, lockRetries: 100}
    })
    const atTheEnd = writers.map((each) => each.done())
    // The application goes on with the new table.
    await expect.poll(() => writers.every((each, index) => each.done() > (atTheEnd[index] ?? 0) + 20)).toBe(true)
    const errors = (await Promise.all(writers.map((each) => each.stop()))).flat()

    expect(outcome).toEqual({status: 'done'})
    expect(errors).toEqual([])
    expect(await world.query(difference)).toEqual([{it: 0}])
    expect(
      await world.query(
        "SELECT format_type(atttypid, atttypmod) AS it FROM pg_attribute WHERE attrelid = 'account'::regclass AND attname = 'amount'"
      )
    ).toEqual([{it: 'bigint'}])
    expect(atTheEnd.every((done) => done > 0)).toBe(true)
  })

  it('goes on after the connection is cut, again and again, in every step', async () => {
    writers = await Promise.all(
      [0, 1].map((session) => startWriters(world, ['account', 'twin'], 1, writes(session, false)))
    )
    const cut = new Set<string>()
    const onEvent = (event: {type: string; step?: string}): void => {
      if ((event.type !== 'batch' && event.type !== 'step-begin') || event.step === undefined) return
      const key = `${event.step} ${event.type}`
      if (cut.has(key)) return
      cut.add(key)
      void world.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('sqlsafe apply', 'sqlsafe beside') AND datname = current_database()"
      )
    }
    const change = ofAccount(['ALTER TABLE {{table}} ALTER COLUMN amount TYPE bigint'])
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {
      settings: {batchRows: 200, maxBatchRows: 400, lockRetries: 100, dropOld: true},
      onEvent
    })
    const errors = (await Promise.all(writers.map((each) => each.stop()))).flat()

    expect(outcome).toEqual({status: 'done'})
    expect(errors).toEqual([])
    expect(cut.size).toBeGreaterThan(8)
    expect(await world.query(difference)).toEqual([{it: 0}])
    expect(await world.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlsafe\\_%'")).toEqual([])
  })
})
