import {execFileSync, spawn} from 'node:child_process'
import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {checkFormats} from '../../../src/report/check-formats.generated.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

interface CheckReport {
  version: number
  files: Array<{
    path: string
    messages: Array<{ruleId: string; severity: string; place: {start: {line: number; column: number; offset: number}}}>
  }>
  summary: Record<string, number>
}

interface ExplainReport {
  version: number
  statements: Array<{
    file: string
    sql: string
    range: {start: {line: number; column: number; offset: number}; end: {offset: number}}
    effects: Array<Record<string, unknown>>
    error: {message: string} | null
  }>
}

const index = 'CREATE INDEX account_email ON account (email);'
let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
  folder = writeProject({
    'm/1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n',
    'm/2_index.sql': `-- größer\n${index}\n`,
    'm/10_broken.sql': 'SELECT 1;\nALTER TABLE account ADDD x int;\nSELECT 2;\n',
    'schema.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);\n'
  })
})

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

async function check(...args: string[]): Promise<{code: number | null; report: CheckReport; stderr: string}> {
  const {code, stderr, stdout} = await cli.run(['check', '--format', 'json', ...args], {cwd: folder})
  return {code, report: JSON.parse(stdout) as CheckReport, stderr}
}

async function explain(...args: string[]): Promise<ExplainReport> {
  const {stdout} = await cli.run(['explain', '--format', 'json', '--dialect', 'postgres', ...args], {cwd: folder})
  return JSON.parse(stdout) as ExplainReport
}

function rulesOf({files}: CheckReport): string[][] {
  return files.map(({messages, path}) => [path, ...messages.map(({ruleId}) => ruleId)])
}

test('check --format json keeps its contract', async () => {
  const {code, report, stderr} = await check('m', '--dialect', 'postgres', '--rule', 'require-lock-timeout=off')
  expect(code).toBe(1)
  expect(stderr).toBe('')
  expect(report.version).toBe(1)
  expect(rulesOf(report)).toEqual([
    ['m/1_account.sql'],
    ['m/2_index.sql', 'no-blocking-index'],
    ['m/10_broken.sql', 'syntax-error']
  ])
  expect(report.summary).toEqual({files: 3, statements: 5, unparsed: 1, errors: 2, warnings: 0, infos: 0})
  const [message] = report.files[1]?.messages ?? []
  expect(Object.keys(message ?? {})).toEqual([
    'ruleId',
    'severity',
    'reason',
    'place',
    'url',
    'recipe',
    'effects',
    'fix'
  ])
  // In characters, not in bytes.
  expect(message?.place.start).toEqual({line: 2, column: 1, offset: 10})
})

test('several reports at once: into files, and the one without to standard output', async () => {
  const args = ['check', 'm/2_index.sql', '--dialect', 'postgres']
  const {code, stdout} = await cli.run([...args, '-o', 'json=out/a.json', '-o', 'markdown=out/a.md', '--color'], {
    cwd: folder
  })
  const read = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8')
  expect(code).toBe(1)
  expect(stdout).toContain('Not safe to deploy')
  expect((JSON.parse(read('a.json')) as CheckReport).summary['errors']).toBe(1)
  expect(read('a.md')).toMatch(/^### ❌ Not safe to deploy/)

  const alone = await cli.run([...args, '-f', 'pretty', '-o', 'out/a.txt', '--color'], {cwd: folder})
  expect(alone.stdout).toBe('')
  expect(read('a.txt')).toMatch(/^Not safe to deploy/)

  const both = await cli.run([...args, '-f', 'json', '-f', 'markdown', '-o', 'markdown=out/b.md'], {cwd: folder})
  expect(JSON.parse(both.stdout)).toEqual(JSON.parse(read('a.json')))
  expect(read('b.md')).toBe(read('a.md'))
})

test('the report for people says what would tell more of a table, where only the worst case is known', async () => {
  const hinted = async (sql: string, schema = ''): Promise<boolean> => {
    const place = writeProject({'1.sql': sql, 'schema.sql': schema})
    const {stdout} = await cli.run(['check', '--dialect', 'mysql', '--schema', 'schema.sql', '1.sql'], {cwd: place})
    rmSync(place, {recursive: true})
    return stdout.includes('means the worst case: --schema or --database-url tells what the table is')
  }
  const change = 'ALTER TABLE account MODIFY email varchar(40);'
  expect(await hinted(change)).toBe(true)
  expect(await hinted(change, 'CREATE TABLE account (id int PRIMARY KEY, email varchar(90));')).toBe(false)
  expect(await hinted('ALTER TABLE account ADD note text, ALGORITHM=INSTANT;')).toBe(false)
})

test('the report for people ends with what to type next, where there is a plan', async () => {
  const hintOf = async (...args: string[]): Promise<string | undefined> => {
    const {stdout} = await cli.run(['check', '--dialect', 'postgres', ...args], {cwd: folder})
    return stdout.split('\n').find((line) => line.includes('sqlsafe plan'))
  }
  const hint = await hintOf('m/2_index.sql', '--history', 'm')
  expect(hint).toBe('The same without an outage: sqlsafe plan m/2_index.sql, with the same options')
  const [, command = ''] = /(plan \S+\.sql)/.exec(hint ?? '') ?? []
  const planned = await cli.run([...command.split(' '), '--history', 'm', '--dialect', 'postgres'], {cwd: folder})
  expect(planned).toMatchObject({code: 0, stderr: ''})
  expect(planned.stdout).toContain('CREATE INDEX CONCURRENTLY')

  // Advice, which no plan is made of; a text without a file; nobody to read it.
  expect(await hintOf('m/1_account.sql', '--preset', 'all')).toBeUndefined()
  const piped = await cli.run(['check', '-', '--dialect', 'postgres'], {stdin: index})
  expect(piped.stdout).toContain('no-blocking-index')
  expect(piped.stdout).not.toContain('sqlsafe plan')
  expect(await hintOf('m/2_index.sql', '--quiet')).toBeUndefined()
})

test('every format can be written by the program, and knows its own version', async () => {
  const formats = Object.keys(checkFormats)
  const outputs = formats.flatMap((format) => ['-o', `${format}=all/${format}`])
  const {code, stderr, stdout} = await cli.run(['check', 'm', '--dialect', 'postgres', ...outputs], {cwd: folder})
  expect({code, stderr, stdout}).toEqual({code: 1, stderr: '', stdout: ''})
  for (const format of formats) {
    expect(readFileSync(join(folder, 'all', format), 'utf8'), format).toContain('no-blocking-index')
  }
  const {version} = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
    version: string
  }
  expect(readFileSync(join(folder, 'all/html'), 'utf8')).toContain(`sqlsafe ${version}`)
  expect(readFileSync(join(folder, 'all/sarif'), 'utf8')).toContain(`"semanticVersion": "${version}"`)
})

