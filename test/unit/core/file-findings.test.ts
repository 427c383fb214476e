import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {createFileFindings} from '../../../src/core/open-file/file-findings.js'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sqlsafe-findings-'))
  mkdirSync(join(cwd, 'migrations'))
  writeFileSync(join(cwd, 'sqlsafe.config.json'), '{"dialect": "postgres"}')
})

afterEach(() => {
  rmSync(cwd, {recursive: true})
})

/** The rules that report in the second migration, before and after the first one has become another. */
async function beforeAndAfter(trustMs: number | undefined): Promise<string[][]> {
  const findings = createFileFindings(trustMs)
  const text = "SET lock_timeout = '1s';\nALTER TABLE account ALTER COLUMN name SET NOT NULL;\n"
  const file = {absolutePath: join(cwd, 'migrations', '0002_name.sql'), text, cwd, only: true}
  writeFileSync(file.absolutePath, text)
  writeFileSync(
    join(cwd, 'migrations', '0001_account.sql'),
    'CREATE TABLE account (id bigint PRIMARY KEY, name text);\n'
  )
  const ids = async (): Promise<string[]> => (await findings.check(file)).messages.map(({ruleId}) => ruleId)
  const before = await ids()
  writeFileSync(
    join(cwd, 'migrations', '0001_account.sql'),
    'CREATE TABLE account (id bigint PRIMARY KEY, name text NOT NULL);\n'
  )
  return [before, await ids()]
}

test('files of a project are looked at again for each question', async () => {
  expect(await beforeAndAfter(undefined)).toEqual([['no-scanning-set-not-null'], []])
})

test('what comes beside a project changes nothing in it', async () => {
  const findings = createFileFindings(3_600_000)
  const project = async (): Promise<unknown> =>
    findings.project({absolutePath: join(cwd, 'migrations', '0001_account.sql'), text: 'SELECT 1;', cwd})
  const before = await project()
  const beside = mkdtempSync(join(tmpdir(), 'sqlsafe-beside-'))
  rmSync(beside, {recursive: true})
  expect(await project()).toBe(before)
})

test('files of a project are taken for unchanged for as long as is said', async () => {
  expect(await beforeAndAfter(3_600_000)).toEqual([['no-scanning-set-not-null'], ['no-scanning-set-not-null']])
})
