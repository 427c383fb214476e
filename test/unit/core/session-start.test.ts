import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, it} from 'vitest'
import {explainProject} from '../../../src/core/explain.js'
import {openProject} from '../../../src/core/project.js'
import type {ProjectOptions} from '../../../src/core/project.js'
import {validateConfiguration} from '../../../src/core/configuration/validate-configuration.js'

const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-start-'))

afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

async function explain(files: Record<string, string>, options: ProjectOptions) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return explainProject(await openProject({cwd: folder, dialect: 'mysql', ...options}))
}

it('starts the connection with settings of the configuration', async () => {
  const files = {
    'schema.sql': 'CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY, a INT, KEY (a));',
    '1.sql': 'ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a (id);'
  }
  const options = {paths: ['1.sql'], schema: ['schema.sql']}
  const algorithms = async (settings: Record<string, string>) => {
    const [statement] = await explain(files, {...options, configuration: {runner: {settings}}})
    return statement?.effects.find(({relation}) => relation === 'b')?.algorithm
  }
  expect(await algorithms({})).toBe('COPY')
  expect(await algorithms({FOREIGN_KEY_CHECKS: '0'})).toBe('INPLACE')
})

it('takes settings as texts', () => {
  const file = 'sqlsafe.config.json'
  const right = {runner: {settings: {foreign_key_checks: '0'}}}
  expect(validateConfiguration(right, file)).toEqual(right)
  expect(() => validateConfiguration({runner: {settings: {foreign_key_checks: 0}}}, file)).toThrow(
    'Unexpected `0` for `runner.settings.foreign_key_checks`, expected a value of type string'
  )
})

it.each<[string, string, Omit<ProjectOptions, 'paths'>]>([
  ['a schema script', "SET sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES';", {}],
  ['the configuration', '', {configuration: {runner: {settings: {sql_mode: 'ANSI_QUOTES'}}}}]
])('reads migrations in the sql_mode of %s', async (_, script, options) => {
  const files = {
    'setup.sql': `${script}\nCREATE TABLE account (id INT PRIMARY KEY);`,
    '2.sql': 'ALTER TABLE "account" ADD COLUMN "name" INT;'
  }
  const [statement] = await explain(files, {...options, paths: ['2.sql'], schema: ['setup.sql']})
  expect(statement?.error).toBeNull()
  expect(statement?.effects).toMatchObject([{relation: 'account', algorithm: 'INSTANT'}])
})
