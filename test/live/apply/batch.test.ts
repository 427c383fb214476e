/** Batches in the order of every sort of key: each row once, none skipped, whatever the key is made of. */
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

const rows = 500
const settings = {batchRows: 37, maxBatchRows: 37}

/** A column list with its key, and how the n-th row fills it. */
const keys: Record<string, {columns: string; values: string}> = {
  'a bigint beyond what a double can hold': {columns: 'k bigint PRIMARY KEY', values: '9007199254740992 + i'},
  'a numeric': {columns: 'k numeric PRIMARY KEY', values: '12345678901234567890.000000001 * i'},
  'timestamps a microsecond apart': {
    columns: 'k timestamptz PRIMARY KEY',
    values: "timestamptz '2026-01-01 00:00:00+00' + i * interval '1 microsecond'"
  },
  'a date before the common era': {columns: 'k date PRIMARY KEY', values: "date '0010-01-01 BC' + i"},
  'a uuid': {columns: 'k uuid PRIMARY KEY', values: 'md5(i::text)::uuid'},
  'a text in the collation of the database': {
    columns: 'k text PRIMARY KEY',
    values: "chr(97 + i % 26) || CASE i % 3 WHEN 0 THEN 'Ä' WHEN 1 THEN 'a' ELSE 'Z' END || i"
  },
  'a text in a collation of its own': {
    columns: 'k text COLLATE "C" PRIMARY KEY',
    values: "chr(65 + i % 58) || ' ''\\ \"' || i"
  },
  'a text in an ICU collation': {
    columns: 'k text COLLATE "en-x-icu" PRIMARY KEY',
    values: "chr(65 + i % 58) || '-' || i"
  },
  'bytes that end in zeros': {columns: 'k bytea PRIMARY KEY', values: "int4send(i) || '\\x0000'::bytea"},
  'a fixed char': {columns: 'k char(12) PRIMARY KEY', values: 'chr(97 + i % 26) || i'},
  'an enum, in its own order': {
    columns: 'k mood, n int, PRIMARY KEY (k, n)',
    values: "(ARRAY['zest', 'awe', 'mild'])[1 + i % 3]::mood, i"
  },
  'a float': {columns: 'k float8 PRIMARY KEY', values: 'i / 3.0::float8'},
  'several columns, the first with few values': {
    columns: 'a int, b text, c bigint, PRIMARY KEY (a, b, c)',
    values: "i % 2, 'x' || i % 5, i"
  },
  'quoted names and a schema type': {
    columns: '"Key One" int, "key ""two""" text, PRIMARY KEY ("Key One", "key ""two""")',
    values: "i % 7, 'v' || i"
  },
  'an array': {columns: 'k int[] PRIMARY KEY', values: 'ARRAY[i % 4, i]'},
  'an interval': {columns: 'k interval PRIMARY KEY', values: "i * interval '1 hour 1 second'"},
  'a unique index beside a nullable one': {
    columns: 'n int UNIQUE, k int NOT NULL UNIQUE',
    values: 'CASE WHEN i % 2 = 0 THEN i END, i'
  }
}

function batchPlan(plan: Plan, input: Partial<PlannedStep<'batch'>['input']>): Plan {
  const step: PlannedStep<'batch'> = {
    id: 'batch',
    kind: 'batch',
    title: 'Batch',
    input: {table: {schema: 'public', name: 'item'}, verb: 'update', idempotent: false, ...input},
    settings: {},
    sql: [],
    locks: [],
    undo: [],
    source: {file: 0, line: 1}
  }
  return {...plan, phases: [{kind: 'backfill', steps: [step]}]}
}

const types = ["CREATE TYPE mood AS ENUM ('zest', 'awe', 'mild')"]

async function fillTable(world: World, columns: string, values: string): Promise<void> {
  await world.query(`CREATE TABLE item (${columns}, hits int NOT NULL DEFAULT 0)`)
  await world.query(
    `INSERT INTO item SELECT ${values} FROM generate_series(1, ${String(rows)}) i ORDER BY md5(i::text)`
  )
}

