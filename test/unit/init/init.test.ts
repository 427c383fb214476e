import {readFileSync, readdirSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {afterEach, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import type {Configuration} from '../../../src/core/configuration/configuration.js'
import {validateConfiguration} from '../../../src/core/configuration/validate-configuration.js'
import {configurationFile, planInit} from '../../../src/init/init.js'
import type {InitOptions, InitPlan} from '../../../src/init/init.js'
import {layouts} from '../../../src/migrations/layouts.generated.js'
import {findServerVersion} from '../../../src/server/supported.js'
import type {Dialect} from '../../../src/server/server.js'
import {writeProject} from '../../helpers/cli.js'

let folder = ''
afterEach(() => {
  if (folder !== '') rmSync(folder, {recursive: true, force: true})
  folder = ''
})

async function init(files: Record<string, string>, options: InitOptions = {}): Promise<InitPlan> {
  folder = writeProject(files)
  return planInit(folder, options)
}

/** What the written configuration says, checked as `check` does. */
function configurationOf(plan: InitPlan): Configuration {
  const text = plan.files.find(({path}) => path === configurationFile)?.text ?? ''
  return validateConfiguration(parse(text), configurationFile)
}

const postgres = {'db/migrations/0001_a.sql': 'CREATE TABLE a (id bigserial PRIMARY KEY, at timestamptz);'}

describe('projects of all frameworks', () => {
  const root = fileURLToPath(new URL('../../../fixtures/layouts/', import.meta.url))

  it.each(readdirSync(root))('%s is recognised', async (name) => {
    const plan = await planInit(root + name, {})
    const expected = JSON.parse(readFileSync(`${root}${name}/expected.json`, 'utf8')) as {dialect: string}
    const {dialect, migrations} = configurationOf(plan)
    expect(dialect).toBe(expected.dialect)
    expect(migrations).toBeTypeOf('string')
    const [, , because = ''] = plan.found.find(([what]) => what === 'migrations') ?? []
    expect(layouts.map((layout) => layout.name)).toContain(because.split(',')[0])
  })
})

describe('the server', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['an image', {'compose.yaml': 'services:\n  db:\n    image: postgres:16-alpine\n'}, '16'],
    ['an image of a registry', {'docker-compose.yml': 'a: {image: "ghcr.io/org/postgis:15-3.4@sha256:aa"}\n'}, '15'],
    ['an extension', {'compose.yml': 'db:\n  image: timescale/timescaledb:2.17.2-pg17\n'}, '17'],
    ['a default', {'compose.yml': 'db:\n  image: postgres:${PG_VERSION:-14}\n'}, '14'],
    ['no default', {'compose.yml': 'db:\n  image: postgres:${PG_VERSION}\n'}, undefined],
    ['a workflow', {'.github/workflows/ci.yml': 'services:\n  pg:\n    image: postgres:15.4\n'}, '15'],
    ['services of GitLab', {'.gitlab-ci.yml': 'services:\n  - postgres:17\n  - redis:7\n'}, '17'],
    ['asdf', {'.tool-versions': 'nodejs 22.1.0\npostgres 16.3\n'}, '16'],
    ['mise', {'mise.toml': '[tools]\npostgres = "16.3"\n'}, '16'],
    ['Supabase', {'supabase/config.toml': '[db]\nmajor_version = 15\n'}, '15'],
    ['the lowest', {'compose.yml': 'a:\n  image: postgres:17\n', '.tool-versions': 'postgres 15.2'}, '15'],
    ['another engine', {'compose.yml': 'a:\n  image: mysql:8.0.36\n'}, undefined]
  ])('is read from %s', async (_name, files, version) => {
    expect(configurationOf(await init({...postgres, ...files})).serverVersion).toBe(version)
  })

  it.each<Dialect>(['postgres', 'mysql', 'mariadb'])('%s: what else there is to say holds for it', async (dialect) => {
    const [written] = (await init({'migrations/1_a.sql': 'SELECT 1;'}, {dialect})).files
    const [, lines = ''] = written?.text.split('# What else there is to say:\n') ?? []
    const said = validateConfiguration(parse(lines.replace(/^# /gm, '')), configurationFile)
    expect(findServerVersion(dialect, said.serverVersion ?? '')).toBeDefined()
    expect(said.platform).toMatch(dialect === 'postgres' ? /postgres$/ : /mysql$/)
  })

  it('of a version that nothing is known about is told', async () => {
    const plan = await init({...postgres, 'compose.yml': 'a:\n  image: postgres:11\n'})
    expect(configurationOf(plan).serverVersion).toBeUndefined()
    expect(plan.notes.join('\n')).toContain('`postgres:11` in `compose.yml`: sqlsafe knows PostgreSQL 14 to 18.')
  })

  it('is MariaDB where only its image says so', async () => {
    const files = {'migrations/1_a.sql': 'CREATE TABLE `a` (id int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;'}
    const plan = await init({...files, 'compose.yml': 'a:\n  image: mariadb:10.11\n'})
    expect(configurationOf(plan)).toMatchObject({dialect: 'mariadb', serverVersion: '10.11', migrations: 'migrations'})
  })

  it('is MariaDB where the framework calls it MySQL, unless a folder is for MariaDB itself', async () => {
    const sql = 'CREATE TABLE `a` (`id` bigint PRIMARY KEY);'
    const image = {'compose.yml': 'a:\n  image: mariadb:10.11\n'}
    const lock = {'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n'}
    const prisma = await init({...image, ...lock, 'prisma/migrations/20260101000000_a/migration.sql': sql})
    expect(configurationOf(prisma)).toMatchObject({dialect: 'mariadb', migrations: 'prisma/migrations'})
    const both = await init({...image, 'a/migrations/mysql/1.sql': sql, 'a/migrations/mariadb/1.sql': sql})
    expect(configurationOf(both)).toMatchObject({dialect: 'mariadb', migrations: 'a/migrations/mariadb'})
  })

  it('is asked for where nothing tells', async () => {
    await expect(init({'readme.txt': ''})).rejects.toThrow('expected `--dialect postgres`, `mysql` or `mariadb`')
  })
})

describe('migrations', () => {
  it('of other engines need a run of their own', async () => {
    const plan = await init({
      'migrations/postgres/1_a.sql': 'SELECT 1;',
      'migrations/postgres/2_a.sql': 'SELECT 1;',
      'migrations/mysql/1_a.sql': 'SELECT 1;',
      'migrations/sqlite/1_a.sql': 'SELECT 1;'
    })
    expect(configurationOf(plan)).toMatchObject({dialect: 'postgres', migrations: 'migrations/postgres'})
    expect(plan.notes.join('\n')).toContain('`sqlsafe check migrations/mysql --dialect mysql`')
  })

  it.each(['db-sqlite', 'oracle'])('of %s are not offered', async (folder) => {
    const files = {[`${folder}/1_a.sql`]: 'SELECT 1;', [`${folder}/2_b.sql`]: 'SELECT 2;'}
    const plan = await init(files, {dialect: 'postgres'})
    expect(configurationOf(plan)).not.toHaveProperty('migrations')
    const beside = await init({...files, 'db/1_a.sql': 'SELECT 1;', 'db/2_b.sql': 'SELECT 2;'}, {dialect: 'postgres'})
    expect(configurationOf(beside)).toMatchObject({migrations: 'db'})
  })

  it('of a folder that is only called like another engine are offered', async () => {
    const text = 'CREATE TABLE price (id bigserial PRIMARY KEY, at timestamptz);'
    const plan = await init({'oracle/migrations/V1__init.sql': text, 'api/migrations/V1__init.sql': text})
    expect(plan.notes.join('\n') + JSON.stringify(configurationOf(plan))).toContain('oracle/migrations')
  })

  it.each(['mysql', 'mariadb', 'postgres', undefined] as const)(
    'of several engines in one folder: %s',
    async (dialect) => {
      const files = {
        'migrations/1_a.cockroach.up.sql': 'CREATE TABLE a (id uuid, b jsonb);',
        'migrations/1_a.mysql.up.sql': 'CREATE TABLE a (id int);',
        'migrations/1_a.postgres.up.sql': 'CREATE TABLE a (id uuid);',
        'migrations/2_b.up.sql': 'CREATE TABLE b (id int);'
      }
      const plan = await init(files, {dialect})
      expect(configurationOf(plan)).toMatchObject({dialect: dialect ?? 'postgres', migrations: 'migrations'})
      const other = dialect === undefined || dialect === 'postgres' ? 'mysql' : 'postgres'
      expect(plan.notes.join('\n')).toContain(`\`sqlsafe check migrations --dialect ${other}\``)
    }
  )

  it('are not what tests, packages and scripts have', async () => {
    const plan = await init({
      ...postgres,
      'test/migrations/1_a.sql': 'SELECT 1;',
      'node_modules/x/migrations/1_a.sql': 'SELECT 1;',
      'scripts/grant.sql': 'SELECT 1;'
    })
    expect(configurationOf(plan).migrations).toBe('db/migrations')
  })

  it('of a framework without SQL: it is said what to do', async () => {
    const plan = await init({'alembic.ini': '', 'compose.yml': 'a:\n  image: postgres:16\n'})
    expect(configurationOf(plan)).toEqual({dialect: 'postgres', serverVersion: '16'})
    expect(plan.notes.join('\n')).toContain('alembic upgrade')
  })

  it('of Rails are in its dump', async () => {
    const dump = 'CREATE TABLE a (id bigserial);\nINSERT INTO "schema_migrations" (version) VALUES (\'1\');'
    const plan = await init({'db/structure.sql': dump, 'config/database.yml': 'a:\n  adapter: postgresql\n'})
    expect(configurationOf(plan)).toEqual({dialect: 'postgres', schema: 'db/structure.sql'})
  })

  it('of Rails tell the engine by their dump where nothing else does', async () => {
    const dump = 'CREATE TABLE a (id bigserial);\nINSERT INTO "schema_migrations" (version) VALUES (\'1\');'
    const plan = await init({'db/structure.sql': dump, 'bin/rails': ''})
    expect(configurationOf(plan)).toEqual({dialect: 'postgres', schema: 'db/structure.sql'})
  })

  it('are not the seeds and the declared schema beside those of a framework', async () => {
    const plan = await init({
      'db/migrations/001_a.sql': '-- migrate:up\nCREATE TABLE a (id bigserial);',
      'db/schemas/001_a.sql': 'CREATE TABLE a (id bigserial);',
      'db/schemas/002_b.sql': 'CREATE TABLE b (id bigserial);',
      'db/seeds/001_a.sql': 'INSERT INTO a DEFAULT VALUES;',
      'db/seeds/002_b.sql': 'INSERT INTO b DEFAULT VALUES;'
    })
    expect(configurationOf(plan).migrations).toBe('db/migrations')
  })
})

describe('hooks and workflows', () => {
  it('are written where asked for', async () => {
    const plan = await init(postgres, {preCommit: true, github: true})
    const [, hooks, workflow] = plan.files
    expect(parse(hooks?.text ?? '')).toEqual({
      repos: [
        {
          repo: 'local',
          hooks: [
            {
              id: 'sqlsafe',
              name: 'sqlsafe',
              entry: 'sqlsafe check --staged',
              language: 'node',
              additional_dependencies: [expect.stringMatching(/^sqlsafe@\d/)],
              files: '\\.sql$',
              pass_filenames: false
            }
          ]
        }
      ]
    })
    expect(parse(workflow?.text ?? '')).toMatchObject({
      on: {pull_request: {paths: ['db/migrations/**', 'sqlsafe.config.yaml']}},
      permissions: {contents: 'read', 'pull-requests': 'write'},
      jobs: {check: {steps: [{}, {uses: expect.stringMatching(/^sqlsafe\/sqlsafe@v\d/) as string}]}}
    })
    expect(plan.recipe.join('\n')).toContain('lint-staged')
  })

  it('look at programs where migrations are programs', async () => {
    const text = 'exports.up = (knex) => knex.raw("CREATE TABLE a (id bigint PRIMARY KEY)")\n'
    const files = {'migrations/20240105_a.js': text, 'package.json': '{"dependencies": {"knex": "3", "pg": "8"}}'}
    const plan = await init(files, {preCommit: true})
    expect(configurationOf(plan)).toMatchObject({dialect: 'postgres', migrations: 'migrations'})
    expect(parse(plan.files[1]?.text ?? '')).toMatchObject({repos: [{hooks: [{files: '\\.(sql|[cm]?[jt]s)$'}]}]})
    expect(plan.recipe.join('\n')).toContain('*.{sql,js,ts}')
  })

  it('run the sqlsafe that the project has', async () => {
    const files = {...postgres, 'package.json': '{"devDependencies": {"sqlsafe": "^0.1.0"}}'}
    const [, hooks] = (await init(files, {preCommit: true})).files
    expect(parse(hooks?.text ?? '')).toMatchObject({
      repos: [{hooks: [{entry: 'node_modules/.bin/sqlsafe check --staged', language: 'system'}]}]
    })
  })

  it.each([
    ['indented', 'repos:\n  # ours\n  - repo: local\n    hooks: [{id: a}]\n'],
    ['at the margin', '# top\nrepos:\n- repo: local\n  hooks: [{id: a}] # why\n\n# next\nci: {autofix_prs: false}\n'],
    ['without an end of line', 'repos:\n- repo: local\n  hooks: [{id: a}]'],
    ['empty', 'repos: []\n']
  ])('extend what is there: %s', async (_name, before) => {
    const plan = await init({...postgres, '.pre-commit-config.yaml': before}, {preCommit: true})
    const [, hooks] = plan.files
    const {ci, repos} = parse(hooks?.text ?? '') as {ci?: unknown; repos: unknown[]}
    const old = parse(before) as {ci?: unknown; repos: unknown[]}
    expect(repos.slice(0, -1)).toEqual(old.repos)
    expect(repos.at(-1)).toMatchObject({hooks: [{id: 'sqlsafe', pass_filenames: false}]})
    expect(ci).toEqual(old.ci)
    for (const comment of before.match(/# \w+/g) ?? []) expect(hooks?.text).toContain(comment)
    expect(hooks?.extends).toBe(true)
  })

  it('do not come twice', async () => {
    const first = await init(postgres, {preCommit: true})
    const text = first.files[1]?.text ?? ''
    rmSync(folder, {recursive: true})
    const second = await init({...postgres, '.pre-commit-config.yaml': text}, {preCommit: true})
    expect(second.files.map(({path}) => path)).toEqual([configurationFile])
    expect(second.notes).toContain('The hook is in `.pre-commit-config.yaml` already.')
  })

  it('refuse what is no list', async () => {
    const files = {...postgres, '.pre-commit-config.yaml': 'repos: 1\n'}
    await expect(init(files, {preCommit: true})).rejects.toThrow('expected a list `repos`')
  })
})

describe('a configuration that is there', () => {
  const files = {
    'sqlsafe.config.json': '{"dialect": "mysql", "migrations": ["db/*.sql", "more"]}',
    'db/0001_a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);'
  }

  it('stays beside the hook and the workflow that are asked for, which know it', async () => {
    const plan = await init(files, {preCommit: true, github: true})
    expect(plan.files.map(({path}) => path)).toEqual(['.pre-commit-config.yaml', '.github/workflows/sqlsafe.yml'])
    expect(plan.found).toEqual([['dialect', 'mysql', '`sqlsafe.config.json`']])
    expect(plan.files[1]?.text).toContain(`      - 'db/*.sql'\n      - 'more/**'\n      - 'sqlsafe.config.json'\n`)
    expect(plan.notes).toContain('`sqlsafe.config.json` is there already, and stays as it is.')
  })

  it('is written anew where that is forced', async () => {
    const plan = await init(files, {preCommit: true, force: true, dialect: 'mysql'})
    expect(plan.files.map(({path}) => path)).toEqual([configurationFile, '.pre-commit-config.yaml'])
  })
})
