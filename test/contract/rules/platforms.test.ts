import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {platformsFile, renderPlatforms} from '../../../scripts/generate-platforms.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {supported} from '../../../src/server/supported.js'
import {platformKnowledge} from '../../../src/knowledge/platforms/index.js'
import type {Platform} from '../../../src/knowledge/platforms/platform.js'
import {platforms} from '../../../src/knowledge/platforms/platform.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

/** For each fact a statement that it speaks of, after what it needs; platforms share most facts. */
const superuser = {
  'superuser-role': 'ALTER ROLE me SUPERUSER;',
  'alter-system': 'ALTER SYSTEM SET work_mem = 1;',
  'server-file': "COPY account FROM '/tmp/rows';",
  'untrusted-language': "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'library', 'f';",
  'untrusted-extension': 'CREATE EXTENSION plpython3u;',
  'superuser-object': 'CREATE OPERATOR FAMILY mine USING btree;',
  'base-type': 'CREATE TYPE mine (INPUT = mine_in, OUTPUT = mine_out);'
}

const tablespace = {tablespace: 'ALTER TABLE account SET TABLESPACE fast;'}

const superMysql = {
  'global-setting': 'SET GLOBAL max_connections = 1;',
  'restricted-setting': 'SET SESSION sql_log_bin = 0;',
  definer: 'CREATE DEFINER = root@localhost VIEW v AS SELECT id FROM account;',
  'server-file': "LOAD DATA INFILE '/tmp/rows' INTO TABLE account;",
  plugin: "INSTALL PLUGIN mine SONAME 'mine.so';",
  replication: "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'x';",
  'grant-super': 'GRANT SUPER ON *.* TO me;'
}

const trigger = 'CREATE TRIGGER t BEFORE INSERT ON account FOR EACH ROW SET NEW.a = 1;'
const distributed = "SELECT create_distributed_table('account', 'id');"
const hypertable = "SELECT create_hypertable('account', by_range('id'));"

const cases: Record<Platform, Record<string, string>> = {
  'rds-mysql': {...superMysql, 'stored-programs': trigger, 'other-engine': 'CREATE TABLE t (id int) ENGINE=MyISAM;'},
  'aurora-mysql': {
    ...superMysql,
    'stored-programs': trigger,
    'other-engine': 'CREATE TABLE t (id int) ENGINE=MyISAM;',
    'compressed-rows': 'ALTER TABLE account ROW_FORMAT=COMPRESSED;'
  },
  'cloudsql-mysql': {...superMysql, 'stored-programs': trigger},
  planetscale: {
    ...superMysql,
    'foreign-key': 'ALTER TABLE account ADD FOREIGN KEY (a) REFERENCES other (id);',
    database: 'CREATE DATABASE d;',
    'stored-program': trigger,
    'no-unique-key': 'CREATE TABLE t (id int);',
    rename: 'ALTER TABLE account RENAME COLUMN a TO b;'
  },
  'rds-postgres': superuser,
  'aurora-postgres': superuser,
  'cloudsql-postgres': {...superuser, ...tablespace},
  supabase: {
    ...superuser,
    ...tablespace,
    'owned-schema': 'CREATE TABLE auth.extra (id int);',
    'exposed-table': 'CREATE TABLE t (id int);',
    'exposed-view': 'CREATE VIEW v AS SELECT id FROM account;'
  },
  neon: {...superuser, ...tablespace, 'unlogged-table': 'CREATE UNLOGGED TABLE t (id int);'},
  citus: {
    'key-without-distribution-column': `${distributed} ALTER TABLE account ADD UNIQUE (a);`,
    'distribution-column': `${distributed} ALTER TABLE account DROP COLUMN id;`,
    'foreign-key-to-local-table': `${distributed} CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE account ADD FOREIGN KEY (a) REFERENCES t;`,
    'constraint-among-others': `${distributed} ALTER TABLE account ADD COLUMN b int, ADD CHECK (a > 0);`,
    trigger: `${distributed} CREATE TRIGGER t BEFORE INSERT ON account EXECUTE FUNCTION f();`,
    'lock-on-all-shards': `${distributed} ALTER TABLE account ALTER COLUMN a SET NOT NULL;`
  },
  timescale: {
    'key-without-time': `${hypertable} CREATE UNIQUE INDEX ON account (a);`,
    'between-hypertables': `${hypertable} CREATE TABLE t (id int PRIMARY KEY); SELECT create_hypertable('t', 'id'); ALTER TABLE account ADD FOREIGN KEY (a) REFERENCES t;`,
    'concurrent-index': `${hypertable} CREATE INDEX CONCURRENTLY ON account (a);`,
    inheritance: `${hypertable} CREATE TABLE t () INHERITS (account);`,
    'nullable-time': `${hypertable} ALTER TABLE account ALTER COLUMN id DROP NOT NULL;`
  }
}

