/** What is the same whatever came of the commands before is judged, and done, once: with the same result as twice. */
import {afterEach, expect, it, vi} from 'vitest'
import {judge} from '../../../src/knowledge/judge.js'
import type {Judgement} from '../../../src/knowledge/effect.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {keyOf} from '../../../src/schema/objects.js'
import {Session} from '../../../src/schema/session.js'
import {doubtfulCases} from '../../live/postgres-facts/cases/doubtful.js'

const server = {dialect: 'postgres' as const, version: [18]}
const read = await loadReader(server)
const hidden = (body: string): string =>
  `DO $$ BEGIN ${body} RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END $$;`

function run(sql: string, catalog = new Catalog()): {catalog: Catalog; judged: Judgement[]} {
  const session = new Session(server)
  const judged: Judgement[] = []
  for (const {commands} of read(sql).statements) {
    for (const command of commands) {
      judged.push(judge(command, {catalog, session}))
      change(command, catalog, session, 1)
    }
  }
  return {catalog, judged}
}

const differing = (catalog: Catalog): string[] =>
  Object.keys(catalog.save())
    .filter((name) => name.startsWith('otherwise '))
    .flatMap((name) => (catalog.save()[name] ?? []).map(([key]) => `${name}: ${key.replace('\0', '.')}`))

const namedT = `CREATE TABLE t (id int PRIMARY KEY, a int); ${hidden('ALTER TABLE t ADD CONSTRAINT p CHECK (a IS NOT NULL);')}`

afterEach(() => {
  vi.restoreAllMocks()
})

it.each(doubtfulCases.map((group) => [group.name, group] as const))('%s', (_name, {setup, statements}) => {
  const sql = [setup, ...statements].join(';\n')
  const once = run(sql)
  vi.spyOn(Catalog.prototype, 'watch').mockImplementation((work) => ({met: true, result: work()}))
  const twice = run(sql)
  expect(once.judged).toEqual(twice.judged)
  expect(once.catalog.save()).toEqual(twice.catalog.save())
})

it('a table that is made later is one, and so is what is done to it', () => {
  const {catalog} = run(`${namedT} CREATE TABLE u (id int); ALTER TABLE u ADD COLUMN b int; CREATE INDEX ON u (b)`)
  expect(differing(catalog)).toEqual(['otherwise tables: public.t', 'otherwise constraintNames: public.p'])
})

it('only what meets the difference is judged twice', () => {
  const {catalog} = run(`${namedT} CREATE TABLE u (id int)`)
  const session = new Session(server)
  const met = (sql: string): boolean[] =>
    read(sql).statements.flatMap(({commands}) =>
      commands.map((command) => catalog.watch(() => judge(command, {catalog, session})).met)
    )
  expect(met('ALTER TABLE u ALTER id SET NOT NULL; CREATE TABLE v (); DROP TABLE u')).toEqual([false, false, false])
  expect(met('ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE u ADD FOREIGN KEY (id) REFERENCES t')).toEqual([
    true,
    true
  ])
})

it('what becomes equal again is one again, and no difference outlives what is taken back', () => {
  const {catalog} = run(namedT)
  run('DROP TABLE t; CREATE TABLE t (id int)', catalog)
  expect(differing(catalog)).toEqual([])
  const mark = catalog.mark()
  run(hidden('DROP TABLE t;'), catalog)
  expect(differing(catalog)).toContain('otherwise tables: public.t')
  catalog.rollback(mark)
  expect(differing(catalog)).toEqual([])
})

it('is loaded as it was saved', () => {
  const {catalog} = run(`${namedT} CREATE TABLE w (id int); ${hidden('DROP TABLE w; CREATE TABLE x (id int);')}`)
  const other = new Catalog()
  other.load(structuredClone(catalog.save()))
  expect(other.save()).toEqual(catalog.save())
  const constraints = (of: Catalog | undefined, name: string): string[] | undefined =>
    of?.tables.get(keyOf({schema: 'public', name}))?.constraints.map((constraint) => constraint.name)
  expect(constraints(other, 't')).toContain('p')
  expect(constraints(other.otherwise, 't')).not.toContain('p')
  expect(['w', 'x'].map((name) => constraints(other, name))).toEqual([undefined, []])
  expect(['w', 'x'].map((name) => constraints(other.otherwise, name))).toEqual([[], undefined])
})
