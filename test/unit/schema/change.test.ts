import {describe, expect, it, vi} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import type {Server} from '../../../src/server/server.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change, countInstantChange, endSession, forgetInstantChanges} from '../../../src/schema/change.js'
import {JournaledMap} from '../../../src/schema/journaled-map.js'
import type {Table} from '../../../src/schema/objects.js'
import {keyOf} from '../../../src/schema/objects.js'
import {Session} from '../../../src/schema/session.js'

const postgres: Server = {dialect: 'postgres', version: [17]}
const mysql: Server = {dialect: 'mysql', version: [9, 4]}
const readers = {postgres: await loadReader(postgres), mysql: await loadReader(mysql)}

interface Database {
  catalog: Catalog
  session: Session
  run: (sql: string) => void
  table: (name: string, schema?: string) => Table | undefined
}

function open(server: Server, settings: Record<string, string> = {}): Database {
  const catalog = new Catalog()
  const session = new Session(server, settings)
  const read = server.dialect === 'postgres' ? readers.postgres : readers.mysql
  return {
    catalog,
    session,
    run: (sql) => {
      for (const {commands} of read(sql).statements) for (const each of commands) change(each, catalog, session, 7)
    },
    table: (name, schema = server.dialect === 'postgres' ? 'public' : '') => catalog.tables.get(keyOf({schema, name}))
  }
}

const names = (list: ReadonlyArray<{name: string}> | undefined) => list?.map(({name}) => name)

describe('a table that the catalog does not know', () => {
  it('exists once a statement alters it, and is incomplete', () => {
    const {run, table} = open(postgres)
    run('ALTER TABLE account ADD COLUMN age integer')
    expect(table('account')).toMatchObject({incomplete: true, columns: [{name: 'age'}]})
    expect(table('account')?.createdBy).toBeUndefined()
  })

  it('does not exist for IF EXISTS', () => {
    const {run, table} = open(postgres)
    run('ALTER TABLE IF EXISTS account RENAME TO person; DROP TABLE IF EXISTS account')
    expect([table('account'), table('person')]).toEqual([undefined, undefined])
  })

  it('is made by nothing that only reads or fills it', () => {
    const {catalog, run} = open(postgres)
    run('INSERT INTO a VALUES (1); UPDATE b SET c = 1; LOCK TABLE d; VACUUM e; GRANT SELECT ON f TO g')
    expect(catalog.tables.size).toBe(0)
  })
})

describe('temporary tables of PostgreSQL', () => {
  it.each(['DISCARD ALL', 'DISCARD TEMP'])('go with %s, and what they hid is seen again', (discard) => {
    const {catalog, run, session, table} = open(postgres)
    run('CREATE TABLE a (id int); CREATE TEMP TABLE a (id int); CREATE TABLE pg_temp.b (id int)')
    expect(session.findTable(catalog, {name: 'a'})?.schema).toBe('pg_temp')
    expect(table('b', 'pg_temp')?.persistence).toBe('temporary')
    run(discard)
    expect(session.findTable(catalog, {name: 'a'})?.schema).toBe('public')
    expect(session.findTable(catalog, {name: 'b'})).toBeUndefined()
  })

  it('stay with other things that are discarded, and RESET ALL', () => {
    const {run, table} = open(postgres)
    run('CREATE TEMP TABLE a (id int); DISCARD PLANS; DISCARD SEQUENCES; RESET ALL')
    expect(table('a', 'pg_temp')).toBeDefined()
  })

  it('made ON COMMIT DROP go with the transaction, others stay', () => {
    const {run, table} = open(postgres)
    run('BEGIN; CREATE TEMP TABLE a (id int) ON COMMIT DROP; CREATE TEMP TABLE b ON COMMIT DROP AS SELECT 1 AS id')
    run('CREATE TEMP TABLE c (id int) ON COMMIT DELETE ROWS')
    const left = () => ['a', 'b', 'c'].filter((name) => table(name, 'pg_temp'))
    expect(left()).toEqual(['a', 'b', 'c'])
    run('COMMIT')
    expect(left()).toEqual(['c'])
  })

  it('are discarded with the settings only by DISCARD ALL', () => {
    const {run, session} = open(postgres)
    run("SET lock_timeout = '2s'; DISCARD TEMP")
    expect(session.get('lock_timeout')).toBe('2s')
    run('DISCARD ALL')
    expect(session.get('lock_timeout')).toBeUndefined()
  })
})

describe('transactions of PostgreSQL', () => {
  it('take back schema and settings', () => {
    const {run, session, table} = open(postgres)
    run("CREATE TABLE a (id int); BEGIN; SET lock_timeout = '2s'; ALTER TABLE a ADD b int; CREATE TABLE c (); ROLLBACK")
    expect(names(table('a')?.columns)).toEqual(['id'])
    expect(table('c')).toBeUndefined()
    expect(session.get('lock_timeout')).toBeUndefined()
    expect(session.transaction).toBeUndefined()
  })

  it('end what SET LOCAL set, and uncover what it hid', () => {
    const {run, session} = open(postgres)
    run("SET lock_timeout = '5s'; BEGIN; SET LOCAL lock_timeout = '1s'")
    expect(session.get('lock_timeout')).toBe('1s')
    run('COMMIT')
    expect(session.get('lock_timeout')).toBe('5s')
    run("SET LOCAL lock_timeout = '1s'")
    expect(session.get('lock_timeout')).toBe('5s')
  })

  it('stay the same transaction at savepoints', () => {
    const {run, session, table} = open(postgres)
    run('BEGIN')
    const {transaction} = session
    run('CREATE TABLE a (); SAVEPOINT one; CREATE TABLE b (); SAVEPOINT two; CREATE TABLE c (); ROLLBACK TO one')
    expect(session.transaction).toBe(transaction)
    expect([table('a'), table('b'), table('c')].map((each) => each !== undefined)).toEqual([true, false, false])
    run('RELEASE one; COMMIT')
    expect(table('a')).toBeDefined()
  })

  it('survive a commit of the catalog', () => {
    const {catalog, run, table} = open(postgres)
    run('CREATE TABLE old (); BEGIN; CREATE TABLE a ()')
    catalog.commit()
    run('CREATE TABLE b (); ROLLBACK')
    expect([table('old'), table('a'), table('b')].map((each) => each !== undefined)).toEqual([true, true, false])
  })
})

