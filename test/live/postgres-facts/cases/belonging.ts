import {rows, type CaseGroup} from './case.js'

/** Tables that belong to a publication or an extension, or leave it; arguments that a call does not give. */
export const belongingCases: readonly CaseGroup[] = [
  {
    name: 'members of publications',
    setup: `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE bc () INHERITS (b);
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
      CREATE PUBLICATION pub_of_members FOR TABLE a, b; CREATE PUBLICATION parts_of_members FOR TABLE p; CREATE PUBLICATION one_of_members FOR TABLE ONLY b;
      CREATE PUBLICATION old_of_members FOR TABLE a; ALTER PUBLICATION old_of_members RENAME TO renamed_of_members; CREATE PUBLICATION gone_of_members FOR TABLE a, b; ALTER PUBLICATION gone_of_members DROP TABLE b; ALTER PUBLICATION gone_of_members SET TABLE c;
      ALTER PUBLICATION gone_of_members SET (publish = 'insert'); ALTER TABLE p RENAME TO q;`,
    statements: [
      'ALTER PUBLICATION pub_of_members SET TABLE a',
      'ALTER PUBLICATION pub_of_members SET TABLE c',
      'ALTER PUBLICATION pub_of_members SET TABLE b',
      'ALTER PUBLICATION pub_of_members SET TABLE ONLY b',
      'ALTER PUBLICATION parts_of_members SET TABLE a',
      'ALTER PUBLICATION one_of_members SET TABLE c',
      'ALTER PUBLICATION renamed_of_members SET TABLE c',
      'ALTER PUBLICATION gone_of_members SET TABLE a',
      'ALTER PUBLICATION pub_of_members DROP TABLE a',
      'ALTER PUBLICATION pub_of_members ADD TABLE c',
      'ALTER PUBLICATION pub_of_members SET TABLES IN SCHEMA public',
      'ALTER PUBLICATION pub_of_members SET TABLE a (id)',
      `ALTER PUBLICATION pub_of_members SET (publish = 'insert')`,
      'ALTER PUBLICATION pub_of_members OWNER TO CURRENT_USER',
      'DROP PUBLICATION pub_of_members'
    ]
  },
  {
    name: 'members of extensions',
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c () INHERITS (t); CREATE VIEW v AS SELECT id FROM t; CREATE SEQUENCE s;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    statements: [
      'ALTER EXTENSION plpgsql ADD TABLE t',
      'ALTER EXTENSION plpgsql ADD VIEW v',
      'ALTER EXTENSION plpgsql ADD SEQUENCE s',
      'ALTER EXTENSION plpgsql ADD FUNCTION f()',
      'ALTER EXTENSION plpgsql UPDATE'
    ]
  },
  {
    name: 'defaults of arguments',
    setup: `CREATE TABLE t (id int PRIMARY KEY); ${rows('t', 'g')}
      CREATE FUNCTION vol(a int, b float DEFAULT random()) RETURNS float IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN a + b; END';
      CREATE FUNCTION two(a int DEFAULT 1, b float DEFAULT random()) RETURNS float IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN a + b; END';
      CREATE FUNCTION calm(a int DEFAULT 1, b float DEFAULT 2) RETURNS float STABLE LANGUAGE plpgsql AS 'BEGIN RETURN a + b; END';
      CREATE FUNCTION mixed(a float DEFAULT random(), b float DEFAULT 2) RETURNS float STABLE LANGUAGE plpgsql AS 'BEGIN RETURN a + b; END';
      CREATE FUNCTION over(a int) RETURNS float VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
      CREATE FUNCTION over(a text, b int DEFAULT 1, c int DEFAULT 3) RETURNS float IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
      CREATE FUNCTION inlined(a int, b float DEFAULT random()) RETURNS float LANGUAGE sql AS 'SELECT a + b';`,
    statements: [
      'ALTER TABLE t ADD COLUMN x float DEFAULT vol(1)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT vol(1, 2)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT two(5)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT two(5, 6)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT two(a => 5)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT calm()',
      'ALTER TABLE t ADD COLUMN x float DEFAULT mixed(1)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT mixed()',
      `ALTER TABLE t ADD COLUMN x float DEFAULT over('a', 1)`,
      'ALTER TABLE t ADD COLUMN x float DEFAULT inlined(1)',
      'ALTER TABLE t ADD COLUMN x float DEFAULT inlined(1, 2)'
    ]
  }
]
