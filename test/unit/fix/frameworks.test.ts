import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {fixProject} from '../../../src/core/fix/fix-project.js'
import {selectReported} from '../../../src/core/fix/reported.js'
import {checkProject} from '../../../src/core/check.js'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {findProject} from '../../../src/core/project.js'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sqlsafe-fix-'))
})

afterEach(() => {
  rmSync(cwd, {recursive: true})
})

const configuration = {rules: {'require-lock-timeout': 'off'}} as const

/** What fixes make of files, by path, without those that stay as they are; and what is reported then. */
async function fix(
  files: Record<string, string>,
  {
    folder = 'm',
    reported = [],
    settings = configuration
  }: {folder?: string; reported?: string[]; settings?: Configuration} = {}
): Promise<Record<string, string>> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), {recursive: true})
    writeFileSync(join(cwd, path), text)
  }
  const find = (overlay: ReadonlyMap<string, string>) =>
    findProject({cwd, paths: [folder], dialect: 'postgres', configuration: settings, overlay})
  const select = (checked: Parameters<typeof selectReported>[0]) => selectReported(checked, undefined)
  const fixed = await fixProject({cwd, configuration: settings, find, select})
  const again = await fixProject({
    cwd,
    configuration: settings,
    find: (overlay) => find(new Map([...fixed.overlay, ...overlay])),
    select
  })
  expect(again.files).toEqual([])
  const left = checkProject(await (await find(fixed.overlay)).open(), settings)
  expect(left.files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toEqual(reported)
  return Object.fromEntries(fixed.files.map(({after, path}) => [path, after]))
}

const table = 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);\n'
const index = 'CREATE INDEX post_author ON post (author);\n'
const concurrently = 'CREATE INDEX CONCURRENTLY post_author ON post (author);\n'

it('a part of dbmate with several statements is one query, so that what refuses a transaction goes into a file', async () => {
  const two = 'ALTER TABLE post ADD title text;\n'
  for (const mode of ['', ' transaction:false']) {
    const files = {'m/1_a.sql': `-- migrate:up\n${table}`, 'm/2_b.sql': `-- migrate:up${mode}\n${two}${index}`}
    expect(await fix(files)).toEqual({
      'm/2_b.sql': `-- migrate:up${mode}\n${two}`,
      'm/3_index_post_author.sql': `-- migrate:up transaction:false\n${concurrently}\n-- migrate:down\nDROP INDEX CONCURRENTLY post_author;\n`
    })
  }
})

it('sets a timeout where the runner sends it in the same transaction, or for the session', async () => {
  const line = 'ALTER TABLE post ADD note text; ALTER TABLE post ADD word text;\n'
  const set = "SET lock_timeout = '5s';\n"
  const withTimeouts = {settings: {}}
  const goose = (text: string): string => `-- +goose NO TRANSACTION\n-- +goose Up\n${text}`
  expect(await fix({'m/1_a.sql': `-- +goose Up\n${table}`, 'm/2_b.sql': goose(line)}, withTimeouts)).toEqual({
    'm/2_b.sql': goose(`${set}${line}`)
  })
  const dbmate = (text: string): string => `-- migrate:up transaction:false\n${text}`
  expect(
    await fix({'d/1_a.sql': `-- migrate:up\n${table}`, 'd/2_b.sql': dbmate(line)}, {...withTimeouts, folder: 'd'})
  ).toEqual({
    'd/2_b.sql': dbmate(`${set.replace('SET', 'SET LOCAL')}${line}`)
  })
})

