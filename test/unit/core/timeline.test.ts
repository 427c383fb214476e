import {describe, expect, it} from 'vitest'
import type {TimelineStatement} from '../../../src/core/timeline.js'
import {checkFiles} from '../../helpers/check-report.js'

const base = 'CREATE TABLE a (id bigint PRIMARY KEY, b text);\nCREATE TABLE c (id bigint PRIMARY KEY);\n'

async function lookAt(sql: string, options: Parameters<typeof checkFiles>[1] = {}): Promise<TimelineStatement[]> {
  const {context} = await checkFiles({'m/1.sql': base, 'm/2.sql': sql}, options)
  return context.timelines?.find(({path}) => path === 'm/2.sql')?.statements ?? []
}

/** `a ACCESS EXCLUSIVE 1-3`: from the statement that takes it to the one that it ends after. */
function locksOf(statements: readonly TimelineStatement[]): string[][] {
  return statements.map(({locks}) =>
    locks.map(({lock, relation, since, until}) => `${relation} ${lock} ${String(since)}-${String(until)}`)
  )
}

describe('the timeline of a migration', () => {
  it('holds what a transaction takes until it ends, the strongest of each relation', async () => {
    const statements = await lookAt(
      'BEGIN;\nCREATE INDEX ON a (b);\nALTER TABLE a ADD COLUMN d int;\nSELECT 1;\nCOMMIT;\nALTER TABLE c ADD COLUMN d int;'
    )
    expect(locksOf(statements)).toEqual([
      [],
      ['a SHARE 1-4'],
      ['a ACCESS EXCLUSIVE 2-4'],
      ['a ACCESS EXCLUSIVE 2-4'],
      ['a ACCESS EXCLUSIVE 2-4'],
      ['c ACCESS EXCLUSIVE 5-5']
    ])
    expect(statements.map(({transaction}) => transaction)).toEqual([undefined, 0, 0, 0, 0, undefined])
  })

  it('holds until the end of the file what the runner has begun', async () => {
    const configuration = {runner: {transaction: 'migration'}} as const
    const statements = await lookAt('ALTER TABLE a ADD COLUMN d int;\nSELECT 1;\nSELECT 2;', {configuration})
    expect(locksOf(statements)).toEqual(Array.from({length: 3}, () => ['a ACCESS EXCLUSIVE 0-2']))
  })

  it('ends a lock of MySQL with its statement, which commits', async () => {
    const statements = await lookAt('BEGIN;\nALTER TABLE a ADD COLUMN d int;\nSELECT 1;\nCOMMIT;', {
      dialect: 'mysql',
      serverVersion: '8.4'
    })
    expect(locksOf(statements)).toEqual([[], ['a NONE 1-1'], [], []])
  })

  it('leaves out what the change itself has made, and says what the server refuses', async () => {
    const statements = await lookAt(
      'CREATE TABLE e (id int);\nALTER TABLE e ADD COLUMN d int;\nVACUUM FULL nope;\nFOO;'
    )
    expect(locksOf(statements).slice(0, 2)).toEqual([[], []])
    expect(statements[3]?.problem).toContain('FOO')
  })

  it('knows the sizes of tables', async () => {
    const stats = JSON.stringify({version: 1, dialect: 'postgres', tables: {a: {rows: 9e7, bytes: 5e10}}})
    const files = {'m/1.sql': base, 'm/2.sql': 'ALTER TABLE a ALTER COLUMN b SET NOT NULL;', 'stats.json': stats}
    const {context} = await checkFiles(files, {stats: 'stats.json'})
    const effects = context.timelines?.[1]?.statements.flatMap((statement) => statement.effects)
    expect(effects?.map(({effect, size}) => [effect.relation, size.bytes])).toEqual([['a', 5e10]])
  })

  it('stands in the script that sends the SQL, and so do the statements of findings', async () => {
    const text = "exports.up = (knex) => knex.raw('DROP TABLE a')\nexports.down = () => {}\n"
    const files = {'migrations/20240101_drop.js': text, 'package.json': '{"dependencies": {"knex": "3"}}'}
    const {context, result} = await checkFiles(files, {paths: ['migrations/20240101_drop.js']})
    const [statement] = context.timelines?.[0]?.statements ?? []
    expect(statement?.sql).toBe('DROP TABLE a')
    expect(text.slice(statement?.range.start, statement?.range.end)).toContain('DROP TABLE a')
    const [message] = result.files[0]?.messages ?? []
    expect(message?.statement).toEqual(statement?.range)
  })
})
