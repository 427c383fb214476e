import {expect, test} from 'vitest'
import {arrange} from '../../../src/migrations/arrange.js'
import type {Dialect} from '../../../src/server/server.js'
import {layoutOf} from '../../../src/migrations/layout-of.js'
import {layouts} from '../../../src/migrations/layouts.generated.js'
import type {LocatedFile} from '../../../src/migrations/layouts/layout.js'
import {createProjectFiles} from '../../../src/migrations/project-files.js'
import {blankOutside} from '../../../src/migrations/reading/sections.js'
import type {Script} from '../../../src/operations/script.js'

const range = {start: 0, end: 1}

/** A script of so many statements, of which the first ones build an index concurrently. */
function scriptOf(statements: number, concurrently = 0): Script {
  return {
    comments: [],
    statements: Array.from({length: statements}, (_, index) => ({
      range,
      problems: [],
      commands: [
        {
          range,
          operations: [
            index < concurrently
              ? {kind: 'table.vacuum', range, table: {name: 't'}, full: false, analyze: false}
              : {kind: 'table.drop', range, table: {name: 't'}}
          ]
        }
      ]
    }))
  }
}

/** A file that is nowhere: only its name and its text tell. */
function located(path: string, text = ''): LocatedFile {
  return {path, absolutePath: `/nowhere/${path}`, text: () => text, project: createProjectFiles()}
}

function transactionOf(path: string, text: string, script = scriptOf(2)): unknown {
  const file = located(path, text)
  return layoutOf(file).transaction({...file, script})
}

function orderOf(paths: string[], dialect: Dialect = 'postgres'): string[] {
  return arrange(
    paths.map((path) => ({path, absolutePath: `/nowhere/${path}`})),
    dialect,
    () => '',
    createProjectFiles()
  ).map(({path}) => path)
}

test.each([
  ['0001_a.sql', '', 'plain SQL'],
  ['migrations/2024-01-01-000000_a/up.sql', '', 'Diesel'],
  ['migrations/000001_a.up.sql', '', 'golang-migrate'],
  ['db/V1_2__a.sql', '', 'Flyway'],
  ['db/R__views.sql', '', 'Flyway'],
  ['prisma/migrations/20240101000000_a/migration.sql', '', 'Prisma'],
  ['queries/migration.sql', '', 'plain SQL'],
  ['0001_a.sql', '-- +goose Up\nSELECT 1;', 'goose'],
  ['0001_a.sql', '-- migrate:up\nSELECT 1;', 'dbmate'],
  ['0001_a.sql', '-- Up Migration\nSELECT 1;', 'node-pg-migrate'],
  ['0001_a.up.sql', '-- no-transaction\nSELECT 1;', 'sqlx'],
  ['0001_a.sql', '--liquibase formatted sql\n', 'Liquibase'],
  ['supabase/migrations/20240101000000_a.sql', '', 'Supabase'],
  ['db/structure.sql', 'INSERT INTO "schema_migrations" (version) VALUES', 'Rails'],
  ['committed/000001.sql', '--! Previous: -\n--! Hash: sha1:0\n\n', 'graphile-migrate'],
  ['20240101000000_a.postgres.up.sql', '', 'popx'],
  ['20240101000000_a.autocommit.up.sql', '', 'popx']
])('%s with %j is of %s', (path, text, name) => {
  expect(layoutOf(located(path, text)).name).toBe(name)
})

test.each([
  ['plain files: each statement by itself', '0001_a.sql', '', 'none'],
  ['Diesel', 'a/up.sql', '', 'migration'],
  ['popx', '1_a.mysql.up.sql', '', 'migration'],
  ['popx that says autocommit', '1_a.autocommit.up.sql', '', 'none'],
  ['goose', '1.sql', '-- +goose Up\nSELECT 1;', 'migration'],
  ['goose that says so', '1.sql', '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;', 'none'],
  ['node-pg-migrate', '1.sql', '-- Up Migration\nSELECT 1;', 'migration'],
  ['sqlx that says so, but sends two statements', '1_a.sql', '-- no-transaction\nSELECT 1;', 'migration'],
  ['Flyway', 'V1__a.sql', '', 'migration']
])('%s', (_name, path, text, expected) => {
  expect(transactionOf(path, text)).toBe(expected)
})

