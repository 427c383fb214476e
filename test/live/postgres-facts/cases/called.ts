import {rows, type CaseGroup} from './case.js'

/** What stands elsewhere than in the statement: in a routine that it calls, behind another word, in a tablespace. */
export const calledCases: readonly CaseGroup[] = [
  {
    name: 'routines of earlier files',
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (id int, a int); ${rows('t', 'g, g')} ${rows('u', 'g, g')}
      CREATE FUNCTION adds() RETURNS void LANGUAGE plpgsql AS 'BEGIN ALTER TABLE t ADD COLUMN b int; END';
      CREATE FUNCTION empties() RETURNS void LANGUAGE sql AS 'DELETE FROM u';
      CREATE FUNCTION empties(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM adds(); END';
      CREATE PROCEDURE drops() LANGUAGE plpgsql AS 'BEGIN DROP TABLE u; END';
      CREATE FUNCTION again(n int) RETURNS void LANGUAGE plpgsql AS 'BEGIN IF n > 0 THEN PERFORM again(n - 1); END IF; LOCK TABLE u IN SHARE MODE; END';`,
    statements: [
      'SELECT adds()',
      'SELECT public.adds()',
      'SELECT empties()',
      'SELECT empties(1)',
      'SELECT outer_one()',
      'SELECT again(2)',
      'CALL drops()',
      'DO $$ BEGIN PERFORM adds(); END $$'
    ]
  },
  {
    name: 'what routines of earlier files leave',
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); ${rows('t', 'g, g')} ALTER TABLE t ADD CONSTRAINT proof CHECK (a IS NOT NULL);
      CREATE FUNCTION drops() RETURNS void LANGUAGE plpgsql AS 'BEGIN ALTER TABLE t DROP CONSTRAINT proof; END';
      CREATE FUNCTION unproves() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM drops(); ALTER TABLE t ALTER a SET NOT NULL; END';
      CREATE FUNCTION makes() RETURNS void LANGUAGE plpgsql AS 'BEGIN CREATE TABLE x (id int); ALTER TABLE x ADD COLUMN y float DEFAULT random(); ALTER TABLE x RENAME TO z; CREATE VIEW v AS SELECT id FROM z; DROP VIEW v; DROP TABLE z; END';`,
    statements: [
      'SELECT unproves()',
      'SELECT drops(); ALTER TABLE t ALTER a SET NOT NULL',
      'DO $$ BEGIN PERFORM drops(); ALTER TABLE t ALTER a SET NOT NULL; END $$',
      'SELECT makes()',
      'ALTER TABLE t ALTER a SET NOT NULL'
    ]
  },
  {
    name: 'routines that statements about rows call',
    setup: `CREATE TABLE r (id int, t_id int); ${rows('r', 'g, g', 100)} CREATE TABLE log (id int); CREATE TABLE side (id int);
      CREATE FUNCTION writes() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO side VALUES (1); RETURN 1; END';
      CREATE FUNCTION reads(int, unused int DEFAULT 0) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM side); END';
      CREATE FUNCTION changes() RETURNS int LANGUAGE plpgsql AS 'BEGIN ALTER TABLE side ADD COLUMN z int; RETURN 1; END';`,
    statements: [
      'INSERT INTO log SELECT writes()',
      'INSERT INTO log VALUES (writes())',
      'INSERT INTO log SELECT changes()',
      'UPDATE r SET t_id = reads(id)',
      'DELETE FROM r WHERE id = reads(1)',
      'CREATE TABLE x AS SELECT writes() AS y',
      'CREATE TABLE x AS SELECT reads(id) FROM r WITH NO DATA',
      'SELECT writes() AS y INTO x',
      'CREATE MATERIALIZED VIEW x AS SELECT reads(id) FROM r',
      'CREATE VIEW x AS SELECT reads(id) FROM r',
      'WITH x AS (INSERT INTO log VALUES (writes()) RETURNING id) SELECT * FROM x'
    ]
  },
  {
    name: 'routines that expressions of blocks call',
    setup: `CREATE TABLE side (id int); CREATE FUNCTION w() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO side VALUES (1); RETURN 1; END';`,
    statements: [
      'DO $$ DECLARE n int; BEGIN n := w(); END $$',
      'DO $$ BEGIN IF w() = 1 THEN NULL; END IF; END $$',
      'DO $$ DECLARE n int := w(); BEGIN NULL; END $$',
      `DO $$ BEGIN RAISE NOTICE '%', w(); END $$`,
      'DO $$ BEGIN FOR i IN 1..w() LOOP NULL; END LOOP; END $$',
      'DO $$ BEGIN IF now() IS NULL OR (1 > 2) THEN NULL; END IF; END $$'
    ]
  },
  {
    name: 'bodies of several statements',
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (id int, a int);`,
    statements: [
      'CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM u; END',
      'CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC UPDATE t SET a = 1; INSERT INTO u SELECT id, a FROM t; END'
    ]
  },
  {
    name: 'tables that ALTER INDEX names',
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t; ${rows('t', 'g')}`,
    statements: ['ALTER INDEX t RENAME TO x', 'ALTER INDEX v RENAME TO x', 'ALTER INDEX t_pkey RENAME TO x']
  },
  {
    name: 'tables of a tablespace',
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE part (id int) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (5000);
      CREATE TABLE there (id int) TABLESPACE sqlsafe_facts; CREATE MATERIALIZED VIEW m AS SELECT id FROM t; ${rows('t', 'g')} ${rows('part', 'g')} ${rows('there', 'g')}`,
    statements: [
      'ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE sqlsafe_facts',
      'ALTER TABLE ALL IN TABLESPACE sqlsafe_facts SET TABLESPACE pg_default',
      'ALTER TABLE there SET TABLESPACE pg_default',
      'ALTER TABLE there SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX ALL IN TABLESPACE sqlsafe_facts SET TABLESPACE pg_default'
    ]
  },
  {
    name: 'types of virtual columns',
    since: 18,
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int, v int GENERATED ALWAYS AS (a * 2) VIRTUAL, w int GENERATED ALWAYS AS (a * 3) VIRTUAL, CHECK (w > 0)); ${rows('t', 'g, g')}`,
    statements: ['ALTER TABLE t ALTER v TYPE bigint', 'ALTER TABLE t ALTER w TYPE bigint']
  }
]
