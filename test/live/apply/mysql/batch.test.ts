/** Batches in the order of every sort of key: each row once, none skipped, whatever the key is made of. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {applyPlan, withSteps} from '../world.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'

const rows = 500
const settings = {batchRows: 37, maxBatchRows: 37}

/** A column list with its key, and how the n-th row fills it. */
const keys: Record<string, {columns: string; values: string}> = {
  'an unsigned bigint beyond what a double can hold': {
    columns: 'k bigint unsigned PRIMARY KEY',
    values: '18446744073709551000 + i'
  },
  'a negative int': {columns: 'k int PRIMARY KEY', values: 'i - 250'},
  'a decimal': {columns: 'k decimal(40,9) PRIMARY KEY', values: '12345678901234567890.000000001 * i'},
  'datetimes a microsecond apart': {
    columns: 'k datetime(6) PRIMARY KEY',
    values: "'2026-01-01 00:00:00' + INTERVAL i MICROSECOND"
  },
  'a date': {columns: 'k date PRIMARY KEY', values: "DATE '1000-01-01' + INTERVAL i DAY"},
  'a time below zero': {columns: 'k time PRIMARY KEY', values: 'sec_to_time(i - 250)'},
  'a year': {columns: 'k year, n int, PRIMARY KEY (k, n)', values: '2000 + i % 3, i'},
  'a text in the collation of the database': {
    columns: 'k varchar(50) PRIMARY KEY',
    values: "concat(char(97 + i % 26 USING utf8mb4), elt(1 + i % 3, 'Ä', 'a', 'Z'), i)"
  },
  'a text in a binary collation': {
    columns: 'k varchar(50) COLLATE utf8mb4_bin PRIMARY KEY',
    values: "concat(char(65 + i % 58 USING utf8mb4), ' ''\\\\ \"?', i)"
  },
  'a text in another character set': {
    columns: 'k varchar(50) CHARACTER SET latin1 COLLATE latin1_german2_ci PRIMARY KEY',
    values: "concat(elt(1 + i % 4, 'ä', 'ß', 'Z', 'o'), i)"
  },
  'a fixed char': {columns: 'k char(12) PRIMARY KEY', values: 'concat(char(97 + i % 26 USING utf8mb4), i)'},
  'bytes that end in zeros': {
    columns: 'k binary(8) PRIMARY KEY',
    values: "unhex(concat(lpad(hex(i), 8, '0'), '0000'))"
  },
  'bytes of any length': {
    columns: 'k varbinary(16) PRIMARY KEY',
    values: "concat(unhex(lpad(hex(i), 8, '0')), repeat(x'00', i % 4))"
  },
  'an enum, in its own order': {
    columns: "k enum('zest', 'awe', 'mi''ld'), n int, PRIMARY KEY (k, n)",
    values: '1 + i % 3, i'
  },
  'a set': {columns: "k set('x', 'a', 'm'), n int, PRIMARY KEY (k, n)", values: 'i % 8, i'},
  bits: {columns: 'k bit(64) PRIMARY KEY', values: '18446744073709551000 + i'},
  'several columns, the first with few values': {
    columns: 'a int, b varchar(10), c bigint, PRIMARY KEY (a, b, c)',
    values: "i % 2, concat('x', i % 5), i"
  },
  'quoted names': {
    columns: '`Key One` int, `key ``two``` varchar(10), PRIMARY KEY (`Key One`, `key ``two```)',
    values: "i % 7, concat('v', i)"
  },
  'a descending column': {columns: 'a int, b int, PRIMARY KEY (a DESC, b)', values: 'i % 7, i'},
  'a unique index beside a nullable one': {
    columns: 'n int UNIQUE, k int NOT NULL UNIQUE',
    values: 'IF(i % 2 = 0, i, NULL), i'
  }
}

type Input = Partial<PlannedStep<'batch'>['input']>

function batchPlan(plan: Plan, input: Input): Plan {
  return withSteps(plan, [
    stepOf('batch', 'batch', {table: {schema: '', name: 'item'}, verb: 'update', idempotent: false, ...input})
  ])
}

