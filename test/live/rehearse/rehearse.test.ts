/** `sqlsafe rehearse` as users run it, on PGlite and on every server. */
import mysql from 'mysql2/promise'
import pg from 'pg'
import {beforeAll, describe, expect, it} from 'vitest'
import type {BuiltCli, Run} from '../../helpers/cli.js'
import {buildCli, writeProject} from '../../helpers/cli.js'

interface Report {
  engine: string
  filled: {tables: Array<{table: string; rows: number; because?: string}>} | null
  migrations: Array<{
    statements: Array<{
      outcome: string
      happened: {error: {code: string} | null; relations: Array<Record<string, unknown>>}
      differences: unknown[]
    }>
  }>
  summary: Record<'statements' | 'ran' | 'failed' | 'notRun' | 'differences', number>
}

let cli: BuiltCli

beforeAll(async () => {
  cli = await buildCli()
})

const rehearse = (...args: string[]): Promise<Run> => cli.run(['rehearse', ...args])

async function reportOf(...args: string[]): Promise<Report & {code: number | null}> {
  const {code, stderr, stdout} = await rehearse(...args, '--format', 'json')
  if (stdout === '') throw new Error(stderr)
  return {...(JSON.parse(stdout) as Report), code}
}

/** `template1` is empty on every server; the rehearsal's database is made of `template0`. */
const postgres = [14, 15, 16, 17, 18].map((version): [string, string | undefined] => {
  const url = process.env[`SQLSAFE_TEST_POSTGRES_${version}_URL`]
  return [`PostgreSQL ${version}`, url && Object.assign(new URL(url), {pathname: '/template1'}).href]
})
const mysqls: Array<[string, string | undefined]> = [
  ['MySQL', process.env.SQLSAFE_TEST_MYSQL_URL],
  ['MariaDB 10.11', process.env.SQLSAFE_TEST_MARIADB_URL],
  ['MariaDB 11', process.env.SQLSAFE_TEST_MARIADB11_URL]
]

async function onPostgres<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Databases that this process's rehearsals could have left; those of others come and go. */
async function leftOn(url: string, engine: string): Promise<string[]> {
  const [name = 'none'] = /sqlsafe_rehearse_\w+/.exec(engine) ?? []
  if (url.startsWith('postgres')) {
    const rows = await onPostgres<{datname: string}>(
      url,
      `SELECT datname FROM pg_database WHERE datname LIKE '${name}%'`
    )
    return rows.map(({datname}) => datname)
  }
  const connection = await mysql.createConnection({uri: url})
  const [rows] = await connection.query(`SHOW DATABASES LIKE '${name}%'`)
  await connection.end()
  return (rows as object[]).map((row) => String(Object.values(row)[0]))
}

const shop = `CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN zip AS text CHECK (VALUE ~ '^\\d{5}$');
CREATE TABLE company (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(10) NOT NULL UNIQUE, zip zip NOT NULL,
  kind text NOT NULL CHECK (kind IN ('gmbh', 'ag')));
CREATE TABLE person (id serial PRIMARY KEY, company_id bigint NOT NULL REFERENCES company, boss_id int REFERENCES person,
  email text NOT NULL UNIQUE, mood mood NOT NULL, age int CHECK (age > 17 AND age < 100), starts date, ends date,
  CHECK (ends > starts), loud text GENERATED ALWAYS AS (upper(email)) STORED);
CREATE TABLE membership (person_id int REFERENCES person, company_id bigint REFERENCES company, PRIMARY KEY (person_id, company_id));
CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);
CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;
CREATE TABLE event (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE flag (on_ boolean PRIMARY KEY);
CREATE TABLE never (x int NOT NULL CHECK (x * x = -1));`

const work = `ALTER TABLE person ALTER COLUMN age SET NOT NULL;
ALTER TABLE person ADD COLUMN code uuid DEFAULT gen_random_uuid();
ALTER TABLE a DROP CONSTRAINT a_b_id_fkey;
ALTER TABLE a ADD CONSTRAINT again FOREIGN KEY (b_id) REFERENCES b;
CREATE INDEX CONCURRENTLY by_age ON person (age);
TRUNCATE event;`

