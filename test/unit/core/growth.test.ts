import {afterEach, describe, expect, it, vi} from 'vitest'
import {analyze} from '../../../src/core/analyze.js'
import {openProject} from '../../../src/core/project.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {JournaledMap} from '../../../src/schema/journaled-map.js'
import type {Index, Table} from '../../../src/schema/objects.js'
import {storeTable} from '../../../src/schema/store.js'

/** Lines for each number. */
function times(count: number, line: (number: number) => string): string {
  return Array.from({length: count}, (_, number) => line(number)).join('\n')
}

const open = (stdin: string) => openProject({paths: ['-'], stdin, dialect: 'postgres'})

/** How often the catalog is asked, or told, while a file is checked. */
async function visits(sql: string): Promise<number> {
  const get = vi.spyOn(JournaledMap.prototype, 'get')
  const has = vi.spyOn(JournaledMap.prototype, 'has')
  const set = vi.spyOn(JournaledMap.prototype, 'set')
  const {catalog, createSession, migrations} = await open(sql)
  runRules({migrations, catalog, createSession})
  const count = get.mock.calls.length + has.mock.calls.length + set.mock.calls.length
  vi.restoreAllMocks()
  return count
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a file of twice as many statements asks the catalog twice as often', () => {
  const table = 'CREATE TABLE item (id int);\n'
  it.each<[string, (count: number) => string]>([
    ['indexes of one table', (count) => table + times(count, (n) => `CREATE INDEX i${n} ON item (id);`)],
    [
      'constraints of one table',
      (count) => table + times(count, (n) => `ALTER TABLE item ADD CONSTRAINT c${n} CHECK (id > ${n}) NOT VALID;`)
    ],
    ['columns of one table', (count) => table + times(count, (n) => `ALTER TABLE item ADD COLUMN c${n} int NOT NULL;`)],
    [
      'partitions of one table',
      (count) =>
        'CREATE TABLE part (id int) PARTITION BY RANGE (id);\n' +
        times(count, (n) => `CREATE TABLE p${n} PARTITION OF part FOR VALUES FROM (${n}) TO (${n + 1});`)
    ],
    [
      'changes of one table in one transaction',
      (count) => `${table}COMMIT;\n${times(count, (n) => `ALTER TABLE item ALTER COLUMN id SET DEFAULT ${n};`)}`
    ],
    [
      'savepoints of one transaction',
      (count) =>
        `${table}COMMIT;\nBEGIN;\n${times(count, (n) => `SAVEPOINT s${n};\nALTER TABLE item ADD COLUMN c int;\nROLLBACK TO s${n};`)}`
    ],
    ['tables', (count) => times(count, (n) => `CREATE TABLE t${n} (id int PRIMARY KEY);`)]
  ])('%s', async (_name, sql) => {
    const few = await visits(sql(100))
    expect(few).toBeGreaterThan(100)
    expect(await visits(sql(200))).toBeLessThan(few * 2.2)
  })
})

it('keeps each lock of a transaction once', async () => {
  const sql = `CREATE TABLE item (id int);\nCOMMIT;\nBEGIN;\n${times(50, (n) => `ALTER TABLE item ADD COLUMN c${n} int;`)}`
  const {catalog, createSession, migrations} = await open(sql)
  const held: number[] = []
  analyze(migrations, catalog, createSession, {
    command(step) {
      held.push(step.held.length)
    }
  })
  expect(held.slice(-49)).toEqual(Array.from({length: 49}, () => 1))
})

it('looks at the names of those indexes only that come and go', () => {
  let looks = 0
  const index = (name: string): Index => ({
    get name() {
      looks++
      return name
    },
    primary: false,
    valid: true,
    unique: false,
    method: 'btree',
    elements: [{column: 'id'}],
    include: []
  })
  const table: Table = {
    schema: 'public',
    name: 'item',
    kind: 'table',
    persistence: 'permanent',
    columns: [],
    constraints: [],
    indexes: Array.from({length: 1000}, (_, n) => index(`i${n}`)),
    triggers: [],
    inherits: [],
    options: {}
  }
  const catalog = new Catalog()
  storeTable(catalog, table)
  looks = 0
  storeTable(catalog, {...table, indexes: [...table.indexes, index('last')]})
  expect(catalog.indexes.has('public\0last')).toBe(true)
  storeTable(catalog, table)
  expect(catalog.indexes.has('public\0last')).toBe(false)
  expect(looks).toBeLessThan(10)
})
