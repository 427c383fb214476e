import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, expect, test} from 'vitest'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'

const drop = 'ALTER TABLE account DROP COLUMN email;'
let cli: BuiltCli
let folder: string

beforeAll(async () => {
  cli = await buildCli()
})
beforeEach(() => {
  folder = writeProject({
    'm/1_account.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text, kind int);\n',
    'm/2_drop.sql': `${drop}\n`
  })
  return () => rmSync(folder, {recursive: true, force: true})
})

async function check(
  ...args: string[]
): Promise<{code: number | null; rules: string[]; summary: Record<string, number>}> {
  const {code, stderr, stdout} = await cli.run(
    ['check', 'm', '--dialect', 'postgres', '--format', 'json', '--rule', 'require-lock-timeout=off', ...args],
    {cwd: folder}
  )
  if (code === 2) throw new Error(stderr)
  const {files, summary} = JSON.parse(stdout) as {
    files: Array<{messages: Array<{ruleId: string}>}>
    summary: Record<string, number>
  }
  return {code, rules: files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)), summary}
}

test('what is in the baseline is not reported, wherever its line moves', async () => {
  expect((await check()).rules).toEqual(['no-column-drop'])
  expect(await check('--write-baseline')).toMatchObject({code: 0, rules: [], summary: {known: 1, gone: 0}})
  writeFileSync(join(folder, 'm/2_drop.sql'), `-- moved\n\nALTER  TABLE account\n  DROP COLUMN email;\n`)
  expect(await check('--baseline', 'sqlsafe.baseline.json')).toMatchObject({code: 0, rules: [], summary: {known: 1}})
})

test('the same in another migration, and once more in the same, is new', async () => {
  await check('--write-baseline', '--baseline', 'known.json')
  writeFileSync(join(folder, 'm/3_drop.sql'), `ALTER TABLE account ADD COLUMN email text;\n`)
  writeFileSync(join(folder, 'm/4_drop.sql'), drop)
  expect((await check('--baseline', 'known.json')).rules).toEqual(['no-column-drop'])
})

test('a migration with another name is the same, a copy beside it and one with another text are new', async () => {
  await check('--write-baseline')
  renameSync(join(folder, 'm/2_drop.sql'), join(folder, 'm/3_drop.sql'))
  const known = ['--baseline', 'sqlsafe.baseline.json']
  expect(await check(...known)).toMatchObject({rules: [], summary: {known: 1}})
  writeFileSync(join(folder, 'm/4_drop.sql'), `${drop}\n`)
  expect(await check(...known)).toMatchObject({rules: ['no-column-drop'], summary: {known: 1}})
  rmSync(join(folder, 'm/4_drop.sql'))
  writeFileSync(join(folder, 'm/3_drop.sql'), `SELECT 1; ${drop}\n`)
  expect((await check(...known)).rules).toEqual(['no-column-drop'])
})

test('one that was copied before its name went is known once', async () => {
  await check('--write-baseline')
  renameSync(join(folder, 'm/2_drop.sql'), join(folder, 'm/3_drop.sql'))
  writeFileSync(join(folder, 'm/4_drop.sql'), `${drop}\r\n`)
  expect((await check('--baseline', 'sqlsafe.baseline.json')).rules).toEqual(['no-column-drop'])
})

test('two of one text that both have another name are both known', async () => {
  writeFileSync(join(folder, 'm/3_index.sql'), 'CREATE INDEX ON account (kind);\n')
  writeFileSync(join(folder, 'm/4_index.sql'), 'CREATE INDEX ON account (kind);\n')
  const {summary} = await check('--write-baseline')
  renameSync(join(folder, 'm/3_index.sql'), join(folder, 'm/5_index.sql'))
  renameSync(join(folder, 'm/4_index.sql'), join(folder, 'm/6_index.sql'))
  expect((await check('--baseline', 'sqlsafe.baseline.json')).summary).toMatchObject({known: summary['known'], gone: 0})
  expect(summary['known']).toBeGreaterThan(2)
})

test.each(['{"version": 1, "files": {}, "texts": null}', '{"version": 1, "files": null}'])(
  '%s is no baseline',
  async (text) => {
    writeFileSync(join(folder, 'known.json'), text)
    await expect(check('--baseline', 'known.json')).rejects.toThrow('Unexpected content of `known.json`')
  }
)

test('what is gone is said, and forgotten when the baseline is written again', async () => {
  await check('--write-baseline')
  writeFileSync(join(folder, 'm/2_drop.sql'), 'SELECT 1;\n')
  expect((await check('--baseline', 'sqlsafe.baseline.json')).summary).toMatchObject({known: 0, gone: 1})
  await check('--write-baseline')
  expect(JSON.parse(readFileSync(join(folder, 'sqlsafe.baseline.json'), 'utf8'))).toEqual({version: 1, files: {}})
})

test('the configuration names it', async () => {
  await check('--write-baseline')
  writeFileSync(join(folder, 'sqlsafe.config.json'), '{"baseline": "sqlsafe.baseline.json"}')
  expect((await check()).rules).toEqual([])
})

test('the report for people says how many are known', async () => {
  await check('--write-baseline')
  const {stdout} = await cli.run(['check', 'm', '--dialect', 'postgres', '--baseline', 'sqlsafe.baseline.json'], {
    cwd: folder
  })
  expect(stdout).toContain('The baseline knows 1 finding more.')
})

test.each([
  ['missing.json', undefined, 'Unexpected baseline `missing.json`, expected a file that exists'],
  ['broken.json', '{', 'Unexpected content of `broken.json`, expected JSON: '],
  ['other.json', '[]', 'Unexpected content of `other.json`, expected `{"version": 1, "files": …}`']
])('%s is refused', async (name, text, message) => {
  if (text !== undefined) writeFileSync(join(folder, name), text)
  await expect(check('--baseline', name)).rejects.toThrow(`sqlsafe: ${message}`)
})

test('what joins known findings of one cause is new, and told without those', async () => {
  const write = (...names: string[]): void => {
    writeFileSync(join(folder, 'm/2_drop.sql'), names.map((name) => `DROP TABLE ${name};\n`).join(''))
  }
  write('a')
  expect(await check('--write-baseline')).toMatchObject({rules: [], summary: {known: 1}})
  write('a', 'b', 'c')
  const baseline = ['--baseline', 'sqlsafe.baseline.json']
  expect(await check(...baseline)).toMatchObject({rules: ['no-table-drop'], summary: {known: 1}})
  const {stdout} = await cli.run(['check', 'm', '--dialect', 'postgres', '--format', 'compact', ...baseline], {
    cwd: folder
  })
  expect(stdout).toMatch(/2_drop\.sql:2:.*`b`.*\(and 1 more in this migration\)/)

  expect(await check('--write-baseline')).toMatchObject({code: 0, rules: [], summary: {known: 3, gone: 0}})
  write('c', 'b')
  expect(await check(...baseline)).toMatchObject({code: 0, rules: [], summary: {known: 2, gone: 1}})
  write('c', 'd', 'b')
  expect(await check(...baseline)).toMatchObject({rules: ['no-table-drop'], summary: {known: 2}})
})
