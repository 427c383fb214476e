import {rows, type CaseGroup} from './case.js'

/** What hangs on objects that are no tables: operators, types, rows of tables, roles. */
export const dependingCases: readonly CaseGroup[] = [
  {
    name: 'attributes of types',
    setup: `CREATE TYPE ct AS (a varchar(10), b int, n int); CREATE TABLE p (b int PRIMARY KEY, n int); ${rows('p', 'g, g', 100)}
      CREATE TABLE typed OF ct (PRIMARY KEY (a), FOREIGN KEY (b) REFERENCES p); ${rows('typed', 'g, g, g', 100)} CREATE TABLE refs (a varchar(10) REFERENCES typed);
      CREATE VIEW tv AS SELECT n FROM typed; CREATE TYPE parted AS (a int, b text); CREATE TABLE pt OF parted PARTITION BY RANGE (a); CREATE TABLE pt_1 PARTITION OF pt FOR VALUES FROM (1) TO (1000);
      CREATE TYPE checked AS (a int, b int); CREATE TABLE ckt OF checked (CHECK (a > 0)); ${rows('ckt', 'g, g', 100)} CREATE TYPE free AS (x int, y int); CREATE TABLE users (id int, f free); CREATE VIEW fv AS SELECT (f).x AS q FROM users;`,
    statements: [
      'ALTER TYPE ct ALTER ATTRIBUTE a TYPE varchar(20) CASCADE',
      'ALTER TYPE ct ALTER ATTRIBUTE a TYPE text COLLATE "C" CASCADE',
      'ALTER TYPE ct ALTER ATTRIBUTE b TYPE bigint CASCADE',
      'ALTER TYPE ct DROP ATTRIBUTE a CASCADE',
      'ALTER TYPE ct DROP ATTRIBUTE b CASCADE',
      'ALTER TYPE ct DROP ATTRIBUTE n CASCADE, ADD ATTRIBUTE z int CASCADE',
      'ALTER TYPE ct RENAME ATTRIBUTE b TO z CASCADE',
      'ALTER TYPE parted ADD ATTRIBUTE z int CASCADE',
      'ALTER TYPE parted DROP ATTRIBUTE b CASCADE',
      'ALTER TYPE checked ALTER ATTRIBUTE a TYPE bigint CASCADE',
      'ALTER TYPE checked ALTER ATTRIBUTE a TYPE bigint CASCADE; ALTER TABLE ckt ALTER b SET NOT NULL',
      'ALTER TYPE free DROP ATTRIBUTE x CASCADE',
      'ALTER TYPE free ADD ATTRIBUTE z int'
    ]
  },
  {
    name: 'functions of operators, types, classes and aggregates',
    setup: `CREATE SCHEMA other; CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'; CREATE OPERATOR other.=== (leftarg = int, rightarg = int, procedure = same);
      CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($1, $2)'; CREATE OPERATOR FAMILY other.family USING btree;
      CREATE OPERATOR CLASS class FOR TYPE int USING btree FAMILY other.family AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(int, int);
      CREATE FUNCTION step(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE other.agg (int) (sfunc = step, stype = int); CREATE COLLATION other.coll (locale = 'C'); CREATE TEXT SEARCH CONFIGURATION other.search (COPY = english);
      CREATE FUNCTION diff(int, int) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1.0::float8'; CREATE TYPE span AS RANGE (subtype = int, subtype_diff = diff); CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION as_int(mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE CAST (mood AS int) WITH FUNCTION as_int(mood);
      CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN counted AS int DEFAULT one(); CREATE DOMAIN keyed AS int;
      CREATE TABLE checks (a int, CHECK (a OPERATOR(other.===) 1)); CREATE TABLE protected (a int); CREATE POLICY p ON protected USING (a OPERATOR(other.===) 1); CREATE TABLE sorted (a int); CREATE INDEX ON sorted (a class); CREATE VIEW sums AS SELECT other.agg(a) FROM sorted;
      CREATE TABLE collated (a text); CREATE INDEX ON collated (a COLLATE other.coll); CREATE TABLE texts (a text); CREATE INDEX ON texts USING gin (to_tsvector('other.search', a)); CREATE VIEW vectors AS SELECT to_tsvector('other.search', a) FROM texts;
      CREATE TABLE spans (a span); CREATE TABLE moods (a mood, CHECK (a::int > 0)); CREATE VIEW mood_view AS SELECT a::int AS y FROM moods; CREATE TABLE counts (a counted); CREATE TABLE keys (a keyed PRIMARY KEY); CREATE TABLE refs (a int REFERENCES keys);`,
    statements: [
      'DROP SCHEMA other CASCADE',
      'DROP FUNCTION same(int, int) CASCADE',
      'DROP FUNCTION cmp(int, int) CASCADE',
      'DROP OPERATOR FAMILY other.family USING btree CASCADE',
      'DROP FUNCTION step(int, int) CASCADE',
      'DROP TEXT SEARCH CONFIGURATION other.search CASCADE',
      'DROP FUNCTION diff(int, int) CASCADE',
      'DROP FUNCTION as_int(mood) CASCADE',
      'DROP FUNCTION one() CASCADE',
      'DROP DOMAIN keyed CASCADE'
    ]
  },
  {
    name: 'rows of tables that were called otherwise',
    setup: `CREATE SCHEMA other; CREATE TABLE r (a int); CREATE TABLE u1 (x r); CREATE TABLE u2 (x r[]); CREATE DOMAIN d AS r; CREATE TABLE u3 (x d); ALTER TABLE r RENAME TO renamed; CREATE TABLE s (a int); CREATE TABLE u4 (x s); ALTER TABLE s SET SCHEMA other;
      CREATE VIEW v AS SELECT a FROM renamed; CREATE TABLE u5 (x v); ALTER VIEW v RENAME TO w;`,
    statements: ['DROP TABLE renamed CASCADE', 'DROP SCHEMA other CASCADE', 'DROP VIEW w CASCADE']
  },
  {
    name: 'what a role owns',
    unsure: true,
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE refs (id int REFERENCES t); CREATE TABLE granted (id int); CREATE VIEW v AS SELECT id FROM t; ALTER TABLE t OWNER TO sqlsafe_facts; GRANT SELECT ON granted TO sqlsafe_facts;`,
    statements: [
      'DROP OWNED BY sqlsafe_facts CASCADE',
      'REASSIGN OWNED BY sqlsafe_facts TO CURRENT_USER',
      'REASSIGN OWNED BY sqlsafe_facts TO CURRENT_USER; DROP OWNED BY sqlsafe_facts'
    ]
  }
]
