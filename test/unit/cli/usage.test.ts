import {rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
  folder = writeProject({
    'a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);\n',
    'down/1_x.down.sql': 'DROP TABLE a;\n',
    'both/mysql/1.sql': 'SELECT 1;\n',
    'both/postgres/1.sql': 'SELECT 1;\n',
    'empty/readme.txt': 'nothing here\n',
    'broken.json': '{"rules": ',
    'key.json': '{"rulse": {}}',
    'rule.json': '{"rules": {"no-scaning-check": "off"}}',
    'level.json': '{"rules": {"no-scanning-check": "of"}}',
    'option.yaml': 'rules:\n  no-scanning-check: [error, {nope: 1}]\n',
    'nested.json': '{"runner": {"lockTimout": "5s"}}',
    'type.json': '{"failOn": "fatal"}',
    'throws.mjs': 'throw new Error("no luck")',
    'broken.sql': 'CREATE TABL a (id bigint);\nnonsense;\n'
  })
})

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

test.each<[string[], string]>([
  [[], 'Unexpected end of the command line, expected a command'],
  [['chek'], 'Unexpected command `chek`, expected `check`'],
  [['check'], 'Unexpected end of the command line, expected files'],
  [['check', 'a.sql', '--write-baseline', 'mine.json'], 'expected `--baseline mine.json` beside it'],
  [['check', 'nope.sql'], 'Unexpected path `nope.sql`, expected a file'],
  [['explain', '--operation', 'set-not-null'], 'Unexpected operation `set-not-null`, expected `column.set-not-null`'],
  [['explain', '--operation', 'column.ad'], 'Unexpected operation `column.ad`, expected `column.add`'],
  [['explain', '--operation', 'column.add', 'a.sql'], 'Unexpected `a.sql` beside `--operation`'],
  [
    ['explain', '--operation', 'column.add', '--server-version', '16'],
    'Unexpected `--server-version` with `--operation`'
  ],
  [['check', '*.nope'], 'Unexpected path `*.nope`, expected a file'],
  [['check', 'empty'], 'Unexpected folder `empty` without migrations, expected `.sql` files'],
  [['check', 'down'], 'Unexpected `down/1_x.down.sql`, expected at least one migration that goes up'],
  [
    ['check', 'both'],
    'Unexpected migrations for several engines (`both/mysql/1.sql`, `both/postgres/1.sql`), expected'
  ],
  [['check', 'a.sql', '--formt', 'json'], 'Unexpected option `--formt`, expected `--format`'],
  [['check', 'a.sql', '--format', 'sarf'], 'Unexpected `--format sarf`, expected one of '],
  [['check', 'a.sql', '-o', 'markdwn=a.md'], 'Unexpected format `markdwn`, expected `markdown`'],
  [['check', 'a.sql', '-f', 'json', '-f', 'markdown'], 'Unexpected second report for standard output, expected `-o m'],
  [['check', 'a.sql', '-o', 'a.md', '-o', 'b.md'], 'Unexpected `-o b.md`, expected `-o FORMAT=FILE`'],
  [['check', 'a.sql', '-f', 'json', '-o', 'json=a', '-o', 'b'], 'Unexpected `-o b`, expected `-o FORMAT=FILE`'],
  [['check', 'a.sql', '--format'], 'Unexpected end of `--format`, expected a value'],
  [['check', 'a.sql', '--fail-on', 'all'], 'Unexpected `--fail-on all`, expected one of error, warning, info, never'],
  [
    ['check', 'a.sql', '--dialect', 'oracle'],
    'Unexpected `--dialect oracle`, expected one of postgres, mysql, mariadb'
  ],
  [['check', 'a.sql', '--server-version', '13'], 'Unexpected server version `13`, expected PostgreSQL 14 to 18'],
  [['check', 'a.sql', '--server-version', 'new'], 'Unexpected server version `new`, expected PostgreSQL 14 to 18'],
  [
    ['check', 'a.sql', '--dialect', 'mysql', '--server-version', '5.7'],
    'Unexpected server version `5.7`, expected MySQL 8.0.12 to 9.x'
  ],
  [
    ['check', 'a.sql', '--dialect', 'mariadb', '--server-version', '10.5'],
    'Unexpected server version `10.5`, expected MariaDB 10.6 to 11.x'
  ],
  [['check', 'a.sql', '--after', '0007'], 'Unexpected `--after 0007`, expected the name of one of 1 migrations'],
  [['check', 'a.sql', '--since', 'main'], 'expected a git work tree'],
  [['check', 'a.sql', '--schema', 'nope.sql'], 'Unexpected path `nope.sql`, expected a file'],
  [
    ['check', 'a.sql', '--schema', 'broken.sql'],
    'Unexpected schema `broken.sql`, expected SQL of PostgreSQL 18: nothing in it can be read (1:8 Unexpected `TABL`)'
  ],
  [['check', ''], 'Unexpected empty path, expected a file'],
  [['check', '/dev/zero'], 'Unexpected device `/dev/zero`, expected a file (`-` reads standard input)'],
  [['check', 'a.sql', '--schema', '/dev/zero'], 'Unexpected device `/dev/zero`, expected a file'],
  [['check', 'a.sql', '--config', '/dev/zero'], 'Unexpected device `/dev/zero`, expected a file'],
  [['check', 'a.sql', '--stats', '/dev/zero'], 'Unexpected device `/dev/zero`, expected a file'],
  [['check', 'a.sql', '--baseline', '/dev/zero'], 'Unexpected device `/dev/zero`, expected a file'],
  [['check', 'a.sql', '--history', 'nope'], 'Unexpected path `nope`, expected a file'],
  [
    ['check', 'a.sql', '--rule', 'no-scaning-check=off'],
    'Unexpected rule `no-scaning-check`, expected `no-scanning-check`'
  ],
  [
    ['check', 'a.sql', '--rule', 'no-scanning-check=of'],
    'Unexpected `"of"` for `rules.no-scanning-check`, expected one of'
  ],
  [['check', 'a.sql', '--config', 'nope.json'], 'Unexpected configuration `nope.json`, expected a file that exists'],
  [['check', 'a.sql', '--config', 'broken.json'], 'Unexpected content of `broken.json`, expected a configuration'],
  [['check', 'a.sql', '--config', 'throws.mjs'], 'Unexpected content of `throws.mjs`, expected a configuration'],
  [['check', 'a.sql', '--config', 'key.json'], 'Unexpected `rulse`, expected `rules` in `key.json`'],
  [['check', 'a.sql', '--config', 'rule.json'], 'Unexpected rule `no-scaning-check`, expected `no-scanning-check`'],
  [['check', 'a.sql', '--config', 'level.json'], 'expected one of `error`, `warning`, `info`, `off` in `level.json`'],
  [
    ['check', 'a.sql', '--config', 'option.yaml'],
    'Unexpected `nope` in `rules.no-scanning-check[1]`, expected no options'
  ],
  [['check', 'a.sql', '--config', 'nested.json'], 'Unexpected `lockTimout` in `runner`, expected `lockTimeout`'],
  [['check', 'a.sql', '--config', 'type.json'], 'Unexpected `"fatal"` for `failOn`, expected one of `error`'],
  [
    ['check', 'a.sql', '--database-url', 'postgres://u:secret@127.0.0.1:1/d'],
    'Unexpected database, expected one that can be read: Cannot connect to postgres://u@127.0.0.1:1/d'
  ],
  [['check', 'a.sql', '--database-url', 'env:SQLSAFE_NOT_SET'], 'expected the variable `SQLSAFE_NOT_SET` to be set'],
  [['explain', 'nope.sql'], 'Unexpected path `nope.sql`, expected a file'],
  [['rules', 'no-scaning-check'], 'Unexpected rule `no-scaning-check`, expected `no-scanning-check`'],
  [['rules', 'xyz'], 'Unexpected rule `xyz`, expected one that `sqlsafe rules` lists']
])('%j is one clear line and exit code 2', async (args, expected) => {
  const {code, stderr, stdout} = await cli.run(args, {cwd: folder})
  expect({code, stdout}).toEqual({code: 2, stdout: ''})
  expect(stderr).toContain(expected)
  expect(stderr).toMatch(/^sqlsafe: Unexpected [^\n]+, expected [^\n]+\n$/)
  expect(stderr).not.toContain('secret')
})

