import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {check} from '../../../src/library/check.js'
import {openProject} from '../../../src/core/project.js'
import type {ProjectOptions} from '../../../src/core/project.js'

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url))

/** What is read, and of that what findings are raised for. */
async function read(
  folder: string,
  options: Omit<ProjectOptions, 'cwd'>
): Promise<{history: string[]; checked: string[]}> {
  const {migrations} = await openProject({dialect: 'postgres', ...options, cwd: `${fixtures}${folder}`})
  const pathsOf = (checked: boolean): string[] =>
    migrations.filter((migration) => migration.checked === checked).map(({path}) => path)
  return {history: pathsOf(false), checked: pathsOf(true)}
}

test('of a file that is named, what comes before it in its folder is history', async () => {
  expect(await read('layouts/goose', {paths: ['migrations/20240202081500_index_invoice_customer.sql']})).toEqual({
    history: ['migrations/20240110093000_create_customer.sql', 'migrations/20240117140210_create_invoice.sql'],
    checked: ['migrations/20240202081500_index_invoice_customer.sql']
  })
})

test.each([
  ['tern', {'001_a.sql': 'SELECT 1;\n---- create above / drop below ----\n', '002_b.sql': 'SELECT 2;\nSELECT 3;\n'}],
  ['MyBatis Migrations', {'001_a.sql': 'SELECT 1;\n-- //@UNDO\n', '002_b.sql': 'SELECT 2;\nSELECT 3;\n'}],
  ['node-pg-migrate', {'001_a.sql': '-- Up Migration\nSELECT 1;\n', '002_b.sql': 'SELECT 2;\nSELECT 3;\n'}],
  [
    'Knex',
    {
      '001_a.js': "exports.up = async (knex) => { await knex.schema.dropTable('a') }",
      '002_b.js': 'exports.up = (p) => go(p)'
    }
  ]
])('a file of %s that only its neighbours tell is one also where it is named alone', async (framework, files) => {
  const [first = '', second = ''] = Object.keys(files)
  const {migrations} = await openProject({paths: [second], cwd: '/m', files, dialect: 'postgres'})
  expect(migrations.map((each) => [each.path, each.framework, each.checked, each.transaction])).toEqual([
    [first, framework, false, 'migration'],
    [second, framework, true, 'migration']
  ])
})

test('where each migration is a folder, the folder of all is meant', async () => {
  const paths = ['migrations/2024-01-17-140210_create_invoice/up.sql']
  expect(await read('layouts/diesel', {paths})).toEqual({
    history: [
      'migrations/00000000000000_diesel_initial_setup/up.sql',
      'migrations/2024-01-10-093000_create_customer/up.sql'
    ],
    checked: paths
  })
})

test('the order is the framework’s', async () => {
  const {history} = await read('layouts/flyway', {paths: ['sql/V10__index_customer_email.sql']})
  expect(history).toEqual([
    'sql/V1__create_customer.sql',
    'sql/V1_2__create_invoice.sql',
    'sql/V2__index_invoice_customer.sql',
    'sql/V3__index_customer_created.sql',
    'sql/V4__rebuild_index.sql'
  ])
  const sqitch = await read('layouts/sqitch', {paths: ['deploy/account/total.sql']})
  expect(sqitch.history).toEqual(['deploy/customer.sql', 'deploy/account/total@v1.0.0.sql', 'deploy/invoice.sql'])
})

test('a folder for another engine is no history of one, whatever the configuration names', async () => {
  const found = await read('demo', {paths: ['postgres'], history: ['mysql']})
  expect(found.history).toEqual([])
  expect(found.checked.length).toBeGreaterThan(0)
})

test('files of other engines are no history of one', async () => {
  const {history} = await read('layouts/popx', {
    dialect: 'mysql',
    paths: [
      'migrations/sql/20240117140210000000_invoice.up.sql',
      'migrations/sql/20240202081500000000_index_invoice.mysql.up.sql'
    ]
  })
  expect(history).toEqual(['migrations/sql/20240110093000000000_customer.mysql.up.sql'])
})

test('numbered files of no framework have a history in a folder of migrations', async () => {
  const {history} = await read('layouts/plain', {paths: ['migrations/10_index.sql']})
  expect(history).toEqual(['migrations/1_customer.sql', 'migrations/2_invoice.sql', 'migrations/3_index.sql'])
})

test('other files of no framework have none', async () => {
  expect((await read('schema', {paths: ['postgres.sql']})).history).toEqual([])
})

test.each([{schema: ['schema/postgres.sql']}, {history: []}])('%j says what was there before', async (options) => {
  const paths = ['layouts/goose/migrations/20240202081500_index_invoice_customer.sql']
  expect((await read('', {paths, ...options})).history).toEqual([])
})

test('what the configuration names as history is read, and not checked', async () => {
  const files = {
    'migrations/2020-1.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(50));',
    'migrations/2026-1.sql': 'ALTER TABLE account ALTER COLUMN name TYPE varchar(200);'
  }
  const found = async (configuration: ProjectOptions['configuration']) =>
    (await check({cwd: '/', paths: ['migrations'], files, dialect: 'postgres', configuration})).files.map(
      ({messages, path}) => ({
        path,
        rules: messages.map(({ruleId}) => ruleId).filter((id) => id !== 'require-lock-timeout')
      })
    )
  const longer = {path: 'migrations/2026-1.sql', rules: []}
  expect(await found({history: ['migrations/2020*']})).toEqual([longer])
  // Not read at all, what was there before is not known.
  expect(await found({ignore: ['migrations/2020*']})).toEqual([{...longer, rules: ['no-rewriting-type-change']}])
})
