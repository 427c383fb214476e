/** Rows are found again by keys of every sort, in the order of their index, while others write them. */
import {afterEach, describe, expect, test} from 'vitest'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {kinds, ofAccount, shadowPlan} from './steps.js'

interface Keyed {
  /** With the key. */
  columns: string
  /** Of the key, for a row `i`. */
  values: (i: number) => string
  /** What the change does beside widening `n`. */
  change?: string
  /** Writes more of it. */
  also?: string
  /** Shows what the text of a column does not tell. */
  shown?: string
  only?: 'mysql' | 'mariadb'
}

const hex = (bytes: number, i: number): string => `X'${i.toString(16).padStart(bytes * 2, '0')}'`
const trailing = (i: number): string => `X'${i.toString(16).padStart(4, '0')}${'00'.repeat(i % 3)}'`
const letters = ['a', 'B', 'ä', 'z', 'ß']
const word = (i: number): string => `'${letters[i % 5] ?? ''}${String(i)}'`

const keys: Readonly<Record<string, Keyed>> = {
  'an enum by its order, then numbers beyond what a double can hold': {
    columns: "k enum('zest','awe','mi''ld') NOT NULL, j bigint unsigned NOT NULL, PRIMARY KEY (k, j)",
    values: (i) => `${String(1 + (i % 3))}, 18446744073709551000 + ${String(i)}`
  },
  'an enum with an empty label, and what is none of its labels': {
    columns: "k enum('b','','a') NOT NULL, j int NOT NULL, PRIMARY KEY (k, j)",
    // 0 and the number of the label, 2, with the same `j`.
    values: (i) => `${String(i % 4)}, ${String(i % 4 === 2 ? i - 2 : i)}`,
    also: 'UPDATE {{t}} SET k = IF(n = 20, 2, 0) WHERE n IN (20, 10)',
    shown: 'k + 0'
  },
  'bytes that end in zeros, then datetimes a microsecond apart': {
    columns: 'k binary(6) NOT NULL, j datetime(6) NOT NULL, PRIMARY KEY (k, j)',
    values: (i) => `${trailing(i % 5)}, '2026-01-01 00:00:00' + INTERVAL ${String(i)} MICROSECOND`
  },
  'bytes of any length that end in zeros': {
    columns: 'k varbinary(16) NOT NULL PRIMARY KEY',
    values: (i) => trailing(i)
  },
  'a text in capital and small letters, then a decimal, the first descending': {
    columns: 'k varchar(20) COLLATE utf8mb4_general_ci NOT NULL, j decimal(40,9) NOT NULL, PRIMARY KEY (k DESC, j)',
    values: (i) => `${word(i % 7)}, -12345678901234567890.000000001 * ${String(i)}`
  },
  'a text that gets a binary collation': {
    columns: 'k varchar(20) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY',
    values: word,
    change: 'MODIFY k varchar(20) COLLATE utf8mb4_bin NOT NULL'
  },
  'a text that gets a coarser collation and character set': {
    columns: 'k varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL PRIMARY KEY',
    values: word,
    change: 'MODIFY k varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL'
  },
  'a text whose blanks at the end count, then a time below zero': {
    columns: 'k varchar(20) COLLATE utf8mb4_0900_ai_ci NOT NULL, j time(3) NOT NULL, PRIMARY KEY (k, j)',
    values: (i) => `'x${' '.repeat(i % 4)}', sec_to_time(${String(30 - i)})`,
    only: 'mysql'
  },
  'a text whose blanks at the end count, then a time below 0': {
    columns: 'k varchar(20) COLLATE utf8mb4_nopad_bin NOT NULL, j time(3) NOT NULL, PRIMARY KEY (k, j)',
    values: (i) => `'x${' '.repeat(i % 4)}', sec_to_time(${String(30 - i)})`,
    only: 'mariadb'
  },
  'a set, bits, a year and a date': {
    columns: "k set('x','a') NOT NULL, j bit(64) NOT NULL, h year NOT NULL, g date NOT NULL, PRIMARY KEY (k, j, h, g)",
    values: (i) =>
      `${String(i % 4)}, 18446744073709551000 + ${String(i % 5)}, 2000 + ${String(i % 3)}, DATE '1000-01-01' + INTERVAL ${String(i)} DAY`
  },
  'dates, one of them of zeros': {
    columns: 'k date NOT NULL PRIMARY KEY',
    values: (i) => (i === 3 ? "'0000-00-00'" : `DATE '1000-01-01' + INTERVAL ${String(i)} DAY`)
  },
  'uuids as bytes, beside a unique key that may be NULL': {
    columns: 'k binary(16) NOT NULL, u int, UNIQUE KEY nullable (u), UNIQUE KEY mine (k)',
    values: (i) => `${hex(16, i * 7919)}, ${i % 2 === 0 ? 'NULL' : String(i)}`
  },
  'ids with gaps between them': {
    columns: 'k bigint NOT NULL PRIMARY KEY',
    values: (i) => (i % 2 === 0 ? String(i) : `1000000000000 * ${String(i)}`)
  },
  'uuids of the server': {
    columns: 'k uuid NOT NULL PRIMARY KEY',
    values: (i) => `'00000000-0000-4000-8000-${(i * 7919).toString(16).padStart(12, '0')}'`,
    only: 'mariadb'
  }
}

const rows = 40

