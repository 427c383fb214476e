/** What people, pull requests and other runners are given of a plan. */
import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {planMarkdown} from '../../../src/report/plan/plan-markdown.js'
import {planPretty} from '../../../src/report/plan/plan-pretty.js'
import {planSql} from '../../../src/report/plan/plan-sql.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id bigint PRIMARY KEY, mail text NOT NULL, state text);'
const change = `
  ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
  CREATE INDEX by_state ON account (state) WHERE state <> 'a|b';
  ALTER TABLE account DROP COLUMN mail;`

const sizes = new Map([['account', {rows: 500_000_000, bytes: 120e9}]])

describe('planPretty', () => {
  it('says how many steps there are, who waits, until when, and how it is taken back', async () => {
    const text = planPretty(await planOf(change, {schema, sizes}), {color: false, columns: 100})
    expect(text).toMatch(/^8 steps in 4 phases, 1 of them after a deployment\n/)
    expect(text).toContain('  Wait until no running release reads or writes `account.mail`\n')
    expect(text).toContain('     locks  ACCESS EXCLUSIVE on account, for a moment: blocks reads and writes\n')
    expect(text).toContain('     locks  others read and write meanwhile, but change no schema\n')
    expect(text).toMatch(/ takes {2}About .* for the 120 GB of `account`/)
    expect(text).toContain('     undo   DROP INDEX CONCURRENTLY public.by_state\n')
    expect(text).toContain('     undo   no SQL: the values are gone: restore them from a backup\n')
  })

  it('says of a change on MySQL when the server gives it the table alone', async () => {
    const schema =
      'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(20), state int); CREATE TABLE old (id int);'
    const plan = await planOf(
      `ALTER TABLE account ADD COLUMN note text, ADD INDEX (mail); ALTER TABLE account MODIFY state bigint;
      RENAME TABLE old TO new_one;`,
      {schema, dialect: 'mysql'}
    )
    const text = planPretty(plan, {color: false, columns: 200})
    const alone = 'EXCLUSIVE on account, for a moment: blocks reads and writes'
    const build =
      'others read and write meanwhile, but for a moment at its beginning and its end (EXCLUSIVE on account)'
    const nothing = 'others read and write meanwhile'
    const locks = [...text.matchAll(/^ {5}locks {2}(.*)$/gm)].map(([, words]) => words)
    const other = expect.stringMatching(/^EXCLUSIVE on \w+, \w+, for a moment/) as string
    // The column, the index, and the shadow table: made, captured, copied, built, compared, swapped, dropped; a view, and
    // the table in its place.
    const copied = [nothing, alone, nothing, nothing, nothing, alone, nothing]
    expect(locks).toEqual([alone, build, ...copied, nothing, other, nothing])
    const [instant, index] = planMarkdown(plan)
      .split('\n')
      .filter((line) => /^\| \d/.test(line))
    expect(instant).toContain(`| ${alone} | a moment |`)
    expect(index).toContain(`| ${build} |  |`)
  })

  it('puts what is not safe before everything else', async () => {
    const text = planPretty(await planOf('UPDATE account SET state = state || $$x$$;', {schema}), {
      color: false,
      columns: 90
    })
    expect(text.split('\n').slice(0, 3)).toEqual([
      '1 step in 1 phase; 1 thing is not safe',
      '',
      expect.stringMatching(/^ {2}NOT SAFE 1\.sql:1 The `UPDATE` of `account` cannot be done in batches/)
    ])
  })
})

