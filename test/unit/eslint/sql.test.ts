import {basename} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {check} from '../../../src/index.js'
import {buildPlugin} from '../../helpers/eslint.js'
import type {BuiltPlugin, EslintFile, EslintRun} from '../../helpers/eslint.js'

let plugin: BuiltPlugin

beforeAll(async () => {
  plugin = await buildPlugin()
})
afterAll(() => {
  plugin.remove()
})

const briefly = ({files}: EslintRun): string[] =>
  files.flatMap(({filePath, messages}) =>
    messages.map(({column, line, ruleId, severity}) => {
      return `${basename(filePath)} ${String(line)}:${String(column)} ${String(severity)} ${String(ruleId)}`
    })
  )

const expected = [
  '0002_email.sql 2:21 2 sqlsafe/no-scanning-set-not-null',
  '0002_email.sql 3:1 2 sqlsafe/no-blocking-index',
  '0003_quiet.sql 5:1 2 null'
]

describe('the language', () => {
  it.each([9, 10] as const)('reports what stands in migrations, with ESLint %i', async (version) => {
    const run = await plugin.project('sql').run(['.'], {version})
    expect(run.stderr).toBe('')
    expect(briefly(run)).toEqual(expected)
    expect(run.code).toBe(1)
    // Comments of ESLint keep back what they name, those of sqlsafe what they name.
    expect(run.files.flatMap(({suppressedMessages}) => suppressedMessages.map(({ruleId}) => ruleId))).toEqual([
      'sqlsafe/no-scanning-set-not-null'
    ])
  })

  it('says the same as the library, in the same places', async () => {
    const project = plugin.project('sql')
    project.write('migrations/0003_quiet.sql', '')
    const run = await project.run(['.'])
    const {files} = await check({
      paths: ['migrations'],
      cwd: project.folder,
      dialect: 'postgres',
      serverVersion: '16',
      configuration: {runner: {lockTimeout: '2s'}}
    })
    const ours = files.flatMap(({messages}) => messages.map(({reason, ruleId}) => [`sqlsafe/${ruleId}`, reason]))
    expect(ours).toHaveLength(2)
    expect(
      run.files.flatMap((file: EslintFile) => file.messages.map(({message, ruleId}) => [ruleId, message]))
    ).toEqual(ours)
  })

  it('makes the edits of our fixes', async () => {
    const project = plugin.project('sql')
    const run = await project.run(['.', '--fix'])
    expect(run.code).toBe(0)
    expect(project.read('migrations/0002_email.sql')).toBe(
      [
        '-- The history says that the table is there.',
        'ALTER TABLE account ADD CONSTRAINT account_email_is_not_null CHECK (email IS NOT NULL) NOT VALID;',
        'ALTER TABLE account VALIDATE CONSTRAINT account_email_is_not_null;',
        'ALTER TABLE account ALTER COLUMN email SET NOT NULL;',
        'ALTER TABLE account DROP CONSTRAINT account_email_is_not_null;',
        'CREATE INDEX CONCURRENTLY account_email ON account (email);',
        ''
      ].join('\n')
    )
  })

  it('reads a file that is not saved, in the place where it will be', async () => {
    const stdin = 'CREATE INDEX account_names ON account (name, id);\n'
    const args = ['--stdin', '--stdin-filename', 'migrations/0004_name.sql']
    expect(briefly(await plugin.project('sql').run(args, {stdin}))).toEqual([
      '0004_name.sql 1:1 2 sqlsafe/no-blocking-index'
    ])
  })

  it('reports what cannot be read under the name of a rule, and goes on', async () => {
    const project = plugin.project('sql')
    project.write('migrations/0001_account.sql', 'CREATE TABLE account (email text;\nDROP TABLE other;\n')
    const run = await project.run(['migrations/0001_account.sql'])
    expect(briefly(run)).toEqual([
      '0001_account.sql 1:32 2 sqlsafe/syntax-error',
      '0001_account.sql 2:1 1 sqlsafe/no-table-drop'
    ])
  })

  it('says what is wrong with the configuration of sqlsafe', async () => {
    const project = plugin.project('sql')
    project.write('sqlsafe.config.json', '{"dialect": "oracle"}')
    const [file] = (await project.run(['migrations/0001_account.sql'])).files
    expect(file?.messages).toMatchObject([
      {ruleId: null, fatal: true, message: expect.stringContaining('Unexpected `"oracle"` for `dialect`') as string}
    ])
  })

  it('takes options of rules, levels and what goes over the configuration', async () => {
    const project = plugin.project('sql')
    const config = (options: string, rule: string): string => `
      import sqlsafe from 'sqlsafe/eslint'
      export default [{
        files: ['**/*.sql'], plugins: {sqlsafe}, language: 'sqlsafe/sql',
        languageOptions: ${options}, rules: {'sqlsafe/no-many-indexes': ${rule}, 'sqlsafe/no-blocking-index': 'warn'}
      }]`
    project.write(
      'eslint.config.js',
      config("{dialect: 'postgres', fixes: 'suggest'}", "['error', {maximumIndexes: 1}]")
    )
    const run = await project.run(['migrations/0002_email.sql'])
    expect(briefly(run)).toEqual([
      '0002_email.sql 3:1 2 sqlsafe/no-many-indexes',
      '0002_email.sql 3:1 1 sqlsafe/no-blocking-index'
    ])
    const index = run.files[0]?.messages[1]
    expect(index).toMatchObject({suggestions: [{desc: expect.stringContaining('CONCURRENTLY') as string}]})
    expect(index).not.toHaveProperty('fix')

    project.write('eslint.config.js', config('{}', "['error', {maximumIndexes: 'x'}]"))
    expect((await project.run(['.'])).stderr).toContain('sqlsafe/no-many-indexes')
    project.write('eslint.config.js', config("{dialect: 'oracle'}", "'error'"))
    expect((await project.run(['.'])).stderr).toContain('Unexpected "oracle" for `languageOptions.dialect`')
  })
})
