/**
 * What PostgreSQL refuses for the sake of other objects: views, keys, triggers, what is replaced. What is said to fail is refused,
 * and what the server takes is not said to fail.
 */
import pg from 'pg'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {referringTypes} from '../../../src/knowledge/postgres/failures/reference.js'
import {judge} from '../../../src/knowledge/judge.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

/** A schema, what is refused upon it, and what is taken. */
interface Case {
  schema: string
  refused?: readonly string[]
  taken?: readonly string[]
  /** From this version on. */
  since?: number
}

const t = 'CREATE TABLE t (a int, b text);'

const cases: readonly Case[] = [
  {
    schema: `${t} CREATE VIEW v AS SELECT a FROM t;`,
    refused: [
      'ALTER TABLE t ALTER a TYPE bigint',
      'ALTER TABLE t ALTER a TYPE int',
      'ALTER TABLE t DROP COLUMN a',
      'ALTER TABLE t DROP COLUMN IF EXISTS a, DROP COLUMN b',
      'DROP TABLE t',
      'DROP TABLE IF EXISTS t'
    ],
    taken: [
      'ALTER TABLE t ALTER b TYPE varchar(9)',
      'ALTER TABLE t DROP COLUMN b',
      'DROP VIEW v',
      'DROP TABLE t CASCADE'
    ]
  },
  {
    schema: `${t} CREATE VIEW v AS SELECT * FROM t; ALTER TABLE t ADD COLUMN c int;`,
    refused: ['ALTER TABLE t DROP COLUMN b', 'ALTER TABLE t ALTER a TYPE bigint'],
    taken: ['ALTER TABLE t DROP COLUMN c', 'ALTER TABLE t ALTER c TYPE bigint']
  },
  {
    schema: `${t} CREATE VIEW v AS SELECT a FROM t; ALTER TABLE t RENAME a TO c; ALTER TABLE t ADD COLUMN a int;`,
    refused: ['ALTER TABLE t DROP COLUMN c'],
    taken: ['ALTER TABLE t DROP COLUMN a', 'ALTER TABLE t ALTER a TYPE bigint']
  },
  {
    schema: `${t} CREATE MATERIALIZED VIEW v AS SELECT b FROM t WHERE a > 1; CREATE VIEW w AS SELECT b FROM v;`,
    refused: ['ALTER TABLE t DROP COLUMN a', 'DROP TABLE t', 'DROP MATERIALIZED VIEW v'],
    taken: ['DROP VIEW w']
  },
  // A name in a query that is not the column of the table.
  ...[
    'SELECT count(*) FROM t',
    'SELECT b AS a FROM t ORDER BY a',
    'SELECT s.a FROM (SELECT 1 AS a, b FROM t) s',
    'WITH s (a) AS (SELECT b FROM t) SELECT a FROM s',
    'SELECT s.a FROM t, generate_series(1, 2) AS s (a)',
    'SELECT s.a FROM t, (VALUES (1)) AS s (a)',
    `SELECT s.a FROM t, jsonb_to_record('{}') AS s (a int)`,
    'SELECT t FROM t',
    'SELECT t.b FROM t, LATERAL (SELECT length(t.b) AS a) s WHERE s.a > 0'
  ].map((query): Case => ({
    schema: `${t} CREATE VIEW v AS ${query};`,
    taken: ['ALTER TABLE t DROP COLUMN a', 'ALTER TABLE t ALTER a TYPE bigint']
  })),
  {
    schema: `${t} CREATE TABLE u (a int, c int); CREATE VIEW v AS SELECT u.a, t.b FROM t JOIN u ON u.c = 1;`,
    refused: ['ALTER TABLE t DROP COLUMN b', 'ALTER TABLE u DROP COLUMN c'],
    taken: ['ALTER TABLE t DROP COLUMN a']
  },
  {
    schema: `CREATE TABLE t (coalesce int, a int); CREATE VIEW v AS SELECT s.coalesce FROM (SELECT coalesce(a, 1) FROM t) s;`,
    taken: ['ALTER TABLE t DROP COLUMN coalesce']
  },
  {
    schema: 'CREATE TABLE t (int4 int, a text); CREATE VIEW v AS SELECT s.int4 FROM (SELECT (a || a)::int FROM t) s;',
    taken: ['ALTER TABLE t DROP COLUMN int4']
  },
  {
    schema: 'CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);',
    since: 15,
    refused: ['ALTER TABLE t DROP COLUMN a', 'ALTER TABLE t DROP COLUMN a, DROP COLUMN g'],
    taken: ['ALTER TABLE t DROP COLUMN g, DROP COLUMN a', 'ALTER TABLE t DROP COLUMN a CASCADE']
  },
  {
    schema:
      'CREATE TABLE p (id int PRIMARY KEY, u int UNIQUE); CREATE TABLE c (p int REFERENCES p, x int REFERENCES p (u));',
    refused: [
      'DROP TABLE p',
      'ALTER TABLE p DROP COLUMN id',
      'ALTER TABLE p DROP COLUMN u',
      'ALTER TABLE p DROP CONSTRAINT p_pkey',
      'ALTER TABLE p DROP CONSTRAINT p_u_key'
    ],
    taken: [
      'DROP TABLE p, c',
      'DROP TABLE c, p',
      'ALTER TABLE c DROP COLUMN p',
      'ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE'
    ]
  },
  {
    schema: 'CREATE TABLE p (id int PRIMARY KEY, u int REFERENCES p);',
    refused: ['ALTER TABLE p DROP COLUMN id', 'ALTER TABLE p DROP CONSTRAINT p_pkey'],
    taken: [
      'DROP TABLE p',
      'ALTER TABLE p DROP COLUMN u',
      'ALTER TABLE p DROP CONSTRAINT p_u_fkey, DROP CONSTRAINT p_pkey'
    ]
  },
  {
    schema: 'CREATE TABLE p (id int); CREATE TABLE c () INHERITS (p);',
    refused: ['DROP TABLE p'],
    taken: ['DROP TABLE p, c', 'DROP TABLE c', 'ALTER TABLE p DROP COLUMN id']
  },
  {
    schema: 'CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE c PARTITION OF p DEFAULT;',
    taken: ['DROP TABLE p', 'DROP TABLE c']
  },
  {
    schema: 'CREATE TABLE q (x int); CREATE TABLE t (a int); CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM q));',
    refused: ['DROP TABLE q'],
    taken: ['DROP TABLE t', 'DROP TABLE q, t', 'DROP TABLE q CASCADE']
  },
  {
    schema: `${t} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();`,
    refused: ['ALTER TABLE t ALTER a TYPE bigint', 'ALTER TABLE t DROP COLUMN a', 'DROP FUNCTION f()'],
    taken: ['ALTER TABLE t DROP COLUMN b', 'DROP FUNCTION f() CASCADE', 'DROP TABLE t']
  },
  {
    schema: `${t} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE t RENAME a TO c; ALTER TABLE t ADD COLUMN a int;`,
    refused: ['ALTER TABLE t DROP COLUMN c'],
    taken: ['ALTER TABLE t DROP COLUMN a', 'DROP FUNCTION f(int)']
  },
  {
    schema: `CREATE TABLE q (x int); CREATE TABLE t (a int); CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM q));
      ALTER POLICY p ON t USING (true);`,
    taken: ['DROP TABLE q']
  },
  {
    schema: `${t} CREATE VIEW v AS SELECT a, b FROM t; ALTER VIEW v RENAME COLUMN a TO x;`,
    refused: ['CREATE OR REPLACE VIEW v AS SELECT a, b FROM t'],
    taken: ['CREATE OR REPLACE VIEW v AS SELECT a AS x, b FROM t']
  },
  {
    schema: `CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE TYPE free AS ENUM ('b');
      CREATE TABLE t (a e[]); CREATE TABLE u (x d);`,
    refused: ['DROP TYPE e', 'DROP DOMAIN d'],
    taken: ['DROP TYPE free', 'DROP TYPE e CASCADE', 'DROP DOMAIN d CASCADE']
  },
  {
    schema: `${t} CREATE VIEW v (x) AS SELECT a FROM t;`,
    refused: ['CREATE OR REPLACE VIEW v AS SELECT a FROM t', 'CREATE OR REPLACE VIEW v (y, x) AS SELECT b, a FROM t'],
    taken: [
      'CREATE OR REPLACE VIEW v (x, y) AS SELECT a, b FROM t',
      'CREATE OR REPLACE VIEW v AS SELECT a + 1 AS x FROM t'
    ]
  },
  {
    schema: `${t} CREATE VIEW v AS SELECT a, b FROM t;`,
    refused: ['CREATE OR REPLACE VIEW v AS SELECT a FROM t'],
    taken: ['CREATE OR REPLACE VIEW v AS SELECT * FROM t']
  },
  {
    schema: `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    refused: [`CREATE OR REPLACE FUNCTION f(int) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'`],
    taken: [
      `CREATE OR REPLACE FUNCTION f(integer) RETURNS int4 LANGUAGE sql AS 'SELECT 2'`,
      `CREATE OR REPLACE FUNCTION f(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'`
    ]
  },
  {
    schema: `CREATE TABLE p (id int PRIMARY KEY, u int, n int, d int UNIQUE DEFERRABLE); CREATE UNIQUE INDEX ON p (u) WHERE u > 1;
      CREATE TABLE c (a int, b text); CREATE TABLE bare (id int);`,
    refused: [
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (n)',
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (u) NOT VALID',
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (d)',
      'ALTER TABLE c ADD FOREIGN KEY (b) REFERENCES p',
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES bare',
      'CREATE TABLE d (x int REFERENCES p (n))',
      'ALTER TABLE c ADD COLUMN e int REFERENCES p (n)',
      'ALTER TABLE c ADD COLUMN e uuid, ADD FOREIGN KEY (e) REFERENCES p'
    ],
    taken: [
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p',
      'CREATE TABLE d (id int UNIQUE, up int REFERENCES d (id))',
      'ALTER TABLE bare ADD UNIQUE (id), ADD FOREIGN KEY (id) REFERENCES bare (id)',
      'ALTER TABLE c ALTER b TYPE int USING b::int, ADD FOREIGN KEY (b) REFERENCES p'
    ]
  },
  {
    schema: `CREATE TABLE p (a int, b int, UNIQUE (b, a)); CREATE UNIQUE INDEX ON p (a) INCLUDE (b); CREATE TABLE c (a int, b int);`,
    refused: ['ALTER TABLE c ADD FOREIGN KEY (b) REFERENCES p (b)'],
    taken: [
      'ALTER TABLE c ADD FOREIGN KEY (a, b) REFERENCES p (a, b)',
      'ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (a)'
    ]
  },
  // What is there, or is not, is a notice.
  {
    schema: 'CREATE TABLE p (id int PRIMARY KEY, code text); CREATE TABLE c (id int);',
    taken: [
      'CREATE TABLE IF NOT EXISTS c (code text REFERENCES p (code))',
      'ALTER TABLE c ADD COLUMN IF NOT EXISTS id text REFERENCES p (code)',
      'ALTER TABLE IF EXISTS missing ADD FOREIGN KEY (code) REFERENCES p (code)'
    ],
    refused: [
      'CREATE TABLE IF NOT EXISTS d (code text REFERENCES p (code))',
      'ALTER TABLE c ADD COLUMN IF NOT EXISTS code text REFERENCES p (code)'
    ]
  },
  // What an earlier statement has taken with it.
  {
    schema: `${t} CREATE TABLE u (b text); CREATE VIEW v AS SELECT t.a FROM t JOIN u ON t.b = u.b; ALTER TABLE t DROP COLUMN a CASCADE;`,
    taken: ['DROP TABLE u', 'ALTER TABLE u DROP COLUMN b']
  },
  {
    schema: `CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP TYPE mood CASCADE; CREATE TYPE mood AS ENUM ('b');`,
    taken: [`CREATE OR REPLACE FUNCTION f(mood) RETURNS text LANGUAGE sql AS 'SELECT NULL'`]
  },
  {
    schema: `${t} CREATE VIEW v AS SELECT a, b FROM t; CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (x int REFERENCES p);`,
    taken: [
      'ALTER TABLE t DROP COLUMN a CASCADE, DROP COLUMN b',
      'ALTER TABLE t DROP COLUMN a CASCADE, ALTER b TYPE varchar(9)',
      'ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE, DROP COLUMN id'
    ]
  },
  // Errors that are caught, and what may not run.
  {
    schema: `${t} CREATE VIEW v AS SELECT a FROM t;`,
    taken: [
      'DO $$ BEGIN ALTER TABLE t ALTER a TYPE bigint; EXCEPTION WHEN others THEN NULL; END $$',
      'DO $$ BEGIN IF false THEN ALTER TABLE t DROP COLUMN a; END IF; END $$'
    ]
  },
  // Where the server makes what replaces nothing of its name.
  {
    schema: `${t} CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT a FROM t; CREATE SCHEMA s;`,
    taken: [
      `CREATE OR REPLACE FUNCTION s.f() RETURNS text LANGUAGE sql AS 'SELECT NULL'`,
      'CREATE OR REPLACE VIEW s.v AS SELECT b FROM t',
      'CREATE OR REPLACE TEMPORARY VIEW v AS SELECT b FROM t'
    ]
  },
  // Overloads.
  {
    schema: `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f(int);`,
    taken: [`CREATE OR REPLACE FUNCTION f(int) RETURNS text LANGUAGE sql AS 'SELECT NULL'`]
  },
  {
    schema: `CREATE TABLE users (id int); CREATE FUNCTION f() RETURNS SETOF users LANGUAGE sql AS 'SELECT 1'; ALTER TABLE users RENAME TO accounts;`,
    taken: [`CREATE OR REPLACE FUNCTION f() RETURNS SETOF accounts LANGUAGE sql AS 'SELECT 2'`]
  },
  // Another name for a column of the view leaves those that it reads.
  {
    schema: `${t} CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v RENAME COLUMN a TO b;`,
    taken: ['ALTER TABLE t DROP COLUMN b'],
    refused: ['ALTER TABLE t DROP COLUMN a']
  },
  // The server looks on for a key that is not deferrable.
  {
    schema: 'CREATE TABLE p (id int UNIQUE DEFERRABLE); CREATE UNIQUE INDEX p_id ON p (id);',
    taken: ['CREATE TABLE c (id int REFERENCES p (id))']
  },
  {
    schema: 'CREATE TABLE p (id int UNIQUE); ALTER TABLE p ADD PRIMARY KEY (id); CREATE TABLE c (x int REFERENCES p);',
    taken: ['ALTER TABLE p DROP CONSTRAINT p_id_key']
  },
  // Names that are those of a query, not of the table.
  ...[
    'SELECT x.count FROM (SELECT a, count(*)::int FROM t GROUP BY a) x',
    'SELECT x.b FROM (SELECT lower(b)::text AS b FROM t) x',
    'SELECT x.current_date FROM (SELECT current_date FROM t) x',
    'SELECT column1 FROM (VALUES (1)) q, t'
  ].map((query) => ({
    schema: `CREATE TABLE t (a int, b text, count int, current_date_ int, column1 int, "current_date" int); ALTER TABLE t DROP COLUMN column1; CREATE VIEW v AS ${query}; ALTER TABLE t ADD COLUMN column1 int;`,
    taken: [
      'ALTER TABLE t DROP COLUMN count',
      'ALTER TABLE t DROP COLUMN "current_date"',
      'ALTER TABLE t DROP COLUMN column1'
    ]
  })),
  // Other names of policies and rules, and what DETACH takes.
  {
    schema:
      'CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE POLICY p ON t USING (a IN (SELECT a FROM u)); ALTER POLICY p ON t RENAME TO q; DROP POLICY q ON t;',
    taken: ['DROP TABLE u']
  },
  {
    schema:
      'CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (1); ALTER RULE r ON t RENAME TO q; DROP RULE q ON t;',
    taken: ['DROP TABLE u']
  },
  {
    schema: `CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF t FOR VALUES IN (1); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER x BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DETACH PARTITION c;`,
    taken: ['ALTER TABLE c DROP COLUMN b']
  }
]