describe('transactions of MySQL', () => {
  it('are committed by schema statements', () => {
    const {run, session, table} = open(mysql)
    run('START TRANSACTION; CREATE TABLE a (id INT)')
    expect(session.transaction).toBeUndefined()
    run('ROLLBACK')
    expect(table('a')).toBeDefined()
  })

  it('are not committed by temporary tables, which hide others until the session ends', () => {
    const {catalog, run, session} = open(mysql, {database: 'shop'})
    run('CREATE TABLE a (id INT); START TRANSACTION; CREATE TEMPORARY TABLE a (other INT)')
    expect(session.transaction).toBeDefined()
    expect(names(session.findTable(catalog, {name: 'a'})?.columns)).toEqual(['other'])
    endSession(catalog)
    expect(names(session.findTable(catalog, {name: 'a'})?.columns)).toEqual(['id'])
  })
})

describe('settings', () => {
  it('come back to what the connection began with, but timeouts are cleared', () => {
    const {run, session} = open(postgres, {search_path: 'app', lock_timeout: '2s'})
    run("SET search_path TO other; SET lock_timeout TO '9s'; RESET search_path; RESET lock_timeout")
    expect(session.searchPath()).toEqual(['app'])
    expect(session.get('lock_timeout')).toBeUndefined()
  })
})

describe('one ALTER TABLE with several parts', () => {
  it('swaps two columns on MySQL', () => {
    const {run, table} = open(mysql)
    run('CREATE TABLE t (a INT, b TEXT, KEY (a)); ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a')
    expect(table('t')?.columns.map(({name, type}) => `${name} ${type?.name ?? ''}`)).toEqual(['b int', 'a text'])
    expect(table('t')?.indexes[0]?.elements).toEqual([{column: 'b'}])
  })

  it('drops a constraint before it adds one of the same name', () => {
    const {run, table} = open(postgres)
    run('CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))')
    run('ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID, DROP CONSTRAINT c')
    expect(table('t')?.constraints).toMatchObject([{name: 'c', valid: false}])
  })
})

describe('names', () => {
  it('are cut to 63 bytes, never inside of a character', () => {
    const {run, table} = open(postgres)
    run(`CREATE TABLE ${'é'.repeat(30)} (${'ü'.repeat(31)} int UNIQUE)`)
    const [index] = table('é'.repeat(30))?.indexes ?? []
    expect(index?.name.endsWith('_key')).toBe(true)
    expect(Buffer.byteLength(index?.name ?? '')).toBeLessThanOrEqual(63)
    expect(index?.name).not.toContain('\ufffd')
  })
})

describe('INSTANT changes', () => {
  it('are counted for a table until they are forgotten', () => {
    const {catalog, run, table} = open(mysql)
    run('CREATE TABLE t (a INT)')
    for (let count = 0; count < 3; count++) countInstantChange(catalog, table('t') as Table)
    expect(table('t')?.rowVersions).toBe(3)
    forgetInstantChanges(catalog, table('t') as Table)
    expect(table('t')?.rowVersions).toBeUndefined()
    countInstantChange(catalog, table('t') as Table)
    run('ALTER TABLE t FORCE')
    expect(table('t')?.rowVersions).toBeUndefined()
  })
})

describe('cost', () => {
  it('does not grow with the number of tables', () => {
    const {catalog, run} = open(postgres)
    const one = (['get', 'has', 'set', 'delete'] as const).map((name) => vi.spyOn(JournaledMap.prototype, name))
    const all = (['keys', 'values', 'entries', 'twin'] as const).map((name) => vi.spyOn(JournaledMap.prototype, name))
    let tables = 0
    /** How many entries of the catalog are looked at while 100 tables are made and changed. */
    const visits = (): number => {
      vi.clearAllMocks()
      for (const end = tables + 100; tables < end; tables++) {
        const name = `t${String(tables)}`
        run(`CREATE TABLE ${name} (id serial PRIMARY KEY, a int CHECK (a > 0)); ALTER TABLE ${name} ADD b int`)
        catalog.commit()
      }
      let count = 0
      for (const {mock} of one) count += mock.calls.length
      for (const {mock} of all) for (const map of mock.contexts as Array<JournaledMap<unknown>>) count += map.size
      return count
    }
    const early = visits()
    while (tables < 900) visits()
    expect(early).toBeGreaterThan(100)
    // Ten times the tables; what went through them all would be as many times as much.
    expect(visits()).toBeLessThan(early * 1.5)
    vi.restoreAllMocks()
  })
})
