import {rows, type CaseGroup} from './case.js'

/** Rewrite rules, and indexes that are altered by other words. */
export const rewritingCases: readonly CaseGroup[] = [
  {
    name: 'rules that a statement sets off',
    setup: `CREATE TABLE t (id int PRIMARY KEY, x int); ${rows('t', 'g, g')} CREATE TABLE log (id int, w text); CREATE TABLE src (id int); CREATE TABLE s (id int PRIMARY KEY, n int); ${rows('s', 'g, g')} CREATE TABLE second (id int);
      CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log (id) SELECT NEW.id FROM src; CREATE RULE u AS ON UPDATE TO t DO ALSO DELETE FROM s WHERE id IN (SELECT id FROM src);
      CREATE RULE d AS ON DELETE TO t DO ALSO (UPDATE s SET n = n + 1 WHERE id = OLD.id; INSERT INTO log VALUES (OLD.id, 'x')); CREATE RULE chain AS ON INSERT TO log DO ALSO INSERT INTO second VALUES (NEW.id);
      CREATE TABLE moved (id int); CREATE TABLE target (id int); CREATE RULE i AS ON INSERT TO moved DO INSTEAD INSERT INTO target VALUES (NEW.id); CREATE VIEW v AS SELECT id, x FROM t;
      CREATE TABLE off (id int); CREATE RULE o AS ON INSERT TO off DO ALSO INSERT INTO target VALUES (1); ALTER TABLE off DISABLE RULE o; CREATE TABLE again (id int);
      CREATE RULE o AS ON INSERT TO again DO ALSO INSERT INTO target VALUES (1); CREATE OR REPLACE RULE o AS ON INSERT TO again DO ALSO INSERT INTO second VALUES (1);
      CREATE TABLE told (id int); CREATE RULE n AS ON INSERT TO told DO ALSO NOTIFY x; CREATE TABLE part (id int) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (100);
      CREATE RULE p AS ON INSERT TO part_1 DO ALSO INSERT INTO target VALUES (1); CREATE TABLE read (id int); CREATE RULE r AS ON INSERT TO read DO ALSO SELECT * FROM src;`,
    statements: [
      'INSERT INTO t VALUES (5000, 1)',
      'INSERT INTO t SELECT g + 5000, 1 FROM generate_series(1, 3) g',
      'UPDATE t SET x = 1 WHERE id = 5',
      'UPDATE t SET x = 1',
      'DELETE FROM t WHERE id = 5',
      'INSERT INTO moved VALUES (1)',
      'INSERT INTO v VALUES (5001, 1)',
      'UPDATE v SET x = 1',
      'INSERT INTO off VALUES (1)',
      'INSERT INTO again VALUES (1)',
      'INSERT INTO told VALUES (1)',
      'INSERT INTO part VALUES (1)',
      'INSERT INTO part_1 VALUES (1)',
      'INSERT INTO read VALUES (1)',
      'INSERT INTO log VALUES (1)',
      'TRUNCATE t',
      'WITH x AS (INSERT INTO t VALUES (6000, 1) RETURNING id) SELECT * FROM x',
      'SET LOCAL session_replication_role = replica; INSERT INTO t VALUES (5000, 1)'
    ]
  },
  {
    name: 'rules that make a view of a table',
    setup: `CREATE TABLE t (id int); CREATE TABLE src (id int); ${rows('src', 'g')}`,
    statements: [
      'CREATE RULE "_RETURN" AS ON SELECT TO t DO INSTEAD SELECT id FROM src',
      'CREATE RULE "_RETURN" AS ON SELECT TO t DO INSTEAD SELECT id FROM src; SELECT * FROM t'
    ]
  },
  {
    name: 'indexes altered as tables',
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a); CREATE INDEX e ON t ((a + 1)); CREATE INDEX there ON t (a) TABLESPACE sqlsafe_facts; ${rows('t', 'g, g')}
      CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE INDEX pi ON p (id);
      CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE INDEX mi ON m (id); CREATE SEQUENCE s;`,
    statements: [
      'ALTER INDEX i OWNER TO CURRENT_USER',
      'ALTER TABLE i OWNER TO CURRENT_USER',
      'ALTER TABLE s OWNER TO CURRENT_USER',
      'ALTER TABLE i SET TABLESPACE sqlsafe_facts',
      'ALTER TABLE there SET TABLESPACE sqlsafe_facts',
      'ALTER TABLE t_pkey SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX ALL IN TABLESPACE sqlsafe_facts SET TABLESPACE pg_default',
      'ALTER INDEX mi SET TABLESPACE sqlsafe_facts'
    ]
  }
]
