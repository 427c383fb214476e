import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {commitAll, git} from '../../helpers/git.js'

const dropping = 'ALTER TABLE account DROP COLUMN email;\n'
let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(() => {
  folder = writeProject({
    'app/sqlsafe.config.yaml': 'dialect: postgres\nmigrations: db\nrunner: {lockTimeout: 2s}\nfailOn: warning\n',
    'app/db/1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n',
    'app/db/2_more.sql': 'SELECT 1;\n'
  })
  commitAll(folder)
  writeHook(folder)
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** As husky runs it: in the folder of the repository, with what git says in the environment. */
function writeHook(repository: string): void {
  const hook = `#!/bin/sh\ncd app && '${process.execPath}' '${cli.path}' check --staged --format compact\n`
  writeFileSync(join(repository, '.git/hooks/pre-commit'), hook, {mode: 0o755})
}

/** What the hook says where it refuses; `undefined`: it is committed. */
function commit(...args: string[]): string | undefined {
  try {
    git(folder, 'commit', '--quiet', '--message', 'a', ...args)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || !('stderr' in error)) throw error
    return String(error.stderr)
  }
}

test('a hook refuses what is staged, and nothing else', () => {
  writeFileSync(join(folder, 'app/db/3_drop.sql'), dropping)
  writeFileSync(join(folder, 'app/README.md'), '')
  git(folder, 'add', 'app/README.md')
  expect(commit()).toBeUndefined()
  git(folder, 'add', '.')
  expect(commit()).toContain('db/3_drop.sql:1:21')
  git(folder, 'mv', 'app/db/3_drop.sql', 'app/db/3 drop it.sql')
  expect(commit()).toContain('db/3 drop it.sql:1:21')
})

test('a hook sees the index that git makes for some files, or for all', () => {
  writeFileSync(join(folder, 'app/db/2_more.sql'), dropping)
  mkdirSync(join(folder, 'docs'))
  writeFileSync(join(folder, 'docs/a.md'), '')
  git(folder, 'add', 'docs')
  // Git commits these files alone, from an index of its own.
  expect(commit('--', 'app/db/2_more.sql')).toContain('db/2_more.sql:1:21')
  git(folder, 'add', 'app')
  expect(commit('--', 'docs/a.md')).toBeUndefined()
  git(folder, 'reset', '--quiet')
  expect(commit('--all')).toContain('db/2_more.sql:1:21')
})

test('a hook works in another work tree', () => {
  const other = join(folder, 'other')
  git(folder, 'worktree', 'add', '--quiet', '-b', 'other', other)
  writeFileSync(join(other, 'app/db/3_drop.sql'), dropping)
  git(other, 'add', '.')
  expect(() => git(other, 'commit', '--quiet', '--message', 'a')).toThrow('db/3_drop.sql:1:21')
  writeFileSync(join(other, 'app/db/3_drop.sql'), 'SELECT 1;\n')
  git(other, 'add', '.')
  git(other, 'commit', '--quiet', '--message', 'a')
})

test.each(['--since=HEAD', '--after=1_account', '--fix', '-'])('%s beside it is refused', async (other) => {
  const {code, stderr} = await cli.run(['check', '--staged', other], {cwd: join(folder, 'app')})
  const expected = `Unexpected \`${other.replace(/=.*/, '')}\` beside \`--staged\`, expected one of them`
  expect({code, stderr}).toEqual({code: 2, stderr: `sqlsafe: ${expected}\n`})
})