describe.each([['PGlite', 'none'] as [string, string | undefined], ...postgres])('%s', (_name, url) => {
  const engine = url === undefined || url === 'none' ? [] : ['--engine-url', url]

  it.skipIf(url === undefined)('does what was foretold, on rows that meet the constraints', async () => {
    const folder = writeProject({'schema.sql': shop, '0001_work.sql': work})
    const report = await reportOf(
      `${folder}/0001_work.sql`,
      '--schema',
      `${folder}/schema.sql`,
      '--rows',
      '50',
      '--dialect',
      'postgres',
      ...engine
    )
    expect(report.migrations.flatMap(({statements}) => statements.flatMap(({differences}) => differences))).toEqual([])
    expect({...report.summary, code: report.code}).toEqual({
      statements: 6,
      ran: 6,
      failed: 0,
      notRun: 0,
      differences: 0,
      code: 0
    })
    const filled = Object.fromEntries((report.filled?.tables ?? []).map(({rows, table}) => [table, rows]))
    expect(filled).toEqual({company: 50, person: 50, membership: 50, a: 50, b: 50, event_2026: 50, flag: 2, never: 0})
    const reasons = (report.filled?.tables ?? []).flatMap(({because, table}) => (because === undefined ? [] : [table]))
    expect(reasons.sort()).toEqual(['flag', 'never'])
    const [scanned, rewritten] = report.migrations[0]?.statements ?? []
    expect(scanned?.happened.relations).toMatchObject([
      {relation: 'person', lock: 'ACCESS EXCLUSIVE', scans: true, rewrites: false}
    ])
    expect(rewritten?.happened.relations).toMatchObject([{relation: 'person', rewrites: true}])
    if (url !== undefined && url !== 'none') expect(await leftOn(url, report.engine)).toEqual([])
  })

  it.skipIf(url === undefined)('stops at a failing statement, and leaves nothing behind', async () => {
    const folder = writeProject({
      '0001_make.sql': `CREATE TABLE t (a int); INSERT INTO t VALUES (NULL);`,
      '0002_fail.sql': 'ALTER TABLE t ADD b int; ALTER TABLE t ALTER a SET NOT NULL; DROP TABLE t;'
    })
    const report = await reportOf(folder, '--after', '0001_make', '--dialect', 'postgres', ...engine)
    expect(report.migrations[0]?.statements.map(({outcome}) => outcome)).toEqual(['ran', 'failed', 'not-run'])
    expect(report.migrations[0]?.statements[1]?.happened.error?.code).toBe('23502')
    expect(report.code).toBe(1)
    if (url !== undefined && url !== 'none') expect(await leftOn(url, report.engine)).toEqual([])
  })

  it.skipIf(url === undefined)('agrees with an error that was foretold', async () => {
    const folder = writeProject({
      '0001_make.sql': 'CREATE TABLE t (a int);',
      '0002_index.sql': 'BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT;'
    })
    const report = await reportOf(folder, '--after', '0001_make', '--dialect', 'postgres', ...engine)
    expect(report.summary).toMatchObject({failed: 1, differences: 0})
    expect(report.migrations[0]?.statements[1]?.happened.error?.code).toBe('25001')
  })

  it.skipIf(url === undefined)('runs the demo as foretold', async () => {
    const report = await reportOf('fixtures/demo/postgres', '--after', '0001_create_shop', '--rows', '20', ...engine)
    expect({...report.summary, code: report.code}).toEqual({
      statements: 13,
      ran: 13,
      failed: 0,
      notRun: 0,
      differences: 0,
      code: 0
    })
  })
})