it('takes what is said of a statement along with it', async () => {
  const files = (eol: string): Record<string, string> => ({
    'm/1_a.sql': `-- +goose Up\n${table}`,
    'm/2_b.sql': [
      '-- +goose Up',
      '-- Titles.',
      'ALTER TABLE post ADD title text; -- short',
      '',
      '-- Authors.',
      '',
      '  -- Who wrote what.',
      '  -- It is read often.',
      `  ${index.trim()}`,
      '',
      '-- Notes.',
      'ALTER TABLE post ADD note text;',
      ''
    ].join(eol)
  })
  const fixed = await fix(files('\n'))
  expect(fixed).toEqual({
    'm/2_b.sql':
      '-- +goose Up\n-- Titles.\nALTER TABLE post ADD title text; -- short\n\n-- Authors.\n\n-- Notes.\nALTER TABLE post ADD note text;\n',
    'm/3_index_post_author.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n-- Who wrote what.\n-- It is read often.\n${concurrently}\n-- +goose Down\nDROP INDEX CONCURRENTLY post_author;\n`
  })
  const windows = await fix(files('\r\n'))
  expect(windows['m/2_b.sql']).toBe(fixed['m/2_b.sql']?.replaceAll('\n', '\r\n'))
})

it.each([
  ['what a file begins with', '-- For PAY-7.\n', 'ALTER TABLE post ADD note text;\n'],
  ['what a tool reads', 'ALTER TABLE post ADD note text;\n-- prettier-ignore\n', ''],
  ['what an editor reads of the file', 'ALTER TABLE post ADD note text;\n-- noinspection SqlResolveForFile\n', ''],
  ['a remark beside what a tool reads', 'ALTER TABLE post ADD note text;\n-- noqa\n-- Who wrote what.\n', ''],
  ['the end of another statement', 'ALTER TABLE post ADD note text; -- Not long.\n', ''],
  ['a text that looks like a remark', "COMMENT ON TABLE post IS 'a\n-- b\n';\n", '']
])('leaves where it is %s', async (_what, before, after) => {
  const fixed = await fix({'m/1_a.up.sql': table, 'm/2_b.up.sql': `${before}${index}${after}`})
  expect(fixed).toMatchObject({'m/2_b.up.sql': `${before}${after}`, 'm/3_index_post_author.up.sql': concurrently})
})

it('moves no statement away from what mutes it: that would mute the next one', async () => {
  const [before, after] = ['ALTER TABLE post ADD note text;\n', 'ALTER TABLE post ADD word text;\n']
  for (const mark of ['-- squawk-ignore prefer-text-field', '-- sqlsafe-disable-next-line require-lock-timeout']) {
    const files = {'m/1_a.up.sql': table, 'm/2_b.up.sql': `${before}${mark}\n${index}${after}`}
    expect(await fix(files, {reported: ['no-blocking-index']})).toEqual({})
  }
})

it('takes along what an editor reads of the statement', async () => {
  const inspection = '-- noinspection SqlResolve\n'
  const fixed = await fix({
    'm/1_a.up.sql': table,
    'm/2_b.up.sql': `ALTER TABLE post ADD note text;\n${inspection}${index}`
  })
  expect(fixed['m/3_index_post_author.up.sql']).toBe(inspection + concurrently)
})

it('writes what each version runs where nobody has named one', async () => {
  const fixed = await fix({'m/1_a.sql': table, 'm/2_b.sql': 'ALTER TABLE post ALTER author SET NOT NULL;\n'})
  expect(fixed['m/2_b.sql']).toContain('ADD CONSTRAINT post_author_is_not_null CHECK (author IS NOT NULL) NOT VALID;')
})

it('leaves DROP INDEX before what drops the index too: after that it is not there', async () => {
  const old = {'m/1_a.up.sql': table, 'm/2_b.up.sql': concurrently}
  const drop = 'DROP INDEX post_author;\n'
  const reported = ['no-blocking-index-drop', 'no-column-drop']
  const column = 'ALTER TABLE post DROP COLUMN author;\n'
  expect(await fix({...old, 'm/3_c.up.sql': drop + column}, {reported})).toEqual({})
  expect(await fix({...old, 'm/3_c.up.sql': `${drop}ALTER TABLE other ADD a int;\n`})).toHaveProperty([
    'm/4_drop_post_author.up.sql'
  ])
})

