import {expect, it} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {keyOf} from '../../../src/schema/objects.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres' as const, version: [18]}
const read = await loadReader(server)

it.each([
  ['CREATE TABLE post (id bigint)', undefined],
  ['CREATE TABLE post (id bigint); ALTER TABLE post ENABLE ROW LEVEL SECURITY', true],
  ['CREATE TABLE post (id bigint); ALTER TABLE post FORCE ROW LEVEL SECURITY', undefined],
  [
    'CREATE TABLE post (id bigint); ALTER TABLE post ENABLE ROW LEVEL SECURITY; ALTER TABLE post DISABLE ROW LEVEL SECURITY',
    undefined
  ]
])('after %s row-level security is %s', (sql, expected) => {
  const catalog = new Catalog()
  const session = new Session(server)
  for (const {commands} of read(sql).statements) for (const each of commands) change(each, catalog, session, 0)
  expect(catalog.tables.get(keyOf({schema: 'public', name: 'post'}))?.rowSecurity).toBe(expected)
})
