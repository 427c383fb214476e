/** An application writes all the time while its table is replaced: it meets no error, and no row is lost or stale. */
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {applyPlan} from '../../world.js'
import type {Turn, Write, Writers} from '../../writers.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWriters} from '../writers.js'
import {ofAccount, shadowPlan} from './steps.js'

const columns = `(tenant varchar(9) NOT NULL, id bigint NOT NULL, value varchar(40), amount int, note json,
  PRIMARY KEY (tenant, id), UNIQUE KEY one_value (value))`

const digits =
  '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)'

const setup = [
  `CREATE TABLE account ${columns}`,
  `CREATE TABLE twin ${columns}`,
  `INSERT INTO account SELECT char(97 + i % 3 USING utf8mb4), i, concat(char(97 + i % 3 USING utf8mb4), 'v', i), i, '{}' FROM (
     SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS i FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e
   ) AS numbers WHERE i <= 3000`,
  // Keys and values, also those that are NULL, are looked up with the gap beside them: that of another session must not be
  // the next.
  "INSERT INTO account (tenant, id, value) VALUES ('az', 1, 'az'), ('az', 2, NULL), ('bz', 1, 'bz'), ('bz', 2, NULL)",
  'INSERT INTO twin SELECT * FROM account'
]

/** Statements of one session, which has keys of its own: what sessions do to each other is not the question here. */
const writes =
  (session: number) =>
  (random: (limit: number) => number): Turn => {
    const tenant = 'abc'[session] ?? ''
    const [id, other, number] = [random(300) * 3 + session, random(300) * 3 + session, random(1_000_000)]
    const fresh = 10_000_000 + number * 1000 + random(1000)
    const value = random(3) === 0 ? null : `${tenant}w${String(number)}`
    const choices: Write[] = [
      (table) => ({
        sql: `INSERT INTO ${table} (tenant, id, value, amount) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value), amount = NULL`,
        values: [tenant, id, value, number]
      }),
      (table) => ({
        sql: `INSERT INTO ${table} (tenant, id, value, amount) VALUES (?, ?, ?, ?)`,
        values: [tenant, fresh, null, number]
      }),
      (table) => ({
        sql: `UPDATE ${table} SET amount = NULL, note = '{"a": 1}' WHERE tenant = ? AND id = ?`,
        values: [tenant, id]
      }),
      // The key itself moves, where its new place is free.
      (table) => ({sql: `UPDATE IGNORE ${table} SET id = ? WHERE tenant = ? AND id = ?`, values: [other, tenant, id]}),
      (table) => ({sql: `DELETE FROM ${table} WHERE tenant = ? AND id = ?`, values: [tenant, id]}),
      (table) => ({sql: `REPLACE INTO ${table} (tenant, id, value) VALUES (?, ?, ?)`, values: [tenant, id, value]})
    ]
    return {
      write: choices[random(choices.length)] ?? ((table) => ({sql: `DELETE FROM ${table} WHERE 1 = 0`, values: []}))
    }
  }

const list = 'tenant, id, value, amount, CAST(note AS char) AS note'
const difference = `SELECT count(*) AS it FROM (
  SELECT tenant, id FROM (SELECT ${list} FROM account UNION ALL SELECT ${list} FROM twin) AS u
  GROUP BY tenant, id, value, amount, note HAVING count(*) <> 2) AS d`

const change = ofAccount(['ALTER TABLE {{table}} MODIFY amount bigint, ADD KEY by_amount (amount)'])

describe.each(servers)('on $server', {retry: 0}, ({url}) => {
  let world: World
  let writers: Writers[] = []
  beforeEach(async () => {
    world = await createWorld(url, setup)
    writers = await Promise.all(
      [0, 1, 2].map((session) => startWriters(world, ['account', 'twin'], 1, writes(session)))
    )
  })
  afterEach(async () => {
    await Promise.all(writers.map((each) => each.stop()))
    await world.remove()
  })

  const tables = async (): Promise<unknown[]> => (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))

  it('keeps every row that is written, where the binary log tells which', async () => {
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {
      settings: {batchRows: 50, maxBatchRows: 200, lockRetries: 100, capture: 'binlog'}
    })
    const atTheEnd = writers.map((each) => each.done())
    // The application goes on with the new table.
    await expect.poll(() => writers.every((each, index) => each.done() > (atTheEnd[index] ?? 0) + 20)).toBe(true)
    const errors = (await Promise.all(writers.map((each) => each.stop()))).flat()

    expect(outcome).toEqual({status: 'done'})
    expect(errors).toEqual([])
    expect(await world.query(difference)).toEqual([{it: 0}])
    const [shape] = await world.query('SHOW CREATE TABLE account')
    expect(shape?.['Create Table']).toMatch(/`amount` bigint/)
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect(await tables()).toHaveLength(3)
  })

  it('goes on after the connection is cut, again and again, in every step', async () => {
    const cut = new Set<string>()
    const onEvent = (event: {type: string; step?: string}): void => {
      if ((event.type !== 'batch' && event.type !== 'step-begin') || event.step === undefined) return
      const key = `${event.step} ${event.type}`
      if (cut.has(key)) return
      cut.add(key)
      void world
        .query("SELECT is_used_lock(concat('sqlsafe:', database())) AS pid")
        .then(([row]) => world.kill(row?.['pid']))
    }
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {
      settings: {batchRows: 500, maxBatchRows: 1000, lockRetries: 100, dropOld: true},
      onEvent
    })
    const errors = (await Promise.all(writers.map((each) => each.stop()))).flat()

    expect(outcome).toEqual({status: 'done'})
    expect(errors).toEqual([])
    expect(cut.size).toBeGreaterThan(7)
    expect(await world.query(difference)).toEqual([{it: 0}])
    expect(await tables()).toEqual(['account', 'twin'])
  })
})