describe('a statement that is alone is marked for', () => {
  it.each([
    ['goose', `-- +goose Up\n${index}`, `-- +goose NO TRANSACTION\n-- +goose Up\n${concurrently}`, `-- +goose Up\n`],
    ['dbmate', `-- migrate:up\n${index}`, `-- migrate:up transaction:false\n${concurrently}`, '-- migrate:up\n'],
    [
      'sql-migrate',
      `-- +migrate Up\n${index}-- +migrate Down\n`,
      `-- +migrate Up notransaction\n${concurrently}-- +migrate Down\n`,
      '-- +migrate Up\n'
    ],
    [
      'tern',
      `${index}---- create above / drop below ----\n`,
      `---- tern: disable-tx ----\n${concurrently}---- create above / drop below ----\n`,
      '---- tern: disable-tx ----\n'
    ]
  ])('%s', async (_name, before, after, head) => {
    expect(await fix({'m/1_a.sql': head + table, 'm/2_b.sql': before})).toEqual({'m/2_b.sql': after})
  })

  it('Atlas, with an empty line', async () => {
    const files = {
      'm/atlas.sum': 'h1:',
      'm/1_a.sql': table,
      'm/2_b.sql': index,
      'm/3_c.sql': '-- for c\n\nREINDEX TABLE post;\n'
    }
    // The sums are for Atlas to write.
    expect(await fix(files, {reported: ['no-stale-checksum']})).toEqual({
      'm/2_b.sql': `-- atlas:txmode none\n\n${concurrently}`,
      'm/3_c.sql': '-- atlas:txmode none\n-- for c\n\nREINDEX TABLE CONCURRENTLY post;\n'
    })
  })

  it('Postgrator not: alone it is in no transaction', async () => {
    const files = {'m/1.do.a.sql': table, 'm/2.do.b.sql': index}
    expect(await fix(files)).toEqual({'m/2.do.b.sql': concurrently})
  })

  it('sqlx', async () => {
    const files = {'Cargo.toml': '[dependencies]\nsqlx = "1"\n', 'm/1_a.sql': table, 'm/2_b.sql': index}
    expect(await fix(files)).toEqual({'m/2_b.sql': `-- no-transaction\n${concurrently}`})
  })

  it('graphile-migrate, but not in what is committed', async () => {
    const files = {
      '.gmrc': '{}',
      'migrations/committed/000001.sql': `--! Previous: -\n--! Hash: sha1:0\n\n${table}`,
      'migrations/current.sql': index
    }
    expect(await fix(files, {folder: 'migrations'})).toEqual({
      'migrations/current.sql': `--! no-transaction\n${concurrently}`
    })
  })

  it('Flyway, where it does not see that itself', async () => {
    const files = {'m/V1__a.sql': table, 'm/V2__b.sql': index, 'm/V3__c.sql': 'REINDEX INDEX post_author;\n'}
    expect(await fix(files)).toEqual({
      'm/V2__b.sql': concurrently,
      'm/V3__c.sql': 'REINDEX INDEX CONCURRENTLY post_author;\n',
      'm/V3__c.sql.conf': 'executeInTransaction=false\n'
    })
  })

  it('Diesel', async () => {
    const files = {'m/1_a/up.sql': table, 'm/1_a/down.sql': '', 'm/2_b/up.sql': index, 'm/2_b/metadata.toml': 'x = 1'}
    expect(await fix({...files, 'm/2_b/down.sql': 'DROP INDEX post_author;'})).toEqual({
      'm/2_b/up.sql': concurrently,
      'm/2_b/metadata.toml': 'x = 1\nrun_in_transaction = false\n'
    })
  })

  it('Liquibase', async () => {
    const files = {
      'm/1.sql': `--liquibase formatted sql\n--changeset a:1\n${table}`,
      'm/2.sql': `--liquibase formatted sql\n--changeset a:2 labels:x\n${index}`
    }
    expect(await fix(files)).toEqual({
      'm/2.sql': `--liquibase formatted sql\n--changeset a:2 labels:x runInTransaction:false\n${concurrently}`
    })
  })

  it('a runner that needs none', async () => {
    const files = {'m/0001_a.up.sql': table, 'm/0002_b.up.sql': `\uFEFF/* a */ ${index.replace('\n', '\r\n')}`}
    expect(await fix(files)).toEqual({'m/0002_b.up.sql': `\uFEFF/* a */ ${concurrently.replace('\n', '\r\n')}`})
  })
})

