import {describe, expect, it} from 'vitest'
import type {Server} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {keyOf} from '../../../src/schema/objects.js'
import {Session} from '../../../src/schema/session.js'

const postgres: Server = {dialect: 'postgres', version: [17]}
const mysql: Server = {dialect: 'mysql', version: [9, 7]}

/** The full names of tables with their columns, after files that each have a session of their own. */
async function tablesAfter(server: Server, files: readonly string[], settings: Record<string, string> = {}) {
  const catalog = new Catalog()
  const read = await loadReader(server)
  for (const [number, file] of files.entries()) {
    const session = new Session(server, settings)
    for (const {commands} of read(file).statements) for (const each of commands) change(each, catalog, session, number)
  }
  return Object.fromEntries(
    [...catalog.tables.values()].map((table) => [
      keyOf(table).replace('\0', '.'),
      [...table.columns, ...table.indexes].map(({name}) => name)
    ])
  )
}

describe('a name without a database', () => {
  it('is of the only one that has it, where nothing says which the connection is in', async () => {
    const files = [
      'USE shop; CREATE TABLE item (id int)',
      'ALTER TABLE item ADD COLUMN a int; CREATE INDEX i ON item (a)'
    ]
    expect(await tablesAfter(mysql, files)).toEqual({'shop.item': ['id', 'a', 'i']})
  })

  it('is of none where two have it', async () => {
    const files = ['USE a; CREATE TABLE t (id int)', 'USE b; CREATE TABLE t (id int)', 'ALTER TABLE t ADD COLUMN x int']
    expect(await tablesAfter(mysql, files)).toEqual({'a.t': ['id'], 'b.t': ['id'], '.t': ['x']})
  })

  it('is of the current one where a file or the configuration says which', async () => {
    const files = ['USE shop; CREATE TABLE item (id int)', 'ALTER TABLE item ADD COLUMN a int']
    expect(await tablesAfter(mysql, files, {database: 'other'})).toEqual({'shop.item': ['id'], 'other.item': ['a']})
    const [made = ''] = files
    expect(await tablesAfter(mysql, [made, 'USE other; ALTER TABLE item ADD COLUMN a int'])).toEqual({
      'shop.item': ['id'],
      'other.item': ['a']
    })
  })

  it('is a new one where it is made', async () => {
    const files = [
      'USE shop; CREATE TABLE item (id int)',
      'CREATE TABLE item (b int); ALTER TABLE item ADD COLUMN c int'
    ]
    expect(await tablesAfter(mysql, files)).toEqual({'shop.item': ['id'], '.item': ['b', 'c']})
  })

  it('is the one that IF NOT EXISTS finds, which makes nothing', async () => {
    const files = [
      'USE shop; CREATE TABLE item (id int)',
      'CREATE TABLE IF NOT EXISTS item (b int); ALTER TABLE item ADD COLUMN c int'
    ]
    expect(await tablesAfter(mysql, files)).toEqual({'shop.item': ['id', 'c']})
    expect(await tablesAfter(mysql, files, {database: 'other'})).toEqual({
      'shop.item': ['id'],
      'other.item': ['b', 'c']
    })
    const [made = '', again = ''] = files
    expect(await tablesAfter(mysql, [made, again.replace('TABLE', 'TEMPORARY TABLE')])).toEqual({
      'shop.item': ['id'],
      'pg_temp.item': ['b', 'c']
    })
  })

  it('may be one of several that IF NOT EXISTS finds, so that none is taken for new', async () => {
    const catalog = new Catalog()
    const read = await loadReader(mysql)
    const files = [
      'USE a; CREATE TABLE t (id int)',
      'USE b; CREATE TABLE t (id int)',
      'CREATE TABLE IF NOT EXISTS t (id int)'
    ]
    for (const [number, file] of files.entries()) {
      const session = new Session(mysql)
      for (const {commands} of read(file).statements) {
        for (const each of commands) change(each, catalog, session, number)
      }
    }
    expect([...catalog.tables.values()].map(({createdBy, schema}) => [schema, createdBy])).toEqual([
      ['a', 0],
      ['b', 1],
      ['', undefined]
    ])
  })
})

describe('a name outside of the search path', () => {
  it('is of the only schema that has it, where no table is known in the path', async () => {
    const files = [
      'CREATE TABLE auth.person (id int, email text); CREATE INDEX person_email ON auth.person (email)',
      'DROP INDEX IF EXISTS person_email; ALTER TABLE person ADD COLUMN a int'
    ]
    expect(await tablesAfter(postgres, files)).toEqual({'auth.person': ['id', 'email', 'a']})
  })

  it('is another table where the path has tables, or a file says what it is', async () => {
    const made = 'CREATE TABLE auth.person (id int)'
    const altered = 'ALTER TABLE person ADD COLUMN a int'
    expect(await tablesAfter(postgres, [`${made}; CREATE TABLE t (id int)`, altered])).toEqual({
      'auth.person': ['id'],
      'public.t': ['id'],
      'public.person': ['a']
    })
    expect(await tablesAfter(postgres, [made, `SET search_path = app; ${altered}`])).toEqual({
      'auth.person': ['id'],
      'app.person': ['a']
    })
  })

  it('is another table than the one that the same file makes of it', async () => {
    const copied = 'CREATE TABLE archive.person AS TABLE person; ALTER TABLE person ADD COLUMN a int'
    expect(await tablesAfter(postgres, [copied])).toEqual({'archive.person': [], 'public.person': ['a']})
    const filled =
      'CREATE TABLE app.person (); INSERT INTO app.person TABLE person; ALTER TABLE person ADD COLUMN a int'
    expect(await tablesAfter(postgres, [filled])).toEqual({'app.person': [], 'public.person': ['a']})
  })

  it('is the one that the same file makes by its full name of nothing, and goes on with', async () => {
    const made = 'CREATE TABLE app.person (); ALTER TABLE person ADD COLUMN a int'
    expect(await tablesAfter(postgres, [made])).toEqual({'app.person': ['a']})
  })

  it('is looked for again once the tables of the path are gone, and after a rollback', async () => {
    const made = 'CREATE TABLE auth.person (id int); BEGIN; CREATE TABLE t (id int); ROLLBACK'
    const files = [made, 'CREATE TABLE u (); DROP TABLE u', 'ALTER TABLE person ADD COLUMN a int']
    expect(await tablesAfter(postgres, files)).toEqual({'auth.person': ['id', 'a']})
  })
})