test.each([
  [['--help'], 'sqlsafe check migrations/'],
  [['check', '--help'], 'Examples:'],
  [['explain', '--help'], 'Examples:'],
  [['rules', '--help'], 'Examples:']
])('%j shows examples', async (args, expected) => {
  const {code, stderr, stdout} = await cli.run(args)
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  expect(stdout).toContain(expected)
})

test('a report that cannot be written is one clear line', async () => {
  const {code, stderr} = await cli.run(['check', 'a.sql', '--dialect', 'postgres', '-o', 'markdown=empty'], {
    cwd: folder
  })
  expect({code, stderr}).toEqual({
    code: 2,
    stderr:
      'sqlsafe: Unexpected output `empty`, expected a file that can be written: illegal operation on a directory\n'
  })
})

test('the version is that of the package', async () => {
  const {stdout} = await cli.run(['--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a configuration is found in a folder above, and the command line goes over it', async () => {
  const project = writeProject({
    'sqlsafe.config.yaml': 'migrations: db\ndialect: postgres\nserverVersion: "14"\nfailOn: never\n',
    'db/1.sql': 'CREATE INDEX i ON account (email);\n',
    'src/x.txt': ''
  })
  try {
    const configured = await cli.run(['check'], {cwd: join(project, 'src')})
    expect(configured.stdout).toContain('PostgreSQL 14.')
    expect(configured.stdout).toContain('no-blocking-index')
    expect(configured.code).toBe(0)

    const overridden = await cli.run(['check', '--fail-on', 'error', '--server-version', '16'], {cwd: project})
    expect(overridden.stdout).toContain('PostgreSQL 16.')
    expect(overridden.code).toBe(1)
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test('a folder that the configuration does not name has a history and a server of its own', async () => {
  const project = writeProject({
    'sqlsafe.config.yaml': 'migrations: db\ndialect: postgres\nserverVersion: "16"\nplatform: rds-postgres\n',
    'db/1.sql': 'CREATE TABLE account (id bigint PRIMARY KEY);\n',
    'other/1.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));\n',
    'other/2.sql': 'CREATE INDEX i ON account (email);\n'
  })
  try {
    const beside = await cli.run(['check', 'other'], {cwd: project})
    expect(beside.stdout).toContain('no-blocking-index')
    expect(beside.stdout).toContain('2 files, 2 statements. PostgreSQL 16.')
    const newer = await cli.run(['check', 'other/2.sql'], {cwd: project})
    expect(newer.stdout).toContain('1 file of history')

    const elsewhere = await cli.run(['check', 'other', '--dialect', 'mysql'], {cwd: project})
    expect(elsewhere.stdout).toContain('2 files, 2 statements. MySQL 9.')
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test.each([
  ['sqlsafe.config.json', '{"rules": {"no-blocking-index": "off", "require-lock-timeout": "off"}}'],
  ['sqlsafe.config.yml', 'rules: {no-blocking-index: "off", require-lock-timeout: "off"}'],
  ['sqlsafe.config.mjs', 'export default {rules: {"no-blocking-index": "off", "require-lock-timeout": "off"}}'],
  ['sqlsafe.config.cjs', 'module.exports = {rules: {"no-blocking-index": "off", "require-lock-timeout": "off"}}'],
  ['package.json', '{"sqlsafe": {"rules": {"no-blocking-index": "off", "require-lock-timeout": "off"}}}']
])('%s switches rules off', async (name, text) => {
  const project = writeProject({'1.sql': 'CREATE INDEX i ON account (email);\n'})
  try {
    expect((await cli.run(['check', '1.sql'], {cwd: project})).code).toBe(1)
    writeFileSync(join(project, name), text)
    expect(await cli.run(['check', '1.sql', '--quiet'], {cwd: project})).toEqual({code: 0, stdout: '', stderr: ''})
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test.each([
  ['sqlsafe.yml', 'rules: {}', 'sqlsafe.config.yml'],
  ['sqlsafe.yaml', 'platform: rds-mysql', 'sqlsafe.config.yaml'],
  ['.sqlsaferc', 'rules: {}', 'sqlsafe.config.yaml'],
  ['.sqlsaferc.json', '{}', 'sqlsafe.config.json'],
  ['sqlsafe.json', '{"failOn": "never"}', 'sqlsafe.config.json'],
  ['sqlsafe.json', '{\n  "failOn": "never"\n}', 'sqlsafe.config.json'],
  ['sqlsafe.config.cts', 'export default {}', 'sqlsafe.config.ts'],
  ['sqlsafe.config.toml', 'dialect = "mysql"', 'sqlsafe.config.yaml']
])('the configuration `%s` is not passed over', async (name, text, expected) => {
  const project = writeProject({'1.sql': 'SELECT 1;\n', [name]: text})
  try {
    expect(await cli.run(['check', '1.sql'], {cwd: project})).toEqual({
      code: 2,
      stdout: '',
      stderr: `sqlsafe: Unexpected name of the configuration \`${name}\`, expected \`${expected}\`\n`
    })
    writeFileSync(join(project, 'sqlsafe.config.json'), '{}')
    expect((await cli.run(['check', '1.sql'], {cwd: project})).code).toBe(0)
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test.each([
  ['sqlsafe.json', '{"version": 1, "files": [], "rules": {}}'],
  ['sqlsafe.js', "import {check} from 'sqlsafe'\nconst rules = {}\n"],
  ['sqlsafe.json', '{\n  "version": "2.1.0",\n  "rules": []\n}'],
  ['sqlsafe.json', '{\n  "runs": [{\n    "dialect": "postgres"\n  }]\n}'],
  ['sqlsafe.yml', 'jobs:\n  check:\n    with:\n      schema: db/schema.sql\n'],
  ['sqlsafe.stats.json', '{}']
])('`%s` may be anything else', async (name, text) => {
  const project = writeProject({'1.sql': 'SELECT 1;\n', [name]: text})
  try {
    expect((await cli.run(['check', '1.sql'], {cwd: project})).code).toBe(0)
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test('what stands above a repository is no configuration of it', async () => {
  const folder = writeProject({'sqlsafe.yml': 'rules: {}', 'project/.git/HEAD': '', 'project/1.sql': 'SELECT 1;\n'})
  try {
    expect((await cli.run(['check', '1.sql'], {cwd: join(folder, 'project')})).code).toBe(0)
    symlinkSync('.sqlsaferc', join(folder, 'project/.sqlsaferc'))
    expect((await cli.run(['check', '1.sql'], {cwd: join(folder, 'project')})).code).toBe(0)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
})

test('what cannot be read of the schema is said, however often it is asked', async () => {
  const project = writeProject({
    'schema.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABL b (id bigint);\n',
    '1.sql': "SET lock_timeout = '1s';\nALTER TABLE a ADD COLUMN note text;\n"
  })
  const unread = '1 of 2 statements of the schema in `schema.sql` (2:8 Unexpected `TABL`)'
  const args = ['1.sql', '--dialect', 'postgres', '--schema', 'schema.sql']
  try {
    for (const run of ['first', 'second']) {
      const {code, stdout} = await cli.run(['check', ...args], {cwd: project})
      expect({run, code, said: stdout.includes(`Not checked: ${unread}.`)}).toEqual({run, code: 0, said: true})
      expect(stdout).toContain('Nothing found, but not all was read')
    }
    const {stderr, stdout} = await cli.run(['check', ...args, '--format', 'json'], {cwd: project})
    expect(JSON.parse(stdout)).toMatchObject({summary: {unread: [unread]}})
    expect(stderr).toBe(`sqlsafe: not checked: ${unread}\n`)
    for (const command of ['explain', 'plan']) {
      expect((await cli.run([command, ...args], {cwd: project})).stderr).toContain(unread)
    }
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})
