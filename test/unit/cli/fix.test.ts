import {execFileSync} from 'node:child_process'
import {chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli, Run} from '../../helpers/cli.js'

const before = '\uFEFF-- who\r\nCREATE INDEX post_author ON post (author);\r\n'
const after = '\uFEFF-- who\r\nCREATE INDEX CONCURRENTLY post_author ON post (author);\r\n'
const table = 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);\n'

let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(() => {
  folder = writeProject({'m/1_table.sql': table, 'm/2_index.sql': before})
  return () => rmSync(folder, {recursive: true, force: true})
})

function check(args: readonly string[], stdin?: string): Promise<Run> {
  const always = ['--dialect', 'postgres', '--rule', 'require-lock-timeout=off', '--no-color']
  return cli.run(['check', ...always, ...args], {cwd: folder, ...(stdin !== undefined && {stdin})})
}

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

test('--fix changes the file and nothing else of it, and reports what is left', async () => {
  chmodSync(join(folder, 'm/2_index.sql'), 0o640)
  const {code, stdout} = await check(['m', '--fix'])
  expect(read('m/2_index.sql')).toBe(after)
  expect(statSync(join(folder, 'm/2_index.sql')).mode & 0o777).toBe(0o640)
  expect(readdirSync(join(folder, 'm'))).toEqual(['1_table.sql', '2_index.sql'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/Safe to deploy[^]* 1 finding is fixed\./)

  const again = await check(['m', '--fix', '--format', 'json'])
  expect(JSON.parse(again.stdout)).toMatchObject({summary: {fixed: 0, errors: 0}})
  expect(read('m/2_index.sql')).toBe(after)
})

test('--dry-run prints a diff that git applies, and exits as check does', async () => {
  writeFileSync(join(folder, 'm/3_key.sql'), '-- migrate:up\nALTER TABLE post ADD k int;\nREINDEX TABLE post;')
  const plain = await check(['m'])
  const {code, stderr, stdout} = await check(['m', '--fix', '--dry-run'])
  expect(code).toBe(plain.code)
  expect(stderr).toBe(plain.stdout)
  expect(read('m/2_index.sql')).toBe(before)
  expect(existsSync(join(folder, 'm/4_reindex_post.sql'))).toBe(false)

  execFileSync('git', ['init', '--quiet'], {cwd: folder})
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {cwd: folder, input: stdout})
  const applied = readdirSync(join(folder, 'm')).map((name) => [name, read(`m/${name}`)])
  execFileSync('git', ['apply', '--whitespace=nowarn', '--reverse', '-'], {cwd: folder, input: stdout})
  await check(['m', '--fix'])
  expect(readdirSync(join(folder, 'm')).map((name) => [name, read(`m/${name}`)])).toEqual(applied)
  expect(applied.map(([name]) => name)).toEqual(['1_table.sql', '2_index.sql', '3_key.sql', '4_reindex_post.sql'])
})

test('standard input is printed as it is fixed, the report goes to standard error', async () => {
  const {code, stderr, stdout} = await check(['-', '--fix'], before)
  expect({code, stdout}).toEqual({code: 0, stdout: after})
  expect(stderr).toContain('1 finding is fixed')
  expect((await check(['-', '--fix'], table)).stdout).toBe(table)
})

test('history, suppressed and known findings, and files with syntax errors stay as they are', async () => {
  await check(['m/1_table.sql', '--fix'])
  expect(read('m/2_index.sql')).toBe(before)

  const suppressed = `-- sqlsafe-disable-next-line no-blocking-index: it is small\n${before.slice(1)}`
  writeFileSync(join(folder, 'm/2_index.sql'), suppressed)
  await check(['m', '--fix'])
  expect(read('m/2_index.sql')).toBe(suppressed)

  const broken = `${before}SELEC 1;\n`
  writeFileSync(join(folder, 'm/2_index.sql'), broken)
  expect((await check(['m', '--fix'])).code).toBe(1)
  expect(read('m/2_index.sql')).toBe(broken)

  writeFileSync(join(folder, 'm/2_index.sql'), before)
  await check(['m', '--write-baseline'])
  await check(['m', '--fix', '--baseline', 'sqlsafe.baseline.json'])
  expect(read('m/2_index.sql')).toBe(before)
})

test('what joins known findings of one cause is fixed, and those stay as they are', async () => {
  const indexes = ['a', 'b', 'c'].map((name) => `CREATE INDEX ${name} ON post (author);\n`).join('')
  const drops = ['a', 'b', 'c'].map((name) => `DROP INDEX ${name};\n`)
  writeFileSync(join(folder, 'm/1_table.sql'), table + indexes)
  writeFileSync(join(folder, 'm/2_index.sql'), drops.slice(0, 2).join(''))
  await check(['m', '--write-baseline'])
  writeFileSync(join(folder, 'm/2_index.sql'), drops.join(''))
  await check(['m', '--fix', '--baseline', 'sqlsafe.baseline.json'])
  expect(read('m/2_index.sql')).toBe(`${drops[0] ?? ''}${drops[1] ?? ''}DROP INDEX CONCURRENTLY c;\n`)
})

test('bytes that are no UTF-8 are not lost', async () => {
  const bytes = Buffer.concat([Buffer.from('-- '), Buffer.from([0xe9]), Buffer.from(`\n${before.slice(1)}`)])
  writeFileSync(join(folder, 'm/2_index.sql'), bytes)
  await check(['m', '--fix'])
  expect(readFileSync(join(folder, 'm/2_index.sql')).equals(bytes)).toBe(true)
})

test.each([[[]], [['--fix', '--dry-run']]])('the JSON report has the fix of each finding: %j', async (options) => {
  const {stdout} = await check(['m', ...options, '--format', 'json'])
  const offset = before.indexOf('INDEX') + 'INDEX'.length
  expect(JSON.parse(stdout)).toMatchObject({
    files: [{}, {messages: [{fix: {edits: [{start: offset, end: offset, text: ' CONCURRENTLY'}], files: []}}]}]
  })
})

test('--dry-run without --fix is a mistake', async () => {
  const {code, stderr} = await check(['m', '--dry-run'])
  expect({code, stderr}).toEqual({code: 2, stderr: 'sqlsafe: Unexpected `--dry-run`, expected `--fix` beside it\n'})
})