describe('planMarkdown', () => {
  it('folds SQL, keeps tables whole, and escapes what a migration says', async () => {
    const plan = await planOf(change.replaceAll('by_state', '"<img>|x"'), {schema})
    const text = planMarkdown(plan)
    expect(text).toMatch(/^### Plan: 8 steps in 4 phases/)
    expect(text).toContain('> **Wait** until no running release reads or writes <code>account.mail</code>.')
    expect(text).not.toContain('<img>`')
    const rows = text.split('\n').filter((line) => /^\| \d/.test(line))
    expect(rows).toHaveLength(8)
    for (const row of rows) expect(row.match(/\|/g)).toHaveLength(5)
    expect(text.match(/<details><summary>SQL<\/summary>\n\n```sql\n/g)).toHaveLength(4)
    expect(text.match(/<details><summary>Undo<\/summary>/g)).toHaveLength(4)
  })
})

describe('planSql', () => {
  it('lets commit together what belongs together, and nothing else', async () => {
    const text = planSql(await planOf(change, {schema}), {retryBlock: false})
    expect(text).toMatch(
      /\nBEGIN;\nSELECT set_config\('lock_timeout', '2s', true\);\nALTER TABLE account ADD COLUMN token uuid;\n/
    )
    expect(text).toMatch(/\n-- Step \d, expand: Build by_state while others read and write\nCREATE INDEX CONCURRENTLY /)
    expect(text.match(/^BEGIN;$/gm)).toHaveLength(6)
    expect(text.match(/^COMMIT;$/gm)).toHaveLength(6)
  })

  it('puts short steps into loops that try again, and the long ones not', async () => {
    const text = planSql(await planOf(change, {schema}), {retryBlock: true})
    expect(text.match(/EXCEPTION WHEN lock_not_available THEN/g)).toHaveLength(5)
    expect(text).toMatch(
      /BEGIN;\nSELECT set_config\('lock_timeout', '2s', true\);\nALTER TABLE account VALIDATE CONSTRAINT/
    )
  })
})

describe('sqlsafe plan', () => {
  let cli: BuiltCli
  beforeAll(async () => {
    cli = await buildCli()
  })
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, {recursive: true})
  })
  const project = (files: Record<string, string>): string => {
    const folder = writeProject(files)
    folders.push(folder)
    return folder
  }

  it('writes migrations as goose has them, with its mark where there is no transaction', async () => {
    const folder = project({
      'migrations/00001_account.sql': `-- +goose Up\n${schema}\n\n-- +goose Down\nDROP TABLE account;\n`,
      'migrations/00002_change.sql':
        '-- +goose Up\nCREATE INDEX by_state ON account (state);\nALTER TABLE account ADD CHECK (id > 0);\n'
    })
    const {code, stdout} = await cli.run(
      [
        'plan',
        'migrations/00002_change.sql',
        '--history',
        'migrations',
        '--dialect',
        'postgres',
        '--format',
        'sql',
        '--out-dir',
        'safe'
      ],
      {cwd: folder}
    )
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'safe/00003_build_by_state_while_others_read_and.sql',
        'safe/00004_hold_new_rows_to_account_id_check.sql',
        'safe/00005_prove_it_for_the_rows_that.sql',
        ''
      ]
    ])
    const read = (name: string): string => readFileSync(join(folder, 'safe', name), 'utf8')
    const build = read('00003_build_by_state_while_others_read_and.sql')
    expect(build).toMatch(/^-- \+goose NO TRANSACTION\n-- \+goose Up\n/)
    expect(build).toContain('\nCREATE INDEX CONCURRENTLY by_state ON account (state);\n')
    expect(build).toContain('-- +goose Down\nDROP INDEX CONCURRENTLY public.by_state;\n')
    expect(read('00004_hold_new_rows_to_account_id_check.sql')).not.toContain('NO TRANSACTION')

    const again = await cli.run(
      [
        'plan',
        'migrations/00002_change.sql',
        '--history',
        'migrations',
        '--dialect',
        'postgres',
        '--format',
        'sql',
        '--out-dir',
        'safe'
      ],
      {cwd: folder}
    )
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining('expected a folder without files of that name')
    ])
  })

  it('takes options of SQL with SQL only', async () => {
    const folder = project({'1.sql': 'SELECT 1;'})
    const {code, stderr} = await cli.run(['plan', '1.sql', '--dialect', 'postgres', '--retry-block'], {cwd: folder})
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected `--format sql`')])
  })
})
