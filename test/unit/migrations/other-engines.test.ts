import {execFileSync} from 'node:child_process'
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {createFileFindings} from '../../../src/core/open-file/file-findings.js'
import {findProject} from '../../../src/core/project.js'
import {isFolderOfOtherEngine, otherEnginesIn} from '../../../src/migrations/other-engines.js'
import {checkFiles} from '../../helpers/check-report.js'
import {writeProject} from '../../helpers/cli.js'

test.each([
  [['db/clickhouse/migrations/01_keys.sql', 'prisma/migrations/01_init/migration.sql'], ['clickhouse']],
  [
    ['migrations-sqlite/1.sql', 'sqlite_migrations/1.sql', 'SQLite3/1.sql'],
    ['sqlite', 'sqlite', 'sqlite3']
  ],
  [
    ['src/main/resources/schema-h2.sql', 'data-h2.sql', 'V1__init.mssql.sql'],
    ['h2', 'h2', 'mssql']
  ],
  // Those of popx are for its layout to choose among.
  [['1_networks.cockroach.up.sql', '1_networks.up.sql'], []],
  [['clickhouse/postgres/1.sql'], []],
  // What a migration does may be about another engine.
  [['20240101_leave_sqlite/migration.sql', '2_leave_sqlite.sql', 'import_sqlite/up.sql', 'h2o/1.sql'], []],
  // A word of other things, where nothing else tells engines apart.
  [['oracle/1.sql', 'migrations/1.sql'], []],
  [['oracle/1.sql', 'mysql/1.sql'], ['oracle']],
  [['migrations_oracle/1_a.sql', 'migrations_postgres/1_a.sql'], ['oracle']],
  [['mysql-default/delta/1.sql', 'h2-default/delta/1.sql'], ['h2']],
  [['1.0-mysql.sql', '1.0-pg.sql', '1.0-oracle.sql'], ['oracle']],
  [
    ['1.0-mysql.sql', '1.0-pg.sql', '1.0-ob.sql', '1.0-dm.sql', '1.0-oceanbase.sql', '1.0-kingbase.sql'],
    ['ob', 'dm', 'oceanbase', 'kingbase']
  ],
  [['init/mysql/schema.sql', 'init/ob/schema.sql'], ['ob']],
  // Of short words all else must be the same.
  [['mysql/1.sql', 'dm/2_direct_messages.sql', 'ob/3.sql', 'upgrade-ob.sql', '1.0-mysql.sql', '1.1-ob.sql'], []],
  [['postgres/1_a.sql', 'price_oracle/1_a.sql', 'postgres/price-oracle/1_a.sql'], []]
])('%j are for %j', (paths, expected) => {
  expect([...otherEnginesIn(paths).values()].map(({engine}) => engine)).toEqual(expected)
})

const project = {
  'm/clickhouse/1.sql': 'CREATE TABLE event (id UUID) ENGINE = MergeTree ORDER BY id;',
  'm/clickhouse/2.sql': 'ALTER TABLE event MODIFY COLUMN id String;',
  'm/main/1.sql': 'CREATE TABLE account (id bigserial PRIMARY KEY);'
}

test('what is left out is told, where nobody would expect it', async () => {
  const {result} = await checkFiles(project)
  expect(result.files.map(({path}) => path)).toEqual(['m/main/1.sql'])
  expect(result.summary).toMatchObject({files: 1, unread: ['`m/clickhouse/1.sql` and 1 more, for clickhouse']})
})

test('a folder below one of ours is told, a twin is not', async () => {
  const create = 'CREATE TABLE account (id bigint PRIMARY KEY);'
  const below = await checkFiles({'m/mysql/1.sql': create, 'm/postgres/1.sql': create, 'm/postgres/h2/2.sql': create})
  expect(below.result.summary).toMatchObject({files: 1, unread: ['`m/postgres/h2/2.sql`, for h2']})
  const twin = await checkFiles({'m/postgres/1.sql': create, 'm/h2/1.sql': create})
  expect(twin.result.summary.files).toBe(1)
  expect(twin.result.summary.unread).toBeUndefined()
})

test('who names nothing else is asked to say what it is to be read as', async () => {
  const named = {paths: ['m/clickhouse'], dialect: undefined, serverVersion: undefined}
  await expect(checkFiles(project, named)).rejects.toThrow(
    'Unexpected migrations for clickhouse (`m/clickhouse/1.sql`)'
  )
  const {result} = await checkFiles(project, {...named, dialect: 'mysql'})
  expect(result.files.map(({path}) => path)).toEqual(['m/clickhouse/1.sql', 'm/clickhouse/2.sql'])
})

function folderWith(files: Record<string, string>): string {
  const folder = writeProject(files)
  onTestFinished(() => {
    rmSync(folder, {recursive: true, force: true})
  })
  return folder
}

test('of those that have not changed nothing is told', async () => {
  const cwd = folderWith(project)
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {cwd, stdio: 'pipe'})
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'a')
  const unread = async (): Promise<readonly string[]> =>
    (await findProject({paths: ['.'], cwd, since: 'HEAD', dialect: 'postgres'})).unread
  expect(await unread()).toEqual([])
  writeFileSync(join(cwd, 'm/clickhouse/2.sql'), 'ALTER TABLE event DROP COLUMN id;')
  expect(await unread()).toEqual(['`m/clickhouse/2.sql`, for clickhouse'])
})

test('an editor that shows one is told nothing of it, unless somebody says what it is to be read as', async () => {
  const text = 'DROP TABLE account;'
  const cwd = folderWith({'db/sqlite/1.sql': text})
  const file = {absolutePath: join(cwd, 'db/sqlite/1.sql'), text, cwd}
  const {check} = createFileFindings()
  expect((await check(file)).messages).toEqual([])
  const {messages} = await check({...file, options: {dialect: 'postgres'}})
  expect(messages.map(({ruleId}) => ruleId)).toContain('no-table-drop')
})

test.each([
  ['db-sqlite', true],
  ['migrations_oracle/v2', true],
  ['oracle', true],
  ['db/clickhouse', true],
  ['price-oracle/migrations', false],
  ['clickhouse/postgres', false],
  ['h2o', false],
  ['.', false]
])('a folder %s that was found is for another engine: %s', (folder, expected) => {
  expect(isFolderOfOtherEngine(folder, false)).toBe(expected)
})
