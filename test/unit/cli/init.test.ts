import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

const configuration = 'sqlsafe.config.yaml'
let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(() => {
  folder = writeProject({
    'db/migrations/0001_a.sql': 'CREATE TABLE a (id bigserial PRIMARY KEY, b text);\n',
    'db/migrations/0002_b.sql': '-- squawk-ignore ban-drop-column\nALTER TABLE a DROP COLUMN b;\n',
    'compose.yaml': 'services: {db: {image: "postgres:16"}}\n',
    '.squawk.toml': 'excluded_rules = ["require-lock-timeout"]\n'
  })
  return () => rmSync(folder, {recursive: true, force: true})
})

test('what is written is what check begins with', async () => {
  const {code, stderr, stdout} = await cli.run(['init', '--from', 'squawk', '--pre-commit', '--github'], {cwd: folder})
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  expect(stdout).toContain('db/migrations')
  expect(stdout).toContain('`postgres:16` in `compose.yaml`')
  expect(stdout).toContain('Wrote .github/workflows/sqlsafe.yml')
  expect(existsSync(join(folder, '.pre-commit-config.yaml'))).toBe(true)

  const check = await cli.run(['check', '--format', 'json'], {cwd: folder})
  expect(check).toMatchObject({code: 0, stderr: ''})
  const {files} = JSON.parse(check.stdout) as {files: Array<{path: string; messages: Array<{ruleId: string}>}>}
  expect(files.map(({messages, path}) => [path, messages.map(({ruleId}) => ruleId)])).toEqual([
    ['db/migrations/0001_a.sql', []],
    ['db/migrations/0002_b.sql', []]
  ])
})

test('a dry run writes nothing', async () => {
  const {code, stdout} = await cli.run(['init', '--dry-run'], {cwd: folder})
  expect(code).toBe(0)
  expect(stdout).toContain(`--- ${configuration}\n`)
  expect(stdout).toContain("serverVersion: '16'")
  expect(existsSync(join(folder, configuration))).toBe(false)
})

test('where there are no migrations, `check` is not what comes next', async () => {
  rmSync(join(folder, 'db'), {recursive: true})
  const {code, stdout} = await cli.run(['init'], {cwd: folder})
  expect(code).toBe(0)
  expect(stdout).toContain('There are no migrations that sqlsafe can read')
  expect(stdout).not.toContain('npx sqlsafe check')
})

test('nothing is written over, unless that is asked for', async () => {
  writeFileSync(join(folder, configuration), 'preset: strict\n')
  const refused = await cli.run(['init'], {cwd: folder})
  expect(refused).toMatchObject({
    code: 2,
    stderr: `sqlsafe: Unexpected \`${configuration}\`, which is there already; expected \`--force\` to write over it\n`
  })
  expect(readFileSync(join(folder, configuration), 'utf8')).toBe('preset: strict\n')

  expect(await cli.run(['init', '--github'], {cwd: folder})).toMatchObject({code: 0})
  expect(readFileSync(join(folder, configuration), 'utf8')).toBe('preset: strict\n')
  expect(existsSync(join(folder, '.github'))).toBe(true)

  expect(await cli.run(['init', '--force'], {cwd: folder})).toMatchObject({code: 0})
  expect(readFileSync(join(folder, configuration), 'utf8')).toContain('dialect: postgres')
})

test('wrong usage is told', async () => {
  const {code, stderr} = await cli.run(['init', '--from', 'sqitch'], {cwd: folder})
  expect(code).toBe(2)
  expect(stderr).toContain('Unexpected `--from sqitch`, expected one of')
})
