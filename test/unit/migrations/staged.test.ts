import {execFileSync} from 'node:child_process'
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {openProject} from '../../../src/core/project.js'
import type {ProjectOptions} from '../../../src/core/project.js'
import {readStaged} from '../../../src/migrations/staged.js'
import {writeProject} from '../../helpers/cli.js'

let folder: string

beforeEach(() => {
  folder = writeProject({
    'db/migrations/0001_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int);\n',
    'db/migrations/0002_kind.sql': 'ALTER TABLE account DROP COLUMN kind;\n'
  })
  git('init', '--quiet')
  git('add', '.')
  commit()
  return () => rmSync(folder, {recursive: true, force: true})
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

function git(...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {cwd: folder, encoding: 'utf8'})
}

function commit(): void {
  git('commit', '--quiet', '--allow-empty', '-m', 'a')
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), {recursive: true})
  writeFileSync(join(folder, name), `${text}\n`)
}

const configuration: Configuration = {runner: {lockTimeout: '2s'}}

/** Ids of rules by checked file. */
async function check(options: Partial<ProjectOptions> = {}): Promise<Record<string, string[]>> {
  const change = await readStaged(options.cwd ?? folder)
  const project = await openProject({
    paths: ['db/migrations'],
    cwd: folder,
    dialect: 'postgres',
    change,
    configuration,
    ...options
  })
  const {files} = checkProject(project, configuration)
  return Object.fromEntries(files.map(({messages, path}) => [path, messages.map(({ruleId}) => ruleId)]))
}

const scanning = 'ALTER TABLE account ALTER COLUMN email SET NOT NULL;'

test('only what is staged is checked', async () => {
  write('db/migrations/0003_email.sql', scanning)
  expect(await check()).toEqual({})
  git('add', '.')
  expect(await check()).toEqual({'db/migrations/0003_email.sql': ['no-scanning-set-not-null']})
  commit()
  expect(await check()).toEqual({})
})

test('what is changed afterwards in the work tree does not count', async () => {
  write('db/migrations/0003_email.sql', scanning)
  git('add', '.')
  write('db/migrations/0003_email.sql', 'SELECT 1;')
  expect(await check()).toEqual({'db/migrations/0003_email.sql': ['no-scanning-set-not-null']})
  git('add', '.')
  write('db/migrations/0003_email.sql', scanning)
  expect(await check()).toEqual({'db/migrations/0003_email.sql': []})
})

test('history is what the index has', async () => {
  // Nobody has staged these: they are not in the commit.
  write('db/migrations/0001_account.sql', 'SELECT 1;')
  write('db/migrations/0002_a.sql', 'DROP TABLE account;')
  write('db/migrations/0003_email.sql', scanning)
  git('add', 'db/migrations/0003_email.sql')
  expect(await check()).toEqual({'db/migrations/0003_email.sql': ['no-scanning-set-not-null']})
})

test('a removed file in the work tree is there as long as the index has it', async () => {
  write('db/migrations/0003_email.sql', scanning)
  git('add', '.')
  rmSync(join(folder, 'db/migrations'), {recursive: true})
  expect(await check()).toEqual({'db/migrations/0003_email.sql': ['no-scanning-set-not-null']})
  expect(await check({paths: ['db/migrations/*email.sql']})).toEqual({
    'db/migrations/0003_email.sql': ['no-scanning-set-not-null']
  })
  expect(await check({paths: ['db/migrations/0003_email.sql']})).toEqual({
    'db/migrations/0003_email.sql': ['no-scanning-set-not-null']
  })
})

test('a renamed file is new, a removed one is not there', async () => {
  git('mv', 'db/migrations/0002_kind.sql', 'db/migrations/0003 with space.sql')
  expect(await check()).toEqual({'db/migrations/0003 with space.sql': ['no-column-drop']})
  git('rm', '--quiet', '-f', 'db/migrations/0003 with space.sql')
  write('db/migrations/0004_kind.sql', 'ALTER TABLE account ALTER COLUMN kind SET NOT NULL;')
  git('add', '.')
  expect(await check()).toEqual({'db/migrations/0004_kind.sql': ['no-scanning-set-not-null']})
})

test('the last migration may go', async () => {
  git('rm', '-r', '--quiet', 'db')
  mkdirSync(join(folder, 'db/migrations'), {recursive: true})
  expect(await check()).toEqual({})
  await expect(check({paths: ['db/none']})).rejects.toThrow('Unexpected path `db/none`')
})

test('a file that is only meant to be added is not there yet', async () => {
  write('db/migrations/0003_email.sql', scanning)
  git('add', '--intent-to-add', '.')
  expect(await check()).toEqual({})
})

test('before the first commit everything is new', async () => {
  rmSync(join(folder, '.git'), {recursive: true})
  git('init', '--quiet')
  git('add', 'db/migrations/0002_kind.sql')
  expect(await check()).toEqual({'db/migrations/0002_kind.sql': ['no-column-drop']})
})

test('what a merge brings is not checked again', async () => {
  git('branch', 'other')
  write('db/migrations/0003_ours.sql', 'SELECT 1;')
  git('add', '.')
  commit()
  git('checkout', '--quiet', 'other')
  write('db/migrations/0003_theirs.sql', scanning)
  git('add', '.')
  commit()
  git('merge', '--quiet', '--no-commit', '-')
  expect(await check()).toEqual({})
  write('db/migrations/0004_both.sql', 'DROP TABLE account;')
  git('add', '.')
  expect(await check()).toEqual({'db/migrations/0004_both.sql': ['no-table-drop']})
})

test('files that frameworks keep beside migrations are those of the index, too', async () => {
  write(
    'db/migrations/meta/_journal.json',
    '{"dialect": "postgresql", "entries": [{"tag": "0002_kind"}, {"tag": "0001_account"}]}'
  )
  git('add', '.')
  write('db/migrations/meta/_journal.json', 'broken')
  write('db/migrations/0001_account.sql', '-- again')
  git('add', 'db/migrations/0001_account.sql')
  // Listed last, so that what it makes is not there before.
  const project = await openProject({paths: ['db/migrations'], cwd: folder, change: await readStaged(folder)})
  expect(project.migrations.map(({checked, path}) => [path, checked])).toEqual([
    ['db/migrations/0002_kind.sql', false],
    ['db/migrations/0001_account.sql', true]
  ])
})

test('it is found from below, and asked for where there is no repository', async () => {
  write('db/migrations/0003_email.sql', scanning)
  git('add', '.')
  expect(await check({cwd: join(folder, 'db'), paths: ['migrations']})).toEqual({
    'migrations/0003_email.sql': ['no-scanning-set-not-null']
  })
  const other = join(folder, 'db/migrations')
  renameSync(join(folder, '.git'), join(folder, 'none'))
  await expect(readStaged(other)).rejects.toThrow('for `--staged`, expected a git work tree')
})
