import {rows, type CaseGroup} from './case.js'

const users =
  'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), name text, age int, born timestamptz);' +
  rows('users', `g, 'u' || g, 'n' || g, g % 90 + 1, now()`) +
  'CREATE INDEX users_age ON users (age);'

const types = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TYPE address AS (street text, zip text);
  CREATE DOMAIN plain AS int;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE DOMAIN filled AS int NOT NULL;
  CREATE DOMAIN over_positive AS positive;
  CREATE DOMAIN with_default AS text DEFAULT 'none';
  CREATE DOMAIN with_random AS float DEFAULT random();
  CREATE DOMAIN lazy_random AS with_random;
`

const functions = `
  CREATE SEQUENCE numbers;
  CREATE FUNCTION constant() RETURNS int LANGUAGE sql AS 'SELECT 42';
  CREATE FUNCTION returning_constant() RETURNS int LANGUAGE sql RETURN 42;
  CREATE FUNCTION procedural() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 42; END';
  CREATE FUNCTION procedural_stable() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 42; END';
  CREATE FUNCTION dice() RETURNS float LANGUAGE sql AS 'SELECT random()';
  CREATE FUNCTION dice_immutable() RETURNS float LANGUAGE sql IMMUTABLE AS 'SELECT random()';
  CREATE FUNCTION dice_stable() RETURNS float LANGUAGE sql STABLE AS 'SELECT random()';
  CREATE FUNCTION nested() RETURNS int LANGUAGE sql AS 'SELECT constant() + 1';
  CREATE FUNCTION nested_dice() RETURNS float LANGUAGE sql AS 'SELECT dice() + 1';
  CREATE FUNCTION from_table() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM users';
  CREATE FUNCTION two_statements() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 42';
  CREATE FUNCTION doubled(x int) RETURNS int LANGUAGE sql AS 'SELECT x * 2';
  CREATE FUNCTION strict_doubled(x int) RETURNS int LANGUAGE sql STRICT AS 'SELECT x * 2';
  CREATE FUNCTION strict_constant(x int) RETURNS int LANGUAGE sql STRICT AS 'SELECT 42';
  CREATE FUNCTION definer() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 42';
  CREATE FUNCTION with_setting() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT 42';
  CREATE FUNCTION several() RETURNS SETOF int LANGUAGE sql AS 'SELECT 42';
  CREATE FUNCTION now_wrapped() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()';
