/** The hook as pre-commit installs and runs it: https://pre-commit.com */
import {execFile} from 'node:child_process'
import {copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {root} from '../../../scripts/build/options.js'
import {planInit} from '../../../src/init/init.js'
import {preCommitFile} from '../../../src/init/pre-commit.js'
import {builtPackage} from '../../helpers/built-once.js'
import {writeProject} from '../../helpers/cli.js'
import {commitAll, git} from '../../helpers/git.js'

const run = promisify(execFile)
const dropping = 'ALTER TABLE account DROP COLUMN email;\n'
const safe = 'CREATE TABLE other (id bigint PRIMARY KEY);\n'

/** Its path; `undefined`: it cannot be had here. */
async function findPreCommit(): Promise<string | undefined> {
  const script = fileURLToPath(new URL('../../servers/pre-commit.sh', import.meta.url))
  const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')
  try {
    const {stdout} = await run(script, {env: {...process.env, SQLSAFE_SERVERS_DIR: home}})
    return stdout.trim()
  } catch (error) {
    if (process.env['CI']) throw new Error('Cannot install pre-commit', {cause: error})
    console.warn(`Skipping the tests of pre-commit: it cannot be installed here.\n${String(error)}`)
    return undefined
  }
}

const program = await findPreCommit()

describe.skipIf(program === undefined)('the hook', () => {
  /** What pre-commit and sqlsafe keep between runs. */
  const home = writeProject({})
  let hooks: string
  let revision: string
  let folder: string

  /** As it is at a release, but for the packages that only commands with a database load. */
  beforeAll(async () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
    const {bin, files, license, name, type, version} = manifest
    hooks = writeProject({'package.json': JSON.stringify({name, version, license, type, bin, files})})
    copyFileSync(join(root, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'))
    cpSync(await builtPackage(), join(hooks, 'dist'), {recursive: true})
    revision = commitAll(hooks)
  })
  afterAll(() => {
    for (const each of [home, hooks]) rmSync(each, {recursive: true, force: true})
  })

  beforeEach(async () => {
    folder = writeProject({
      '.pre-commit-config.yaml': `repos: [{repo: '${hooks}', rev: ${revision}, hooks: [{id: sqlsafe}]}]\n`,
      'sqlsafe.config.yaml': 'dialect: postgres\nmigrations: db\nrunner: {lockTimeout: 2s}\nfailOn: warning\n',
      'db/1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n',
      'db/2_more.sql': safe
    })
    commitAll(folder)
    await preCommit('install')
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  async function preCommit(...args: string[]): Promise<string> {
    const {stdout} = await run(program ?? '', args, {cwd: folder, env: environment()})
    return stdout
  }

  function environment(): Record<string, string | undefined> {
    const {PATH, npm_config_registry: registry} = process.env
    return {PATH, HOME: home, PRE_COMMIT_HOME: join(home, 'pre-commit'), npm_config_registry: registry}
  }

  /** Commit by git, which runs the hook; returns whether it was committed, and what was said. */
  async function commit(...args: string[]): Promise<{committed: boolean; said: string}> {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
    try {
      const {stderr} = await run('git', [...who, 'commit', '-m', 'a', ...args], {cwd: folder, env: environment()})
      return {committed: true, said: stderr}
    } catch (error) {
      if (!(error instanceof Error) || !('stderr' in error)) throw error
      return {committed: false, said: String(error.stderr)}
    }
  }

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

  test('stops a commit by what is staged in it', async () => {
    write('db/3 drop.sql', dropping)
    git(folder, 'add', '.')
    const {committed, said} = await commit()
    expect({committed, said}).toMatchObject({
      committed: false,
      said: expect.stringContaining('db/3 drop.sql') as string
    })
    expect(said).toContain('no-column-drop')
    expect(said).not.toContain('db/1_account.sql')

    // Mended in the work tree only.
    write('db/3 drop.sql', safe)
    expect((await commit()).said).toContain('no-column-drop')
    git(folder, 'add', '.')
    // And broken again, after it was staged.
    write('db/3 drop.sql', dropping)
    expect(await commit()).toMatchObject({committed: true, said: expect.stringContaining('Passed') as string})
    expect(readFileSync(join(folder, 'db/3 drop.sql'), 'utf8')).toBe(dropping)
    expect(git(folder, 'show', 'HEAD:db/3 drop.sql')).toBe(safe)
  })

  test('looks at renamed migrations, and not for removed ones', async () => {
    write('db/3_drop.sql', dropping)
    commitAll(folder, '--no-verify')
    git(folder, 'mv', 'db/3_drop.sql', 'db/4_drop.sql')
    expect((await commit()).said).toContain('db/4_drop.sql')
    git(folder, 'reset', '--quiet', '--hard')
    git(folder, 'rm', '--quiet', 'db/3_drop.sql')
    expect(await commit()).toMatchObject({committed: true, said: expect.stringContaining('Skipped') as string})
  })

  test('has nothing to do with other files', async () => {
    write('db/3_drop.sql', dropping)
    write('README.md', 'a\n')
    git(folder, 'add', 'README.md')
    expect(await commit()).toMatchObject({committed: true, said: expect.stringContaining('Skipped') as string})
    expect(existsSync(join(folder, 'db/3_drop.sql'))).toBe(true)
  })

  test('looks at commits that are there already, where it is asked about those', async () => {
    write('db/3_drop.sql', dropping)
    commitAll(folder, '--no-verify')
    const range = ['run', '--from-ref', 'HEAD~1', '--to-ref', 'HEAD']
    await expect(preCommit(...range)).rejects.toMatchObject({
      stdout: expect.stringContaining('db/3_drop.sql') as string
    })
    write('README.md', 'a\n')
    commitAll(folder, '--no-verify')
    expect(await preCommit(...range)).toContain('Skipped')
  })

  test('is written by `sqlsafe init --pre-commit`', async () => {
    rmSync(join(folder, preCommitFile))
    mkdirSync(join(home, 'packed'), {recursive: true})
    const {stdout} = await run('npm', ['pack', '--silent', '--pack-destination', join(home, 'packed')], {cwd: hooks})
    const {files} = await planInit(folder, {dialect: 'postgres', preCommit: true})
    const written = files.find(({path}) => path === preCommitFile)?.text ?? ''
    const packed = join(home, 'packed', stdout.trim())
    expect(written).toMatch(/sqlsafe@[\d.]+/)
    // It is to come from the registry.
    write(preCommitFile, written.replace(/sqlsafe@[\d.]+/, packed))
    write('db/3_drop.sql', dropping)
    git(folder, 'add', '.')
    expect((await commit()).said).toContain('no-column-drop')
  })
})
