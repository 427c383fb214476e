import {cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {checkFound} from '../../../src/core/check-found.js'
import {checkProject} from '../../../src/core/check.js'
import type {CheckResult} from '../../../src/core/check-result.js'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {findProject, openProject} from '../../../src/core/project.js'
import type {ProjectOptions} from '../../../src/core/project.js'
import {rules} from '../../../src/core/rules/rules.generated.js'

let cache: string
let folder: string

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'sqlsafe-cache-'))
  folder = mkdtempSync(join(tmpdir(), 'sqlsafe-recall-'))
  // A project ends there: what others write beside it is not looked at.
  mkdirSync(join(folder, '.git'))
})

afterEach(() => {
  for (const each of [cache, folder]) rmSync(each, {recursive: true, force: true})
})

/** Checks with what is kept, compares with a check without, and tells how many migrations were read for it. */
async function check(options: Partial<ProjectOptions> = {}, configuration: Configuration = {}): Promise<number> {
  const onRead = vi.fn<() => void>()
  const asked = {paths: [folder], dialect: 'postgres' as const, configuration, ...options}
  const recalled = await checkFound(await findProject({...asked, onRead}), configuration, cache)
  const fresh = checkProject(await openProject(asked), configuration)
  expect(plain(recalled)).toEqual(plain(fresh))
  return onRead.mock.calls.length
}

function plain(result: CheckResult): unknown {
  return JSON.parse(JSON.stringify(result))
}

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

const history = {
  '1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int);',
  '2_index.sql': 'CREATE INDEX account_email ON account (email);',
  '3_fill.sql': 'UPDATE account SET kind = 1;',
  '4_null.sql': 'ALTER TABLE account ALTER COLUMN kind SET NOT NULL;',
  '5_drop.sql': '-- sqlsafe-disable-next-line no-column-drop: gone\nALTER TABLE account DROP COLUMN kind;'
}

test('what is the same is not read again', async () => {
  write(history)
  expect(await check()).toBe(5)
  expect(await check()).toBe(0)
})

test('with rules of the project, whose modules may change, nothing is kept', async () => {
  write(history)
  const customRules = rules.slice(0, 1).map((rule) => ({...rule, id: 'acme/no-something'}))
  expect(await check({}, {customRules})).toBe(5)
  expect(await check({}, {customRules})).toBe(5)
  expect(readdirSync(cache)).toEqual([])
})

test('how a script is run counts, wherever it says so', async () => {
  const script =
    "// knex\nexports.up = async (knex) => { await knex.raw('CREATE INDEX CONCURRENTLY i ON account (email)') }\n"
  mkdirSync(join(folder, 'migrations'))
  write({
    '1_account.sql': history['1_account.sql'],
    'migrations/2_index.js': `${script}exports.config = {transaction: false}\n`
  })
  await check()
  write({'migrations/2_index.js': script})
  expect(await check()).toBeGreaterThan(0)
  write({'migrations/2_index.js': `${script}exports.config = {transaction: true }\n`})
  await check()
  write({'migrations/2_index.js': `${script}exports.config = {transaction: false}\n`})
  expect(await check()).toBeGreaterThan(0)
})

test('so does a file behind it that tells whose it is', async () => {
  const files = {
    '001_a.sql': 'CREATE INDEX CONCURRENTLY i ON account (email);',
    '002_b.sql': 'CREATE TABLE b (id int);\n'
  }
  write({...files, '002_b.sql': `${files['002_b.sql']}---- create above / drop below ----\n`})
  await check()
  write(files)
  expect(await check()).toBe(2)
})

test('a migration more is read by itself', async () => {
  write(history)
  await check()
  write({'6_email.sql': 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;'})
  expect(await check()).toBe(1)
})

test('of a changed migration, it and those after it are read', async () => {
  write(history)
  await check()
  write({'5_drop.sql': 'ALTER TABLE account DROP COLUMN email;'})
  expect(await check()).toBe(1)
  write({'1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int NOT NULL);'})
  expect(await check()).toBe(5)
})

test('a migration that goes, and one that comes before others', async () => {
  write(history)
  await check()
  rmSync(join(folder, '5_drop.sql'))
  expect(await check()).toBe(0)
  renameSync(join(folder, '2_index.sql'), join(folder, '6_index.sql'))
  expect(await check()).toBeGreaterThan(2)
})

test('what is history is the same for the next ones', async () => {
  write(history)
  expect(await check({after: '3_fill.sql'})).toBe(5)
  write({'5_drop.sql': 'ALTER TABLE account DROP COLUMN email;', '4_null.sql': 'SELECT 1;'})
  expect(await check({after: '3_fill.sql'})).toBe(2)
})

test('another question is another answer', async () => {
  write(history)
  await check()
  expect(await check({serverVersion: '14'})).toBe(5)
  expect(await check({}, {rules: {'no-column-drop': 'off'}})).toBe(5)
  expect(await check({}, {runner: {lockTimeout: '2s'}})).toBe(5)
  expect(await check({dialect: 'mysql'})).toBe(5)
})

test('another dump is another answer', async () => {
  const schema = join(folder, 'schema.dump')
  write({...history, 'schema.dump': 'CREATE TABLE other (id int);'})
  const paths = Object.keys(history).map((name) => join(folder, name))
  await check({paths, schema: [schema]})
  expect(await check({paths, schema: [schema]})).toBe(0)
  write({'schema.dump': 'CREATE TABLE other (id bigint);'})
  expect(await check({paths, schema: [schema]})).toBe(5)
})

test('another file of the project that says how migrations are run', async () => {
  write({
    'V1__account.sql': history['1_account.sql'],
    'V2__index.sql': 'CREATE INDEX CONCURRENTLY i ON account (email);\nSELECT 1;'
  })
  await check()
  write({'V2__index.sql.conf': 'executeInTransaction=false\n'})
  expect(await check()).toBe(2)
})

test('files may come and go above the migrations', async () => {
  const migrations = join(folder, 'migrations')
  mkdirSync(migrations)
  for (const [name, text] of Object.entries(history)) writeFileSync(join(migrations, name), text)
  const paths = [migrations]
  expect(await check({paths})).toBe(5)
  write({'notes.txt': 'nobody asks'})
  expect(await check({paths})).toBe(0)
})

test('what is not as it was written is not used', async () => {
  write(history)
  await check()
  for (const name of readdirSync(cache)) {
    const bytes = readFileSync(join(cache, name))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(join(cache, name), bytes)
  }
  expect(await check()).toBe(5)
})

test.each(['postgres', 'mysql'] as const)('the demo of %s, one migration after the other', async (dialect) => {
  const demo = join(import.meta.dirname, '../../../fixtures/demo', dialect)
  for (const name of readdirSync(demo).sort()) {
    cpSync(join(demo, name), join(folder, name))
    expect(await check({dialect})).toBe(1)
  }
})
