import {rmSync} from 'node:fs'
import {afterEach, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {validateConfiguration} from '../../../src/core/configuration/validate-configuration.js'
import {configurationFile, planInit} from '../../../src/init/init.js'
import {writeProject} from '../../helpers/cli.js'

let folder = ''
afterEach(() => {
  if (folder !== '') rmSync(folder, {recursive: true, force: true})
  folder = ''
})

/** The configuration that a switch makes, and what is said about it. */
async function switchFrom(
  from: string,
  files: Record<string, string>
): Promise<{configuration: Configuration; notes: string}> {
  folder = writeProject({'migrations/1_a.sql': 'CREATE TABLE a (id bigserial);', ...files})
  const {files: written, notes} = await planInit(folder, {from})
  const text = written.find(({path}) => path === configurationFile)?.text ?? ''
  return {configuration: validateConfiguration(parse(text), configurationFile), notes: notes.join('\n')}
}

describe('squawk', () => {
  it('is taken over', async () => {
    const {configuration, notes} = await switchFrom('squawk', {
      '.squawk.toml': [
        'pg_version = "15.0"',
        'excluded_rules = ["ban-drop-column", "adding-foreign-key-constraint", "prefer-robust-stmts", "identifier-too-long"]',
        'included_rules = ["require-table-schema"]',
        'assume_in_transaction = true',
        'excluded_paths = ["005_user_ids.sql", "*user_ids.sql", "old/*.sql", "migrations/00*.sql"]',
        '[upload_to_github]',
        'fail_on_violations = true'
      ].join('\n')
    })
    expect(configuration).toEqual({
      dialect: 'postgres',
      migrations: 'migrations',
      serverVersion: '15.0',
      history: [
        '**/005_user_ids.sql',
        '**/*user_ids.sql',
        'old/**/*.sql',
        'migrations/00*.sql',
        'migrations/00*/**/*.sql'
      ],
      runner: {transaction: 'query'},
      rules: {'no-column-drop': 'off', 'require-schema': expect.stringMatching(/^(?:error|warning|info)$/) as unknown},
      compat: {suppressions: true}
    })
    // What covers more than is switched off stays on.
    expect(notes).toContain(
      '`no-blocking-foreign-key` stays on, it covers `constraint-missing-not-valid` too; `rules: {no-blocking-foreign-key: off}` does without.'
    )
    expect(notes).toContain('`identifier-too-long`: no rule of sqlsafe covers it.')
    // Its version is known now.
    expect(notes).not.toContain('Nothing says which version')
  })

  it('says which server it is, where nothing else does', async () => {
    const {configuration} = await switchFrom('squawk', {
      '.squawk.toml': '',
      'migrations/1_a.sql': 'CREATE TABLE a (id int);'
    })
    expect(configuration.dialect).toBe('postgres')
  })

  it('says of a server that is not known what is known, and configures none', async () => {
    const {configuration, notes} = await switchFrom('squawk', {'.squawk.toml': 'pg_version = "11.0"'})
    expect(configuration).not.toHaveProperty('serverVersion')
    expect(notes).toContain('Version 11.0 of the server: sqlsafe knows PostgreSQL 14 to 18.')
  })

  it('switches off what stands for several', async () => {
    const {configuration} = await switchFrom('squawk', {
      '.squawk.toml': 'excluded_rules = ["require-timeout-settings"]'
    })
    expect(configuration.rules).toEqual({'require-lock-timeout': 'off'})
  })

  it('says what is wrong with its file', async () => {
    await expect(switchFrom('squawk', {})).rejects.toThrow(
      'Unexpected `--from squawk` in a folder without its configuration, expected `.squawk.toml`'
    )
    await expect(switchFrom('squawk', {'.squawk.toml': 'a = '})).rejects.toThrow(
      /^Unexpected content of `\.squawk\.toml`, expected TOML: /
    )
    await expect(switchFrom('squawk', {'.squawk.toml': 'excluded_rules = 1'})).rejects.toThrow(
      'Unexpected 1 for `excluded_rules` in `.squawk.toml`, expected a list of texts'
    )
  })
})

describe('pgfence', () => {
  it('is taken over', async () => {
    const {configuration, notes} = await switchFrom('pgfence', {
      '.pgfence.toml':
        'min-pg-version = 16\nmax-risk = "medium"\nrequire-lock-timeout = false\ndisable-rules = ["drop-column"]\ndb-url = "postgres://a:b@c/d"\n'
    })
    expect(configuration).toMatchObject({
      serverVersion: '16',
      failOn: 'warning',
      rules: {'no-column-drop': 'off'},
      compat: {suppressions: true}
    })
    expect(JSON.stringify(configuration)).not.toContain('a:b')
    expect(notes).toContain('`db-url`: name the database by `databaseUrl: env:NAME`')
  })

  it('with a list of what is on switches all else off that it covers', async () => {
    const {configuration} = await switchFrom('pgfence', {'.pgfence.json': '{"enable-rules": ["drop-table"]}'})
    expect(configuration.rules).toMatchObject({'no-column-drop': 'off', 'no-blocking-index': 'off'})
    expect(configuration.rules).not.toHaveProperty('no-table-drop')
    expect(configuration.rules).not.toHaveProperty('syntax-error')
  })
})

describe('MigrationPilot', () => {
  it('is taken over', async () => {
    const {configuration, notes} = await switchFrom('migrationpilot', {
      '.migrationpilotrc.yml':
        'extends: migrationpilot:strict\npgVersion: 17\nfailOn: never\nmigrationPath: migrations/*.sql\nignore: [old/**]\nrules:\n  MP017: false\n  MP098: {severity: critical}\n  MP061: true\nplugins: [./mine.js]\n'
    })
    expect(configuration).toMatchObject({
      preset: 'strict',
      serverVersion: '17',
      failOn: 'never',
      migrations: 'migrations/*.sql',
      history: ['old/**'],
      rules: {'no-column-drop': 'off'}
    })
    expect(notes).toContain('`plugins`: write those rules as custom rules.')
    expect(notes).toContain('`MP061`: no rule of sqlsafe covers it.')
  })

  it('may be configured in package.json', async () => {
    const {configuration} = await switchFrom('migrationpilot', {
      'package.json': '{"migrationpilot": {"rules": {"MP017": {"enabled": false}}}}'
    })
    expect(configuration.rules).toEqual({'no-column-drop': 'off'})
  })
})

describe('strong_migrations', () => {
  it('is taken over as far as it is written plainly', async () => {
    const {configuration, notes} = await switchFrom('strong_migrations', {
      'config/initializers/strong_migrations.rb':
        'StrongMigrations.start_after = 2025_01_01_000000\nStrongMigrations.lock_timeout = 10.seconds\nStrongMigrations.statement_timeout = 1.hour # at most\n# StrongMigrations.disable_check(:rename_table)\nStrongMigrations.target_version = 16\nStrongMigrations.disable_check(:remove_column)\nStrongMigrations.enable_check :remove_index\n'
    })
    expect(configuration).toMatchObject({
      serverVersion: '16',
      runner: {lockTimeout: '10s', statementTimeout: '3600s'},
      rules: {'no-column-drop': 'off'}
    })
    expect(configuration.rules).not.toHaveProperty('no-table-rename')
    expect(notes).toContain('--after 20250101000000')
  })
})

describe('diesel-guard', () => {
  it('is taken over', async () => {
    const {configuration, notes} = await switchFrom('diesel-guard', {
      'diesel-guard.toml':
        'framework = "diesel"\npostgres_version = 16\nstart_after = "2024_01_01_000000"\ncheck_down = true\ndisable_checks = ["DropColumnCheck", "UnnamedConstraintCheck"]\nwarn_checks = ["TruncateTableCheck"]\ncustom_checks_dir = "checks"\n'
    })
    expect(configuration).toMatchObject({
      serverVersion: '16',
      compat: {suppressions: true},
      rules: {'no-column-drop': 'off'}
    })
    expect(notes).toContain('`UnnamedConstraintCheck`: no rule of sqlsafe covers it.')
    expect(notes).toContain('--after 20240101000000')
    expect(notes).toContain('`check_down`')
    expect(notes).toContain('`checks`')
  })

  it('may run some checks only', async () => {
    const {configuration} = await switchFrom('diesel-guard', {
      'diesel-guard.toml': 'enable_checks = ["AddIndexCheck"]\n'
    })
    expect(configuration.rules).toMatchObject({'no-column-drop': 'off'})
    expect(configuration.rules).not.toHaveProperty('no-blocking-index')
  })
})

describe('eugene', () => {
  it('has no file', async () => {
    const {configuration, notes} = await switchFrom('eugene', {})
    expect(configuration.compat).toEqual({suppressions: true})
    expect(configuration.rules).toBeUndefined()
    expect(notes).toContain('eugene has no configuration file')
  })
})