const both = 'ALTER TABLE post ADD COLUMN k int;\n\nCREATE INDEX post_k ON post (k);\n'
const column = 'ALTER TABLE post ADD COLUMN k int;\n'
const moved = 'CREATE INDEX CONCURRENTLY post_k ON post (k);\n'

describe('a statement beside others moves to a migration of its own for', () => {
  it('golang-migrate, with a way back, whatever numbers its name has', async () => {
    const files = {'m/0001_a.up.sql': table, 'm/0001_a.down.sql': '', 'm/0002_2.10.1_b.up.sql': both}
    expect(await fix({...files, 'm/0002_2.10.1_b.down.sql': 'ALTER TABLE post DROP COLUMN k;'})).toEqual({
      'm/0002_2.10.1_b.up.sql': `${column}\n`.trimEnd() + '\n',
      'm/0003_index_post_k.up.sql': moved,
      'm/0003_index_post_k.down.sql': 'DROP INDEX CONCURRENTLY post_k;\n'
    })
  })

  it('goose', async () => {
    const files = {'m/1_a.sql': `-- +goose Up\n${table}`, 'm/2_b.sql': `-- +goose Up\n${both}`}
    expect(await fix(files)).toEqual({
      'm/2_b.sql': `-- +goose Up\n${column}`,
      'm/3_index_post_k.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${moved}\n-- +goose Down\nDROP INDEX CONCURRENTLY post_k;\n`
    })
  })

  it('Prisma', async () => {
    const files = {'m/20240101000000_a/migration.sql': table, 'm/20240101000001_b/migration.sql': both}
    expect(await fix(files)).toEqual({
      'm/20240101000001_b/migration.sql': column,
      'm/20240101000002_index_post_k/migration.sql': moved
    })
  })

  it('Liquibase, in the same file', async () => {
    const files = {
      'm/1.sql': `--liquibase formatted sql\n--changeset a:1\n${table}`,
      'm/2.sql': `--liquibase formatted sql\n--changeset a:2\n${both}`
    }
    expect(await fix(files)).toEqual({
      'm/2.sql': `--liquibase formatted sql\n--changeset a:2\n${column}\n--changeset a:index_post_k runInTransaction:false\n${moved}--rollback DROP INDEX CONCURRENTLY post_k;\n`
    })
  })
})

it.each([
  ['session', 'm/1_a.sql', '-- +goose Up\n', 'SET'],
  // test/live/rules/one-query.test.ts: one query is in a transaction again.
  ['rest of the query', 'prisma/migrations/20230101000000_a/migration.sql', '', 'SET LOCAL']
])('sets a timeout for the %s where the file has ended the transaction of its runner', async (_, path, head, set) => {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), `${head}SELECT 1;\nCOMMIT;\nALTER TABLE post ADD z int;\n`)
  const options = {cwd, paths: [path], dialect: 'postgres'} as const
  const fixed = await fixProject({
    cwd,
    configuration: {},
    find: (overlay) => findProject({...options, overlay}),
    select: (checked) => selectReported(checked, undefined)
  })
  expect(fixed.files.map(({after}) => after)).toEqual([
    `${head}SELECT 1;\nCOMMIT;\n${set} lock_timeout = '5s';\nALTER TABLE post ADD z int;\n`
  ])
})