describe.each(servers)('$server', ({url}) => {
  let world: World
  let empty: Plan
  beforeEach(async () => {
    world = await createWorld(url)
    empty = await world.plan('SELECT 1')
  })
  afterEach(() => world.remove())

  const fill = async (columns: string, values: string): Promise<void> => {
    await world.query(`CREATE TABLE item (${columns}, hits int NOT NULL DEFAULT 0)`)
    const digit =
      '(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)'
    await world.query(
      `INSERT INTO item SELECT ${values}, 0 FROM (
         SELECT 1 + a.d + 10 * b.d + 100 * c.d AS i FROM ${digit} AS a, ${digit} AS b, ${digit} AS c
       ) AS numbers WHERE i <= ${String(rows)} ORDER BY sha2(i, 256)`
    )
  }

  test.each(Object.entries(keys))('touches each row once by %s', async (_name, {columns, values}) => {
    await fill(columns, values)
    const {events} = await applyPlan(batchPlan(empty, {set: 'hits = target.hits + 1'}), world.url, {settings})
    expect(await world.query('SELECT hits, count(*) AS `rows` FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
    expect(events.filter(({type}) => type === 'batch')).toHaveLength(Math.floor(rows / settings.batchRows))
  })

  test('refuses an order that nobody could keep, and what may not be done twice', async () => {
    await fill('k double PRIMARY KEY', 'i / 3')
    await expect(applyPlan(batchPlan(empty, {set: 'hits = target.hits + 1'}), world.url)).rejects.toThrow(
      'without a key'
    )
    await openEngine(world.url).then(async (engine) => {
      const [run] = await engine.journal.findOpen()
      await engine.journal.setStatus(run?.id ?? '', 'aborted')
      await engine.close()
    })
    const again = {...batchPlan(empty, {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}), digest: 'other'}
    await applyPlan(again, world.url, {settings})
    expect(await world.query('SELECT hits, count(*) AS `rows` FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
  })

  test('deletes in batches what meets the condition, and nothing else', async () => {
    await fill('k int PRIMARY KEY', 'i')
    const input: Input = {verb: 'delete', where: 'target.k % 5 = 0', idempotent: true}
    await applyPlan(batchPlan(empty, input), world.url, {settings})
    expect(await world.query('SELECT count(*) AS `rows`, sum(k % 5 = 0) AS gone FROM item')).toEqual([
      {rows: rows * 0.8, gone: '0'}
    ])
  })

  test('finds a row again that got a smaller key behind the cursor', async () => {
    await fill('k int PRIMARY KEY', 'i')
    let moved: Promise<unknown> | undefined
    await applyPlan(batchPlan(empty, {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}), world.url, {
      settings,
      onEvent({type}) {
        if (type === 'batch') moved ??= world.query('UPDATE item SET k = -1 WHERE k = 500')
      }
    })
    await moved
    expect(await world.query('SELECT hits, count(*) AS `rows` FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
  })

  test('gives way to who holds a row, and never makes it the one that is ended', async () => {
    await fill('k int PRIMARY KEY', 'i')
    const other = await world.connect()
    await other.query('START TRANSACTION')
    await other.query('UPDATE item SET hits = 0, k = k WHERE k = 100')
    await other.query('UPDATE item SET hits = 5 WHERE k = 100')
    let freed: Promise<unknown> | undefined
    const {events} = await applyPlan(batchPlan(empty, {set: 'hits = target.hits + 1'}), world.url, {
      settings,
      onEvent({type}) {
        // The rows that the batch has locked before are free again.
        if (type === 'retry') freed ??= other.query('UPDATE item SET hits = 7 WHERE k = 99').then(() => other.commit())
      }
    })
    await freed
    expect(events.some(({type}) => type === 'retry')).toBe(true)
    expect(await world.query('SELECT k, hits FROM item WHERE hits <> 1 ORDER BY k')).toEqual([
      {k: 99, hits: expect.toSatisfy((hits) => hits === 7 || hits === 8) as number},
      {k: 100, hits: 6}
    ])
  })
})