test('what is fixed in standard input is what the page shows', async () => {
  const args = ['check', '-', '--dialect', 'postgres', '--fix', '-o', 'html=fixed.html']
  const {stdout} = await cli.run(args, {
    cwd: folder,
    stdin: "ALTER TABLE a ADD CONSTRAINT e CHECK (b > '');\nDROP TABLE a;"
  })
  expect(stdout).toMatch(/^SET lock_timeout/)
  const page = readFileSync(join(folder, 'fixed.html'), 'utf8')
  expect(page).toContain('<code>SET lock_timeout')
  expect(page).toContain('<mark class="warning">DROP TABLE a</mark>')
})

test('a guessed dialect is said on standard error', async () => {
  const {stderr} = await check('m/2_index.sql')
  expect(stderr).toMatch(/^sqlsafe: --dialect postgres, guessed from .+\n$/)
})

test.each([
  ['error', 1],
  ['warning', 1],
  ['info', 1],
  ['never', 0]
])('--fail-on %s ends with %i where there is an error', async (failOn, expected) => {
  expect((await check('m/2_index.sql', '--fail-on', failOn)).code).toBe(expected)
})

test('--fail-on error passes a warning, and warning does not', async () => {
  const only = ['m/2_index.sql', '--rule', 'no-blocking-index=warning', '--rule', 'require-lock-timeout=off']
  expect((await check(...only)).code).toBe(0)
  expect((await check(...only, '--fail-on', 'warning')).code).toBe(1)
})

test('--after makes history of what stands before', async () => {
  const {report} = await check('m', '--after', '1_account')
  expect(report.files.map(({path}) => path)).toEqual(['m/2_index.sql', 'm/10_broken.sql'])
})

test('--history puts before a file what its folder has before it, and no more', async () => {
  const {statements} = await explain('m/2_index.sql', '--history', 'm')
  expect(statements.map(({sql}) => sql)).toEqual([index.slice(0, -1)])
})

test('--since checks what a branch changed, with what is not committed', async () => {
  const project = writeProject({'db/1.sql': 'CREATE TABLE a (id int);\n', 'db/2.sql': 'CREATE TABLE b (id int);\n'})
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {cwd: project, stdio: 'ignore'})
  }
  try {
    git('init', '--initial-branch', 'main')
    git('add', '.')
    git('commit', '-m', 'first')
    git('checkout', '-b', 'topic')
    execFileSync('sh', ['-c', 'echo "CREATE TABLE c (id int);" > db/3.sql'], {cwd: project})
    git('add', '.')
    git('commit', '-m', 'second')
    execFileSync('sh', ['-c', 'echo "CREATE TABLE d (id int);" > db/4.sql; git mv db/2.sql db/5.sql'], {cwd: project})
    const run = (since: string): ReturnType<BuiltCli['run']> =>
      cli.run(['check', 'db', '--since', since, '--format', 'json', '--quiet'], {cwd: project})

    const report = JSON.parse((await run('main')).stdout) as CheckReport
    expect(report.files.map(({path}) => path)).toEqual(['db/3.sql', 'db/4.sql', 'db/5.sql'])

    const unknown = await run('nope')
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('expected a git revision instead of `nope`')
  } finally {
    rmSync(project, {recursive: true, force: true})
  }
})