const mysqlShop = `CREATE TABLE company (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(10) NOT NULL UNIQUE,
  kind enum('gmbh', 'ag') NOT NULL, size int NOT NULL CHECK (size > 5 AND size < 20));
CREATE TABLE person (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, company_id bigint unsigned NOT NULL, boss_id int,
  email varchar(100) NOT NULL UNIQUE, born date NOT NULL, total decimal(5,2) NOT NULL, loud varchar(100) AS (upper(email)) STORED,
  FOREIGN KEY (company_id) REFERENCES company (id), FOREIGN KEY (boss_id) REFERENCES person (id));
CREATE TABLE membership (person_id int NOT NULL, company_id bigint unsigned NOT NULL, PRIMARY KEY (person_id, company_id),
  FOREIGN KEY (person_id) REFERENCES person (id), FOREIGN KEY (company_id) REFERENCES company (id));
CREATE TABLE part (id int NOT NULL, at int NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at) (PARTITION p0 VALUES LESS THAN (200));
CREATE TABLE flag (x tinyint(1) PRIMARY KEY CHECK (x IN (0, 1)));`

describe.each(mysqls)('%s', (_name, url) => {
  it.skipIf(url === undefined)('does what was foretold, on rows that meet the constraints', async () => {
    const folder = writeProject({
      'schema.sql': mysqlShop,
      '0001_work.sql': `ALTER TABLE person ADD COLUMN note varchar(20);
        ALTER TABLE person MODIFY born datetime NOT NULL;
        CREATE INDEX by_born ON person (born);
        UPDATE person SET note = 'x';
        DROP TABLE part;`
    })
    const report = await reportOf(
      `${folder}/0001_work.sql`,
      '--schema',
      `${folder}/schema.sql`,
      '--rows',
      '50',
      '--engine-url',
      url ?? ''
    )
    expect(report.migrations.flatMap(({statements}) => statements.flatMap(({differences}) => differences))).toEqual([])
    expect(report.code).toBe(0)
    const filled = Object.fromEntries((report.filled?.tables ?? []).map(({rows, table}) => [table, rows]))
    expect(filled).toEqual({company: 50, person: 50, membership: 50, part: 50, flag: 2})
    const [instant, copy] = report.migrations[0]?.statements ?? []
    expect(instant?.happened.relations).toMatchObject([{relation: 'person', algorithm: 'INSTANT', rewrites: false}])
    expect(copy?.happened.relations).toMatchObject([{relation: 'person', algorithm: 'COPY', rewrites: true}])
    expect(await leftOn(url ?? '', report.engine)).toEqual([])
  })

  it.skipIf(url === undefined)('stops at the clause that was foretold to be refused', async () => {
    const report = await reportOf('fixtures/demo/mysql', '--after', '0001_create_shop', '--engine-url', url ?? '')
    expect(report.summary).toMatchObject({failed: 1, differences: 0})
    expect(report.code).toBe(1)
    expect(await leftOn(url ?? '', report.engine)).toEqual([])
  })

  it.skipIf(url === undefined)('touches no other database of the server', async () => {
    const other = `sqlsafe_other_${process.pid}_${new URL(url ?? '').port}`
    const connection = await mysql.createConnection({uri: url ?? ''})
    await connection.query(`CREATE DATABASE ${other}`)
    await connection.query(`CREATE TABLE ${other}.t (a int)`)
    try {
      const folder = writeProject({
        '0001.sql': `CREATE TABLE t (a int); DROP TABLE ${other}.t; USE ${other}; DROP DATABASE ${other};`
      })
      const report = await reportOf(folder, '--engine-url', url ?? '')
      expect(report.migrations[0]?.statements.map(({outcome}) => outcome)).toEqual([
        'ran',
        'not-run',
        'not-run',
        'not-run'
      ])
      const [rows] = await connection.query(`SELECT * FROM ${other}.t`)
      expect(rows).toEqual([])
      const refused = await rehearse(
        folder,
        '--engine-url',
        Object.assign(new URL(url ?? ''), {pathname: `/${other}`}).href
      )
      expect(refused.code).toBe(2)
      expect(refused.stderr).toContain('with 1 tables in it, such as `t`')
    } finally {
      await connection.query(`DROP DATABASE ${other}`)
      await connection.end()
    }
  })

  it.skipIf(url === undefined)('takes the schema of a live database, and writes nothing there', async () => {
    const live = `sqlsafe_live_${process.pid}_${new URL(url ?? '').port}`
    const connection = await mysql.createConnection({uri: url ?? ''})
    await connection.query(`CREATE DATABASE ${live}`)
    try {
      await connection.query(`USE ${live}`)
      await connection.query('CREATE TABLE b (id int PRIMARY KEY)')
      await connection.query('CREATE TABLE a (id int PRIMARY KEY, b_id int, FOREIGN KEY (b_id) REFERENCES b (id))')
      await connection.query('CREATE VIEW v2 AS SELECT id FROM a')
      await connection.query('CREATE VIEW v1 AS SELECT id FROM v2')
      await connection.query('CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW SET NEW.b_id = NULL')
      const folder = writeProject({'0001.sql': 'ALTER TABLE a ADD COLUMN c int; DROP VIEW v1;'})
      const report = await reportOf(
        folder,
        '--database-url',
        Object.assign(new URL(url ?? ''), {pathname: `/${live}`}).href,
        '--engine-url',
        url ?? ''
      )
      expect(report.summary).toMatchObject({ran: 2, differences: 0})
      const [columns] = await connection.query('SHOW COLUMNS FROM a')
      expect(columns).toHaveLength(2)
    } finally {
      await connection.query(`DROP DATABASE ${live}`)
      await connection.end()
    }
  })
})