`

export const columnsCases: readonly CaseGroup[] = [
  {
    name: 'ADD COLUMN',
    setup: types + users + functions,
    statements: [
      'ADD COLUMN x int',
      'ADD COLUMN x int NULL',
      'ADD COLUMN x int NOT NULL DEFAULT 5',
      'ADD COLUMN IF NOT EXISTS age int DEFAULT random()',
      'ADD COLUMN IF NOT EXISTS x int DEFAULT random()',
      'ADD COLUMN x timestamptz DEFAULT now()',
      'ADD COLUMN x timestamptz DEFAULT CURRENT_TIMESTAMP',
      'ADD COLUMN x timestamptz DEFAULT transaction_timestamp()',
      'ADD COLUMN x timestamptz DEFAULT statement_timestamp()',
      'ADD COLUMN x timestamptz DEFAULT clock_timestamp()',
      `ADD COLUMN x timestamptz DEFAULT '2020-01-01'`,
      `ADD COLUMN x timestamptz DEFAULT now() - interval '1 day'`,
      `ADD COLUMN x timestamp DEFAULT (now() AT TIME ZONE 'utc')`,
      `ADD COLUMN x timestamp DEFAULT timezone('utc', now())`,
      `ADD COLUMN x timetz DEFAULT CURRENT_TIME`,
      `ADD COLUMN x timetz DEFAULT (CURRENT_TIME AT TIME ZONE 'utc')`,
      'ADD COLUMN x date DEFAULT CURRENT_DATE',
      'ADD COLUMN x text DEFAULT CURRENT_USER',
      'ADD COLUMN x text DEFAULT session_user::text',
      `ADD COLUMN x text DEFAULT current_setting('timezone')`,
      `ADD COLUMN x text DEFAULT to_char(now(), 'YYYY')`,
      'ADD COLUMN x uuid DEFAULT gen_random_uuid()',
      'ADD COLUMN x uuid DEFAULT pg_catalog.gen_random_uuid()',
      'ADD COLUMN x text DEFAULT md5(random()::text)',
      `ADD COLUMN x text DEFAULT substr(md5('x'), 1, 8)`,
      'ADD COLUMN x text DEFAULT timeofday()',
      'ADD COLUMN x bigint DEFAULT txid_current()',
      'ADD COLUMN x float DEFAULT random() * 100',
      'ADD COLUMN x int DEFAULT floor(random() * 10)::int',
      `ADD COLUMN x bigint DEFAULT nextval('numbers')`,
      `ADD COLUMN x bigint DEFAULT nextval('numbers'::regclass)`,
      'ADD COLUMN x int DEFAULT pg_backend_pid()',
      `ADD COLUMN x jsonb DEFAULT '{}'`,
      `ADD COLUMN x jsonb DEFAULT jsonb_build_object('a', now())`,
      `ADD COLUMN x jsonb DEFAULT jsonb_build_object('a', random())`,
      `ADD COLUMN x text[] DEFAULT '{}'`,
      'ADD COLUMN x float[] DEFAULT ARRAY[random()]',
      `ADD COLUMN x text DEFAULT coalesce(NULL, 'x')`,
      `ADD COLUMN x text DEFAULT CASE WHEN random() > 2 THEN 'a' ELSE 'b' END`,
      `ADD COLUMN x mood DEFAULT 'ok'`,
      'ADD COLUMN x address',
      `ADD COLUMN x address DEFAULT ROW('a', 'b')`,
      'ADD COLUMN x int DEFAULT constant()',
      'ADD COLUMN x int DEFAULT returning_constant()',
      'ADD COLUMN x int DEFAULT procedural()',
      'ADD COLUMN x int DEFAULT procedural_stable()',
      'ADD COLUMN x float DEFAULT dice()',
      'ADD COLUMN x float DEFAULT dice_immutable()',
      'ADD COLUMN x float DEFAULT dice_stable()',
      'ADD COLUMN x int DEFAULT nested()',
      'ADD COLUMN x float DEFAULT nested_dice()',
      'ADD COLUMN x int DEFAULT from_table()',
      'ADD COLUMN x int DEFAULT two_statements()',
      'ADD COLUMN x int DEFAULT doubled(21)',
      'ADD COLUMN x int DEFAULT doubled((random() * 10)::int)',
      'ADD COLUMN x int DEFAULT strict_doubled(21)',
      'ADD COLUMN x int DEFAULT strict_constant(21)',
      'ADD COLUMN x int DEFAULT definer()',
      'ADD COLUMN x int DEFAULT with_setting()',
      'ADD COLUMN x timestamptz DEFAULT now_wrapped()',
      'ADD COLUMN x serial',
      'ADD COLUMN x bigserial',
      'ADD COLUMN x int GENERATED ALWAYS AS IDENTITY',
      'ADD COLUMN x int GENERATED BY DEFAULT AS IDENTITY',
      'ADD COLUMN x int GENERATED ALWAYS AS (age + 1) STORED',
      'ADD COLUMN x int GENERATED ALWAYS AS (age + 1) VIRTUAL',
      'ADD COLUMN x int GENERATED ALWAYS AS (age + 1)',
      'ADD COLUMN x int GENERATED ALWAYS AS (age + 1) VIRTUAL NOT NULL',
      'ADD COLUMN x int GENERATED ALWAYS AS (age + 1) VIRTUAL CHECK (x > 0)',
      'ADD COLUMN x plain',
      'ADD COLUMN x plain DEFAULT 5',
      'ADD COLUMN x positive',
      'ADD COLUMN x positive DEFAULT 5',
      'ADD COLUMN x over_positive',
      'ADD COLUMN x filled DEFAULT 5',
      'ADD COLUMN x positive[]',
      'ADD COLUMN x with_default',
      'ADD COLUMN x with_random',
      'ADD COLUMN x lazy_random',
      'ADD COLUMN x with_random DEFAULT 5',
      'ADD COLUMN x int CHECK (x > 0)',
      'ADD COLUMN x int DEFAULT 5 CHECK (x > 0)',
      'ADD COLUMN x int CHECK (x > 0) NOT ENFORCED',
      'ADD COLUMN x int UNIQUE',
      'ADD COLUMN x bigint REFERENCES users',
      'ADD COLUMN x bigint DEFAULT 5 REFERENCES users',
      'ADD COLUMN x bigint DEFAULT NULL REFERENCES users',
      'ADD COLUMN x int, ADD COLUMN y int DEFAULT 5',
      'ADD COLUMN x int, ADD COLUMN y float DEFAULT random()',
      'ADD COLUMN x int DEFAULT 5, ALTER COLUMN x SET NOT NULL',
      'ADD COLUMN x int DEFAULT 5, ADD CHECK (x > 0)',
      'ADD COLUMN x int DEFAULT 5, ADD UNIQUE (id, x)',
      'ADD COLUMN x bigint, ADD FOREIGN KEY (x) REFERENCES users',
      'ADD COLUMN x int, ALTER COLUMN x SET DEFAULT 5',
      'ADD COLUMN x text COMPRESSION pglz',
      'ADD COLUMN x text STORAGE EXTERNAL',
      'ADD COLUMN x text COLLATE "C" DEFAULT \'a\'',
      'DROP COLUMN age, ADD COLUMN x float DEFAULT random()',
      'DROP COLUMN age, ADD COLUMN age bigint'
    ].map((clause) => `ALTER TABLE users ${clause}`)
  },
  {
    name: 'ADD COLUMN with a key, and NOT NULL without a default',
    setup: 'CREATE TABLE log (line text); CREATE TABLE none (a int);' + rows('log', `'x'`),
    statements: [
      'ALTER TABLE log ADD COLUMN id serial PRIMARY KEY',
      'ALTER TABLE log ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
      'ALTER TABLE none ADD COLUMN b int NOT NULL',
      'ALTER TABLE none ADD COLUMN b int PRIMARY KEY',
      'ALTER TABLE none ADD COLUMN b int NOT NULL DEFAULT 5',
      'ALTER TABLE none ADD COLUMN b int UNIQUE NOT NULL DEFAULT 5'
    ]
  },
  {
    name: 'functions of extensions',
    setup:
      'CREATE EXTENSION IF NOT EXISTS pgcrypto; CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS hstore; CREATE TABLE t (a int);' +
      rows('t', 'g'),
    statements: [
      `ALTER TABLE t ADD COLUMN x text DEFAULT encode(gen_random_bytes(8), 'hex')`,
      `ALTER TABLE t ADD COLUMN x bytea DEFAULT digest('a', 'sha256')`,
      `ALTER TABLE t ADD COLUMN x citext DEFAULT 'a'`,
      `ALTER TABLE t ADD COLUMN x hstore DEFAULT ''`,
      `ALTER TABLE t ADD COLUMN x text DEFAULT crypt('a', gen_salt('bf', 4))`
    ]
  },
  {
    name: 'generated and identity columns',
    setup:
      'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) STORED);' +
      'INSERT INTO t (a) SELECT generate_series(1, 1000);',
    statements: [
      'ALTER TABLE t ALTER id SET GENERATED BY DEFAULT',
      'ALTER TABLE t ALTER id DROP IDENTITY',
      'ALTER TABLE t ALTER id DROP IDENTITY IF EXISTS',
      'ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY',
      'ALTER TABLE t ALTER b DROP EXPRESSION',
      'ALTER TABLE t ALTER b DROP EXPRESSION IF EXISTS',
      'ALTER TABLE t ALTER b SET EXPRESSION AS (a + 2)',
      'ALTER TABLE t ALTER a SET STORAGE DEFAULT',
      'ALTER TABLE t ALTER a SET STATISTICS DEFAULT',
      'ALTER TABLE t DROP COLUMN b',
      'ALTER TABLE t DROP COLUMN IF EXISTS nothing',
      'ALTER TABLE IF EXISTS nothing ADD COLUMN x int',
      'ALTER TABLE IF EXISTS t ADD COLUMN x int',
      'ALTER TABLE t RENAME a TO c'
    ]
  },
  {
    name: 'virtual columns',
    since: 18,
    setup: 'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);' + rows('t', 'g'),
    statements: [
      'ALTER TABLE t ALTER b SET EXPRESSION AS (a + 2)',
      'ALTER TABLE t ALTER b SET NOT NULL',
      'ALTER TABLE t ADD CHECK (b > 0)',
      'ALTER TABLE t ALTER a TYPE bigint',
      'ALTER TABLE t DROP COLUMN b'
    ]
  }
]