async function findings(platform: Platform, sql: string, about = /^no-platform-/): Promise<string[]> {
  const dialect = platformKnowledge[platform].dialects[0] ?? 'postgres'
  const server = {dialect, version: supported[dialect].newest}
  const read = await loadReader(server)
  const texts = ['CREATE TABLE account (id int PRIMARY KEY, a int);', sql]
  const migrations = texts.map((text, index) => {
    const path = `${String(index)}.sql`
    return {path, text, transaction: 'none' as const, checked: index > 0, script: read(text)}
  })
  const catalog = new Catalog()
  const {files} = runRules({migrations, catalog, createSession: () => new Session(server), deployment: {platform}})
  return files.flatMap(({messages}) => messages).flatMap(({reason, ruleId}) => (about.test(ruleId) ? [reason] : []))
}

it('are documented as the generator writes them: `npm run generate`', async () => {
  expect(readFileSync(platformsFile, 'utf8')).toBe(await renderPlatforms())
})

describe.each(platforms)('%s', (platform) => {
  const {differs, notes, refuses} = platformKnowledge[platform]
  const facts = [...refuses, ...differs]

  it('names each fact once, and where its maker says so', () => {
    expect(new Set(facts.map(({id}) => id)).size).toBe(facts.length)
    for (const {url} of [...facts, ...notes]) expect(url).toMatch(/^https:\/\//)
  })

  it('has a statement for each fact', () => {
    expect(Object.keys(cases[platform]).sort()).toEqual(facts.map(({id}) => id).sort())
  })

  it.each(facts.map((fact): [string, (typeof facts)[number]] => [fact.id, fact]))('reports %s', async (id, {what}) => {
    const reasons = await findings(platform, cases[platform][id] ?? '')
    expect(reasons.some((reason) => reason.includes(what))).toBe(true)
  })

  it('says nothing of ordinary statements', async () => {
    const harmless = 'CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE account ADD COLUMN b int;'
    const sql = platform === 'supabase' ? `${harmless} ALTER TABLE t ENABLE ROW LEVEL SECURITY;` : harmless
    expect(await findings(platform, sql)).toEqual([])
  })
})

it.each([
  ['supabase', 'CREATE TEMPORARY TABLE t (id int);', 0],
  ['timescale', `${hypertable} CREATE UNIQUE INDEX ON account (a, id);`, 0],
  ['rds-mysql', 'GRANT SELECT, SUPER ON *.* TO me;', 1],
  ['rds-mysql', "PURGE BINARY LOGS TO 'x';", 1],
  ['rds-mysql', 'SET SESSION innodb_strict_mode = 0;', 1],
  ['rds-mysql', "SET SESSION sql_mode = '';", 0],
  ['rds-mysql', 'CREATE DEFINER = CURRENT_USER VIEW v AS SELECT id FROM account;', 0]
] as const)('on %s tells what a fact speaks of from what is only like it: %s', async (platform, sql, count) => {
  expect(await findings(platform, sql)).toHaveLength(count)
})

it('asks for an index of a hypertable that is built as TimescaleDB can, however the table became one', async () => {
  const found = (table: string, index: string) => findings('timescale', `${table} ${index}`, /^no-blocking-index$/)
  const plain = 'CREATE INDEX ON account (a);'
  expect(await found('', plain)).toEqual([expect.stringContaining('expected `CREATE INDEX CONCURRENTLY`')])
  const byChunk = 'CREATE INDEX ON account (a) WITH (timescaledb.transaction_per_chunk);'
  expect(await found(hypertable, plain)).toEqual([expect.stringContaining('timescaledb.transaction_per_chunk')])
  expect(await found(hypertable, byChunk)).toEqual([])
  const made = "CREATE TABLE t (id int, a int) WITH (tsdb.hypertable, tsdb.partition_column='id');"
  expect(await findings('timescale', `${made} CREATE UNIQUE INDEX ON t (a);`)).toHaveLength(1)
})