test('standard input is read', async () => {
  const {code, stdout} = await cli.run(['check', '-', '--dialect', 'postgres', '--color'], {stdin: index})
  expect(code).toBe(1)
  expect(stdout).toContain('<stdin>')
  expect(stdout).toContain('\u001B[')
})

test('explain --format json keeps its contract', async () => {
  const {statements, version} = await explain('m/2_index.sql', '--schema', 'schema.sql', '--server-version', '16')
  expect(version).toBe(1)
  expect(statements).toHaveLength(1)
  const [statement] = statements
  expect(statement).toMatchObject({
    file: 'm/2_index.sql',
    sql: index.slice(0, -1),
    range: {start: {line: 2, column: 1, offset: 10}, end: {offset: 10 + index.length - 1}},
    error: null
  })
  expect(statement?.effects).toEqual([
    {
      relation: 'account',
      lock: 'SHARE',
      rewrites: false,
      scans: true,
      scan: 'table',
      rebuildsIndexes: [],
      algorithm: null,
      confidence: expect.stringMatching(/^(observed|documented)$/) as unknown,
      source: expect.stringMatching(/^https:/) as unknown
    }
  ])
})

test('explain names what cannot be read, and goes on', async () => {
  const {statements} = await explain('m/10_broken.sql')
  expect(statements.map(({error}) => error === null)).toEqual([true, false, true])
})

test('the report for people begins with the verdict and shows the place', async () => {
  const {stdout} = await cli.run(['check', 'm/2_index.sql', '--rule', 'require-lock-timeout=off'], {cwd: folder})
  const lines = stdout.split('\n')
  expect(lines[0]).toBe('Not safe to deploy: 1 error in 1 of 1 file')
  const place = lines.findIndex((line) => line.includes(`│ ${index}`))
  expect(lines[place + 1]).toContain('^'.repeat(index.length - 1))
  expect(stdout).toMatch(/Why .+/)
  expect(stdout).toMatch(/Instead .+/)
  expect(stdout).toContain('docs/rules/no-blocking-index.md')
  expect(stdout).toContain('PostgreSQL 18 (assumed; `--server-version` says otherwise)')
  expect(stdout).not.toContain('\u001B[')
})

test('nothing found is said in one line, and not at all with --quiet', async () => {
  const {code, stdout} = await cli.run(['check', 'm/1_account.sql'], {cwd: folder})
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Safe to deploy: nothing found in 1 file\n/)
  const quiet = await cli.run(['check', 'm/1_account.sql', '--quiet'], {cwd: folder})
  expect(quiet).toEqual({code: 0, stdout: '', stderr: ''})
})

test('files stand in the order in which they run, each with all of its findings', async () => {
  const files = ['m/10_broken.sql', 'm/2_index.sql', 'm/9_dynamic.sql'].map((path) => join(folder, path))
  const dynamic = `DO $$ BEGIN EXECUTE 'DROP ' || a; END $$;\n`
  writeFileSync(join(folder, 'm/9_dynamic.sql'), dynamic.repeat(2))
  const {stdout} = await cli.run(['check', ...files, '--dialect', 'postgres'], {cwd: folder})
  rmSync(join(folder, 'm/9_dynamic.sql'))
  expect(stdout.match(/^m\/.*|^\d+:\d+-.*? (?:error|warning|info)/gm)).toEqual([
    'm/2_index.sql',
    '2:1-2:46 error',
    '2:1-2:46 warning',
    'm/9_dynamic.sql',
    '1:21-1:33 info',
    '2:21-2:33 info',
    'm/10_broken.sql',
    '2:21-2:25 error'
  ])
  expect(stdout.match(/messages/g)).toHaveLength(1)
})

test('of no statement it is not said that it is safe', async () => {
  const {code, stdout} = await cli.run(['check', '-', '--dialect', 'postgres'], {cwd: folder, stdin: ''})
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Nothing to check: no statement in 1 file\n/)
})

test('explain prints a table', async () => {
  const {stdout} = await cli.run(['explain', 'm/2_index.sql', '--schema', 'schema.sql'], {cwd: folder})
  expect(stdout).toMatch(/^m\/2_index\.sql\nLine +Statement +Relation +Lock +Blocks +Work +How sure\n/)
  expect(stdout).toMatch(/account +SHARE +writes +scan/)
})

test('rules are listed, and one is explained', async () => {
  const list = await cli.run(['rules'])
  expect(list.stdout).toContain('no-blocking-index')
  const page = await cli.run(['rules', 'no-blocking-index'])
  expect(page.stdout).toMatch(/^no-blocking-index \(recommended; error; /)
  expect(page.stdout).toContain('Instead')
})

test('a reader that goes away is no fault', async () => {
  const many = writeProject({'many.sql': `${index}\n`.repeat(3000)})
  const stderr = await new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [cli.path, 'check', join(many, 'many.sql'), '--format', 'json'])
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.stdout.once('data', () => child.stdout.destroy())
    child.on('close', () => {
      resolve(text)
    })
  })
  rmSync(many, {recursive: true, force: true})
  expect(stderr).not.toMatch(/EPIPE|Error/)
})