/** Rows come, change and go; one comes back under the key that it had. */
function writes(table: string, {also = 'DO 1', values}: Keyed): string[] {
  return [
    `UPDATE ${table} SET m = m + 1000 WHERE n % 3 = 0`,
    `DELETE FROM ${table} WHERE n % 7 = 1`,
    `INSERT INTO ${table} VALUES (41, 1, ${values(41)}), (42, 1, ${values(42)})`,
    `DELETE FROM ${table} WHERE n = 5`,
    `INSERT INTO ${table} VALUES (5, 5005, ${values(5)})`,
    also.replaceAll('{{t}}', table)
  ]
}

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  afterEach(() => world.remove())

  const content = (table: string, shown = 'n'): Promise<unknown> =>
    world.query(`SELECT *, ${shown} AS shown FROM ${table} ORDER BY n`)
  const lax = "SET SESSION sql_mode = ''"

  test('rows are found by keys of every sort, also those that are written meanwhile', async () => {
    world = await createWorld(url, [lax])
    const tables = Object.entries(keys)
      .filter(([, {only}]) => only === undefined || only === dialect)
      .map(([name, keyed], index) => ({keyed, name, table: `t${String(index)}`}))
    for (const {keyed, table} of tables) {
      const values = Array.from({length: rows}, (_, index) => `(${String(index + 1)}, 0, ${keyed.values(index + 1)})`)
      for (const each of [table, `${table}_twin`]) {
        await world.query(`CREATE TABLE ${each} (n int NOT NULL, m int, ${keyed.columns})`)
        await world.query(`INSERT INTO ${each} VALUES ${values.join(', ')}`)
      }
    }
    const changeOf = ({change}: Keyed): string => ['MODIFY m bigint', change].filter(Boolean).join(', ')
    const inputs = tables.map(({keyed, table}) => ({
      ...ofAccount([`ALTER TABLE {{table}} ${changeOf(keyed)}`]),
      table: {schema: '', name: table}
    }))
    const application = await world.connect()
    await application.query(lax)
    const begun = new Map<string, Promise<void>>()
    const batches = new Map<string, number>()
    const plan = await shadowPlan(world, inputs)
    const {events, outcome} = await applyPlan(plan, world.url, {
      // No lock is a matter of time: what is tried again then is what a deadlock ends.
      settings: {batchRows: 7, maxBatchRows: 7, dropOld: true, lockTimeoutMs: 600_000},
      onEvent(event) {
        if (event.type !== 'batch' || !event.step.endsWith('shadow-copy')) return
        batches.set(event.step, (batches.get(event.step) ?? 0) + 1)
        const found = tables[Math.floor((Number.parseInt(event.step) - 1) / kinds.length)]
        if (found === undefined || begun.has(found.table)) return
        begun.set(found.table, write(found))
      }
    })
    expect(outcome).toEqual({status: 'done'})
    await Promise.all(begun.values())
    expect(begun.size).toBe(tables.length)
    expect(events.filter(({type}) => type === 'retry')).toEqual([])
    for (const {keyed, name, table} of tables) {
      await world.query(`ALTER TABLE ${table}_twin ${changeOf(keyed)}`)
      expect(await content(table, keyed.shown), name).toEqual(await content(`${table}_twin`, keyed.shown))
    }
    // Gaps between keys cost nothing: so many rows, so many batches.
    expect(Math.max(...batches.values())).toBeLessThan(12)

    async function write({keyed, table}: (typeof tables)[number]): Promise<void> {
      for (const each of [table, `${table}_twin`]) {
        for (const statement of writes(each, keyed)) await application.query(statement)
      }
    }
  })

  test('texts whose spelling changes, more of them than are brought together', async () => {
    const values = Array.from({length: 1200}, (_, index) => `('k${String(index)}', 1)`)
    world = await createWorld(url, [
      'CREATE TABLE account (k varchar(20) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, qty int)',
      `INSERT INTO account VALUES ${values.join(', ')}`
    ])
    const plan = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint']))
    const stop = new AbortController()
    const first = await applyPlan(plan, world.url, {
      afterBatch: stop.signal,
      onEvent({type, ...event}) {
        if (type === 'step-end' && 'step' in event && event.step.endsWith('shadow-copy')) stop.abort()
      }
    })
    expect(first.outcome).toEqual({status: 'stopped'})
    // Its key goes before theirs, so that the two spellings of one are parted.
    await world.query("INSERT INTO account VALUES ('z', 1)")
    await world.query("UPDATE account SET k = upper(k) WHERE k <> 'z'")
    expect((await applyPlan(plan, world.url, {settings: {dropOld: true}})).outcome).toEqual({status: 'done'})
    expect(await world.query("SELECT count(*) AS rows_, sum(k LIKE BINARY 'K%') AS upper_ FROM account")).toEqual([
      {rows_: 1201, upper_: '1200'}
    ])
  })

  test.each([
    {name: 'a floating point number', columns: 'k double NOT NULL PRIMARY KEY'},
    {name: 'a key that may be NULL', columns: 'k int, UNIQUE KEY (k)'},
    {name: 'the beginning of a text', columns: 'k varchar(20) NOT NULL, UNIQUE KEY (k(5))'},
    {name: 'a key that the change takes away', columns: 'k int NOT NULL PRIMARY KEY', change: 'DROP PRIMARY KEY'}
  ])('$name tells no rows apart: refused, and nothing is left', async ({change = 'MODIFY m bigint', columns}) => {
    world = await createWorld(url, [`CREATE TABLE account (m int, ${columns})`, 'INSERT INTO account VALUES (1, 1)'])
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    await expect(applyPlan(plan, world.url)).rejects.toThrow('no unique key')
    expect((await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))).toEqual(['account'])
  })
})
