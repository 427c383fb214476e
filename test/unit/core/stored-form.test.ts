import {describe, expect, it} from 'vitest'
import {analyze} from '../../../src/core/analyze.js'
import type {Dialect} from '../../../src/server/server.js'
import {parseVersion} from '../../../src/server/server.js'
import type {Effect} from '../../../src/knowledge/effect.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

/** The effects of the last command of files that are applied one after the other. */
async function lastEffects(dialect: Dialect, version: string, ...files: string[]): Promise<Effect[]> {
  const server = {dialect, version: parseVersion(version)}
  const read = await loadReader(server)
  const migrations = files.map((text, index) => ({
    path: `${String(index)}.sql`,
    text,
    transaction: 'none' as const,
    checked: true,
    script: read(text)
  }))
  let last: Effect[] = []
  analyze(migrations, new Catalog(), () => new Session(server), {
    command: ({judgement}) => {
      last = judgement.effects
    }
  })
  return last
}

const algorithm = async (version: string, ...statements: string[]): Promise<string | undefined> =>
  (await lastEffects('mysql', version, statements.join(';\n')))[0]?.algorithm

const added = (count: number): string[] =>
  Array.from({length: count}, (_, index) => `ALTER TABLE stock ADD COLUMN c${String(index)} INT`)

describe('the stored form of a table of MySQL', () => {
  const stock = 'CREATE TABLE stock (id INT PRIMARY KEY, note VARCHAR(90), FULLTEXT KEY words (note))'
  const bare = 'CREATE TABLE stock (id INT PRIMARY KEY, amount INT)'

  it('keeps what a FULLTEXT index left until the table is rebuilt', async () => {
    const dropped = [stock, 'ALTER TABLE stock DROP INDEX words']
    const next = 'ALTER TABLE stock ADD COLUMN place INT'
    expect(await algorithm('9.7', ...dropped, next)).toBe('INPLACE')
    expect(await algorithm('9.7', ...dropped, 'ALTER TABLE stock MODIFY note TEXT', next)).toBe('INSTANT')
    expect(await algorithm('9.7', ...dropped, 'ALTER TABLE stock MODIFY note VARCHAR(90) NOT NULL', next)).toBe(
      'INSTANT'
    )
  })

  it('bears a number of INSTANT changes of its rows', async () => {
    expect(await algorithm('8.0.29', bare, ...added(64))).toBe('INSTANT')
    expect(await algorithm('8.0.29', bare, ...added(65))).toBe('INPLACE')
    expect(await algorithm('9.7', bare, ...added(65))).toBe('INSTANT')
    expect(
      await algorithm('8.0.29', bare, ...added(64), 'ALTER TABLE stock MODIFY amount BIGINT', ...added(65).slice(64))
    ).toBe('INSTANT')
  })

  it('does not count virtual columns', async () => {
    const virtual = 'ALTER TABLE stock ADD COLUMN v INT AS (amount + 1)'
    expect(await algorithm('8.0.29', bare, ...added(63), virtual, 'ALTER TABLE stock ADD COLUMN x INT')).toBe('INSTANT')
  })
})

describe('an index of MySQL with a prefix', () => {
  const reindexed = 'ALTER TABLE page DROP INDEX path, ADD INDEX path (path)'
  const page = (type: string) => `CREATE TABLE page (id INT PRIMARY KEY, path ${type}, KEY path (path(100)))`

  it('is one of the whole column where that is no longer', async () => {
    expect(await algorithm('9.7', page('VARCHAR(100)'), reindexed)).toBe('INSTANT')
    expect(await algorithm('9.7', page('VARCHAR(101)'), reindexed)).toBe('INPLACE')
    expect(await algorithm('9.7', page('VARCHAR(500)'), 'ALTER TABLE page MODIFY path VARCHAR(64)', reindexed)).toBe(
      'INSTANT'
    )
    expect(await algorithm('9.7', page('VARCHAR(90)'), 'ALTER TABLE page MODIFY path VARCHAR(200)', reindexed)).toBe(
      'INSTANT'
    )
  })
})

describe('a mode of MySQL that is made from the one in force', () => {
  const nullable = 'CREATE TABLE page (id INT PRIMARY KEY, path INT)'
  const change = 'ALTER TABLE page MODIFY path INT NOT NULL'

  it.each([
    ["(SELECT REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', ''))", 'INPLACE'],
    ["CONCAT(@@SESSION.sql_mode, ',ANSI')", 'INPLACE'],
    ["REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '')", 'COPY'],
    ["''", 'COPY']
  ])('%s', async (mode, expected) => {
    expect(await algorithm('9.7', nullable, `SET sql_mode = ${mode}`, change)).toBe(expected)
  })
})

describe('the session of a migration', () => {
  it('takes its temporary tables with it', async () => {
    const made = 'CREATE TEMPORARY TABLE draft (id int); CREATE TABLE kept (id int)'
    const relations = async (...files: string[]): Promise<string[]> =>
      (await lastEffects('postgres', '16', ...files)).map(({relation}) => relation)
    expect(await relations(`${made}; ANALYZE`)).toContain('pg_temp.draft')
    expect(await relations(made, 'ANALYZE')).toEqual(['kept'])
  })
})