describe('wrong usage', () => {
  const [, url] = postgres[4] ?? []

  it('wants a server for MySQL', async () => {
    const {code, stderr} = await rehearse('fixtures/demo/mysql', '--dialect', 'mysql')
    expect(code).toBe(2)
    expect(stderr).toBe(
      'sqlsafe: Unexpected rehearsal on MySQL without a server, expected `--engine-url mysql://…`: there is none that runs in this process\n'
    )
  })

  it('refuses a URL that is none', async () => {
    const {code, stderr} = await rehearse('fixtures/demo/mysql', '--engine-url', 'localhost')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^sqlsafe: Unexpected `--engine-url`, expected [^\n]*\n$/)
  })

  it.skipIf(url === undefined)('refuses a database with something in it, and touches nothing of it', async () => {
    const name = `sqlsafe_full_${process.pid}`
    await onPostgres(url ?? '', `CREATE DATABASE ${name} TEMPLATE template0`)
    const full = Object.assign(new URL(url ?? ''), {pathname: `/${name}`}).href
    try {
      await onPostgres(full, 'CREATE TABLE precious (a int)')
      const {code, stderr} = await rehearse('fixtures/demo/postgres', '--engine-url', full)
      expect(code).toBe(2)
      expect(stderr).toMatch(
        /^sqlsafe: Unexpected `--engine-url` [^\n]* with 1 relations in it, such as `public.precious`[^\n]*\n$/
      )
      expect(
        await onPostgres(full, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
      ).toEqual([{relname: 'precious'}])
    } finally {
      await onPostgres(url ?? '', `DROP DATABASE ${name} WITH (FORCE)`)
    }
  })

  it.skipIf(url === undefined)('leaves alone what belongs to the whole server', async () => {
    const role = `sqlsafe_role_${process.pid}`
    const folder = writeProject({'0001.sql': `CREATE TABLE t (a int); CREATE ROLE ${role};`})
    const report = await reportOf(folder, '--engine-url', url ?? '')
    expect(report.migrations[0]?.statements.map(({outcome}) => outcome)).toEqual(['ran', 'not-run'])
    expect(await onPostgres(url ?? '', `SELECT FROM pg_roles WHERE rolname = '${role}'`)).toEqual([])
  })
})