describe.each(servers)('PostgreSQL $version, in the order of', ({url}) => {
  let world: World
  let empty: Plan
  beforeAll(async () => {
    world = await createWorld(url, types)
    empty = await world.plan('SELECT 1')
  })
  afterAll(() => world.remove())

  test.each(Object.entries(keys))('%s touches each row once', async (digest, {columns, values}) => {
    await fillTable(world, columns, values)
    const plan = {...batchPlan(empty, {set: 'hits = target.hits + 1'}), digest}
    const {events} = await applyPlan(plan, world.url, {settings})
    expect(await world.query('SELECT hits, count(*)::int AS rows FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
    const batches = events.flatMap((event) => (event.type === 'batch' ? [event.rows] : []))
    expect(Math.max(...batches)).toBeLessThanOrEqual(settings.batchRows)
    // The ends of ranges of numbers are worked out: the last of them may have few rows.
    const full = Math.floor(rows / settings.batchRows)
    expect([full, full + 1]).toContain(batches.length)
    await world.query('DROP TABLE item')
  })
})

describe.each(servers)('PostgreSQL $version', ({url}) => {
  let world: World
  let empty: Plan
  beforeEach(async () => {
    world = await createWorld(url, types)
    empty = await world.plan('SELECT 1')
  })
  afterEach(() => world.remove())

  const fill = (columns: string, values: string): Promise<void> => fillTable(world, columns, values)

  test('deletes in batches what meets the condition, and nothing else', async () => {
    await fill('k int PRIMARY KEY', 'i')
    const input = {verb: 'delete' as const, where: 'target.k % 5 = 0', idempotent: true}
    await applyPlan(batchPlan(empty, input), world.url, {settings})
    expect(await world.query('SELECT count(*)::int AS rows FROM item WHERE k % 5 = 0')).toEqual([{rows: 0}])
    expect(await world.query('SELECT count(*)::int AS rows FROM item')).toEqual([{rows: rows * 0.8}])
  })

  test('goes by pages where there is no key, and refuses what may not be done twice', async () => {
    await fill('k int', 'i')
    await expect(applyPlan(batchPlan(empty, {set: 'hits = target.hits + 1'}), world.url)).rejects.toThrow(
      'without a key'
    )
    const engine = await openEngine(world.url)
    const [run] = await engine.journal.findOpen()
    await engine.journal.setStatus(run?.id ?? '', 'aborted')
    await engine.close()
    const again = {...batchPlan(empty, {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}), digest: 'other'}
    await applyPlan(again, world.url, {settings})
    expect(await world.query('SELECT hits, count(*)::int AS rows FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
  })

  test('goes by the pages of all tables that inherit from one, and leaves them alone where ONLY says so', async () => {
    await world.query('CREATE TABLE item (k int, hits int NOT NULL DEFAULT 0, pad text)')
    await world.query('CREATE TABLE heir () INHERITS (item)')
    await world.query("INSERT INTO item SELECT i, 0, '' FROM generate_series(1, 10) i")
    await world.query("INSERT INTO heir SELECT i, 0, repeat('x', 500) FROM generate_series(1, 500) i")
    await world.query('ANALYZE')
    const input = {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}
    const hits = 'SELECT tableoid::regclass::text AS name, sum(hits)::int AS hits FROM item GROUP BY 1 ORDER BY 1'
    await applyPlan(batchPlan(empty, {...input, only: true}), world.url, {settings})
    expect(await world.query(hits)).toEqual([
      {name: 'heir', hits: 0},
      {name: 'item', hits: 10}
    ])
    await applyPlan({...batchPlan(empty, input), digest: 'other'}, world.url, {settings})
    expect(await world.query(hits)).toEqual([
      {name: 'heir', hits: 500},
      {name: 'item', hits: 10}
    ])
  })

  test('finds a row again that got a smaller key behind the cursor', async () => {
    await fill('k int PRIMARY KEY', 'i')
    let moved: Promise<unknown> | undefined
    const {outcome} = await applyPlan(
      batchPlan(empty, {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}),
      world.url,
      {
        settings,
        onEvent({type}) {
          if (type === 'batch') moved ??= world.query(`UPDATE item SET k = -1 WHERE k = ${String(rows)}`)
        }
      }
    )
    await moved
    expect(outcome.status).toBe('done')
    expect(await world.query('SELECT hits, count(*)::int AS rows FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
    expect(await world.query('SELECT hits FROM item WHERE k = -1')).toEqual([{hits: 1}])
  })

  test('finds it again too where a trigger may make something else of a value, and comes to an end where it does', async () => {
    await fill('k int PRIMARY KEY', 'i')
    for (const sql of [
      'ALTER TABLE item SET (autovacuum_enabled = false), ADD COLUMN tags int[]',
      `CREATE FUNCTION spare() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF NEW.k = 7 THEN NEW.tags = NULL; END IF; RETURN NEW; END $$`,
      'CREATE TRIGGER spare BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION spare()'
    ])
      await world.query(sql)
    let moved: Promise<unknown> | undefined
    const plan = await world.plan("UPDATE item SET tags = '{7}' WHERE tags IS NULL OR tags <> '{7}'")
    const {outcome} = await applyPlan(plan, world.url, {
      settings,
      onEvent({type}) {
        if (type === 'batch') moved ??= world.query(`UPDATE item SET k = -1 WHERE k = ${String(rows)}`)
      }
    })
    await moved
    expect(outcome.status).toBe('done')
    expect(await world.query("SELECT k, tags FROM item WHERE tags IS DISTINCT FROM '{7}'")).toEqual([
      {k: 7, tags: null}
    ])
  })

  test('gives up where rows never become right, and says why', async () => {
    await fill('k int PRIMARY KEY', 'i')
    const input = {set: 'hits = 0', where: 'target.hits = 0', idempotent: true}
    await expect(applyPlan(batchPlan(empty, input), world.url)).rejects.toThrow('something keeps writing such rows')
  })

  test('gives way to a row that another transaction holds, and never deadlocks with it', async () => {
    await world.query('CREATE TABLE item (k int PRIMARY KEY, hits int NOT NULL DEFAULT 0)')
    // In the order of the key, so that row 10 is taken before row 30 however the server goes about it.
    await world.query(`INSERT INTO item SELECT i FROM generate_series(1, ${String(rows)}) i`)
    const other = await world.connect()
    await other.query('BEGIN')
    await other.query('UPDATE item SET k = k WHERE k = 30')
    // Once the batch holds the rows below 30 and waits for that one, the application wants one of those, then ends.
    const wantsAnEarlierRow = async (): Promise<void> => {
      const waiting =
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlsafe apply' AND wait_event_type = 'Lock'"
      await expect.poll(() => world.query(waiting), {interval: 5}).toHaveLength(1)
      await other.query('UPDATE item SET k = k WHERE k = 10')
      await other.query('COMMIT')
    }
    let second: Promise<unknown> | undefined
    const {events, outcome} = await applyPlan(
      batchPlan(empty, {set: 'hits = 1', where: 'target.hits = 0', idempotent: true}),
      world.url,
      {
        settings: {...settings, batchRows: rows, maxBatchRows: rows},
        onEvent({type}) {
          if (type === 'step-begin') second = wantsAnEarlierRow()
        }
      }
    )
    await second
    expect(outcome.status).toBe('done')
    expect(events.some(({type}) => type === 'retry')).toBe(true)
    expect(await world.query('SELECT hits, count(*)::int AS rows FROM item GROUP BY hits')).toEqual([{hits: 1, rows}])
  })

  test('goes on under the settings that it was begun under', async () => {
    await fill('k date PRIMARY KEY, at text', "date '2026-01-01' + i")
    const set = async (...settings: string[]): Promise<void> => {
      for (const setting of settings)
        await world.query(`ALTER DATABASE ${new URL(world.url).pathname.slice(1)} ${setting}`)
    }
    await set("SET DateStyle = 'SQL, DMY'", "SET TimeZone = 'Europe/Berlin'")
    const input = {set: "hits = hits + 1, at = (timestamptz '2026-07-01 12:00:00+00')::text"}
    const stop = new AbortController()
    const plan = batchPlan(empty, input)
    const first = await applyPlan(plan, world.url, {
      settings,
      afterBatch: stop.signal,
      onEvent({type}) {
        if (type === 'batch') stop.abort()
      }
    })
    expect(first.outcome.status).toBe('stopped')
    await set("SET DateStyle = 'SQL, MDY'", "SET TimeZone = 'Asia/Tokyo'")
    expect((await applyPlan(plan, world.url, {settings})).outcome.status).toBe('done')
    expect(await world.query('SELECT hits, at, count(*)::int AS rows FROM item GROUP BY hits, at')).toEqual([
      {hits: 1, at: '01/07/2026 14:00:00 CEST', rows}
    ])
  })
})