test('each part of a dbmate file says for itself', () => {
  const text = '-- migrate:up transaction:false\n-- migrate:down\n-- migrate:up\n-- migrate:down transaction:false\n'
  expect(transactionOf('1.sql', text, scriptOf(0))).toEqual([{start: 48, end: 62}])
})

test('each part of a dbmate file is sent as one query, whatever it says', () => {
  const text = '-- migrate:up transaction:false\nSELECT 1;SELECT 2;\n-- migrate:down\n'
  expect(transactionOf('1.sql', text, scriptOf(2))).toEqual([{start: 0, end: 51}])
  expect(transactionOf('1.sql', text, scriptOf(1))).toEqual([])
})

test('a runner that sends a file as one query puts one statement in no transaction', () => {
  expect(transactionOf('1_a.up.sql', '', scriptOf(1))).toBe('none')
  expect(transactionOf('1_a.up.sql', '', scriptOf(2))).toBe('migration')
  expect(transactionOf('1_a/migration.sql', '', scriptOf(1))).toBe('none')
  expect(transactionOf('1_a/migration.sql', '', scriptOf(2))).toBe('migration')
})

test('Flyway does without a transaction where every statement refuses one', () => {
  expect(transactionOf('V1__a.sql', '', scriptOf(2, 2))).toBe('none')
  expect(transactionOf('V1__a.sql', '', scriptOf(2, 1))).toBe('migration')
})

test('Flyway orders by version, repeatable ones last, and leaves out what takes back', () => {
  expect(orderOf(['R__b.sql', 'V10__a.sql', 'V2__z.sql', 'V2_1__c.sql', 'U2__z.sql', 'R__a.sql'])).toEqual([
    'V2__z.sql',
    'V2_1__c.sql',
    'V10__a.sql',
    'R__a.sql',
    'R__b.sql'
  ])
})

test.each([
  ['Diesel', ['b/up.sql', 'b/down.sql', 'a/up.sql'], ['a/up.sql', 'b/up.sql']],
  ['golang-migrate', ['2_b.up.sql', '2_b.down.sql', '1_a.up.sql'], ['1_a.up.sql', '2_b.up.sql']],
  ['plain', ['10.sql', '2.sql', '2.down.sql', '2_down.sql'], ['2.sql', '10.sql']]
])('%s: nothing that goes down is read', (_name, paths, expected) => {
  expect(orderOf(paths)).toEqual(expected)
})

test('popx takes the file of the engine, else the one without', () => {
  const paths = ['1_a.mysql.up.sql', '1_a.up.sql', '1_a.postgres.autocommit.up.sql', '2_b.up.sql', '2_b.sqlite3.up.sql']
  expect(orderOf(paths, 'postgres')).toEqual(['1_a.postgres.autocommit.up.sql', '2_b.up.sql'])
  expect(orderOf(paths, 'mysql')).toEqual(['1_a.mysql.up.sql', '2_b.up.sql'])
  expect(orderOf(paths, 'mariadb')).toEqual(['1_a.mysql.up.sql', '2_b.up.sql'])
})

test.each([
  ['-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n'],
  ['-- migrate:up\r\nSELECT 1;\r\n-- migrate:down\r\nSELECT 2;\r\n'],
  ['-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 1;\n']
])('of %j only what goes up is read, at its place', (text) => {
  const layout = layoutOf(located('1.sql', text))
  const read = blankOutside(text, layout.upParts?.(text, 'postgres') ?? [])
  expect(read).toHaveLength(text.length)
  expect(read.indexOf('SELECT 1')).toBe(text.indexOf('SELECT 1'))
  expect(read).not.toContain('SELECT 2')
  expect(read.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''))
})

test.each([
  ['Drizzle', 'a--> statement-breakpoint\nb;\n--> statement-breakpoint\nc', 'a;\nb;\n\nc'],
  [
    'Liquibase',
    '--liquibase formatted sql\n--changeset a:1\nb -- ;\n--rollback c;\n--changeset a:2\nd;\n--changeset a:3 endDelimiter:GO\ne;\nGO\n',
    '\n\nb -- ;\n\n;\nd;\n\ne;\n\n'
  ]
])('markers of %s, which are no comments to MySQL, are read as what they mean', (name, text, expected) => {
  const read = layouts.find((layout) => layout.name === name)?.normalise?.(text, located('1.sql', text), 'postgres')
  expect(read).toHaveLength(text.length)
  expect(read?.replace(/ +$/gm, '')).toBe(expected)
})