describe.each([14, 18])('PostgreSQL %i', (version) => {
  const client = new pg.Client({connectionString: process.env[`SQLSAFE_TEST_POSTGRES_${version}_URL`]})
  beforeAll(() => client.connect())
  afterAll(() => client.end())

  /** Whether the server takes a statement; nothing of it stays. */
  async function takes(schema: string, sql: string): Promise<boolean> {
    await client.query('BEGIN; CREATE SCHEMA other_objects; SET LOCAL search_path = other_objects')
    try {
      await client.query(schema)
      return await client.query(sql).then(
        () => true,
        () => false
      )
    } finally {
      await client.query('ROLLBACK')
    }
  }

  async function fails(schema: string, sql: string): Promise<boolean> {
    const server = {dialect: 'postgres', version: [version]} as const
    const read = await loadReader(server)
    const catalog = new Catalog()
    const session = new Session(server)
    const commands = read(`${schema}\n${sql}`).statements.flatMap((statement) => statement.commands)
    const told = commands.map((command) => {
      const judgement = judge(command, {catalog, session})
      change(command, catalog, session, undefined)
      return (judgement.refusal ?? judgement.failure) !== undefined
    })
    // Nothing of the schema is, which the server has taken.
    expect(told.slice(0, -1)).not.toContain(true)
    return told.at(-1) === true
  }

  const all = cases
    .filter(({since = 14}) => version >= since)
    .flatMap(({refused = [], schema, taken = []}) => [
      ...refused.map((sql) => [sql, schema, false] as const),
      ...taken.map((sql) => [sql, schema, true] as const)
    ])

  test.each(all)('%s upon %s: taken %s', async (sql, schema, isTaken) => {
    expect(await takes(schema, sql)).toBe(isTaken)
    expect(await fails(schema, sql)).toBe(!isTaken)
  })

  test('foreign keys between any two types', async () => {
    for (const to of referringTypes.keys()) {
      for (const from of referringTypes.keys()) {
        const schema = `CREATE TABLE p (a ${to} PRIMARY KEY);`
        const sql = `CREATE TABLE c (a ${from} REFERENCES p)`
        expect([from, to, await fails(schema, sql)]).toEqual([from, to, !(await takes(schema, sql))])
      }
    }
  })
})
