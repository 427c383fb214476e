import {rows, type CaseGroup} from './case.js'

/** Where an index is used and where the table is read, for keys that are looked up and rows that queries lock. */
export const lookupsCases: readonly CaseGroup[] = [
  {
    name: 'rows that look for others of their table',
    setup: `CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self, v int); ${rows('self', 'g, g, g')} CREATE VIEW vself AS SELECT * FROM self;
      CREATE TABLE found (id int PRIMARY KEY, up int REFERENCES found); ${rows('found', 'g, g')} CREATE INDEX ON found (up);
      CREATE TABLE tiny (id int PRIMARY KEY, up int REFERENCES tiny); INSERT INTO tiny VALUES (1, 1), (2, 2); CREATE VIEW vtiny AS SELECT * FROM tiny; ANALYZE;`,
    statements: [
      'INSERT INTO self VALUES (5000, 5, 1)',
      'INSERT INTO vself VALUES (5000, 5, 1)',
      'INSERT INTO tiny VALUES (3, 1)',
      'INSERT INTO vtiny VALUES (3, 1)',
      'UPDATE self SET up = 7 WHERE id = 5',
      'UPDATE tiny SET up = 2 WHERE id = 1',
      'UPDATE self SET v = 7 WHERE id = 5',
      'DELETE FROM self WHERE id = 5',
      'DELETE FROM found WHERE id = 5'
    ]
  },
  {
    name: 'rows that hang on rows, found by an index or not',
    setup: `CREATE TABLE p (id int PRIMARY KEY, v int); ${rows('p', 'g, g')}
      CREATE TABLE kept (id int REFERENCES p); ${rows('kept', 'g % 400 + 1', 5000)} CREATE INDEX ON kept (id);
      CREATE TABLE d (id int PRIMARY KEY); ${rows('d', 'g')}
      CREATE TABLE few (id int REFERENCES d ON DELETE CASCADE ON UPDATE CASCADE); INSERT INTO few VALUES (5); CREATE INDEX ON few (id);
      CREATE TABLE q (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE q_1 PARTITION OF q FOR VALUES FROM (0) TO (5000); ${rows('q', 'g, g')} ANALYZE;`,
    statements: [
      'DELETE FROM p WHERE id = 900',
      'UPDATE p SET id = 5000 WHERE id = 900',
      'DELETE FROM d WHERE id = 5',
      'UPDATE d SET id = 5000 WHERE id = 5',
      'UPDATE q_1 SET v = 1 WHERE id = 60',
      'DELETE FROM q_1 WHERE id = 6000',
      'UPDATE q SET v = 1 WHERE id = 6000',
      "COPY q (id) FROM PROGRAM 'echo 7'",
      "COPY q TO '/dev/null'"
    ]
  },
  {
    name: 'rows that MERGE looks for',
    since: 15,
    setup: `CREATE TABLE p (id int PRIMARY KEY); ${rows('p', 'g')} CREATE TABLE src (id int); ${rows('src', 'g + 500', 5)}
      CREATE TABLE kept (id int REFERENCES p); ${rows('kept', 'g', 400)} CREATE TABLE kept_indexed (id int REFERENCES p); ${rows('kept_indexed', 'g % 400 + 1', 5000)} CREATE INDEX ON kept_indexed (id);
      CREATE TABLE d (id int PRIMARY KEY); ${rows('d', 'g')} CREATE TABLE along (id int REFERENCES d ON DELETE CASCADE); ${rows('along', 'g')} CREATE INDEX ON along (id);
      CREATE TABLE tiny (id int PRIMARY KEY); INSERT INTO tiny VALUES (1); CREATE TABLE of_tiny (id int REFERENCES tiny, n int); ANALYZE;`,
    statements: [
      'MERGE INTO p USING src ON p.id = src.id WHEN MATCHED THEN DELETE',
      'MERGE INTO p USING src ON p.id = src.id WHEN MATCHED THEN UPDATE SET id = p.id + 5000',
      'MERGE INTO d USING src ON d.id = src.id WHEN MATCHED THEN DELETE',
      'MERGE INTO of_tiny USING src ON of_tiny.n = src.id WHEN NOT MATCHED THEN INSERT VALUES (1, src.id)',
      'MERGE INTO of_tiny USING (SELECT * FROM p WHERE id = 5 FOR UPDATE) q ON of_tiny.n = q.id WHEN MATCHED THEN DELETE'
    ]
  },
  {
    name: 'rows that queries lock, through views and beside others',
    setup: `CREATE TABLE a (id int PRIMARY KEY, v int); ${rows('a', 'g, g')} CREATE TABLE heap (id int, v int); ${rows('heap', 'g, g')}
      CREATE TABLE one (id int PRIMARY KEY); INSERT INTO one VALUES (5); CREATE VIEW va AS SELECT * FROM a; CREATE TABLE c (id int, v int);
      CREATE MATERIALIZED VIEW joined AS SELECT va.id FROM va JOIN heap USING (id); ANALYZE;`,
    statements: [
      'INSERT INTO c SELECT * FROM heap WHERE v = 5 FOR UPDATE',
      'UPDATE c SET v = 1 WHERE id IN (SELECT id FROM a WHERE id = 5 FOR UPDATE)',
      'DELETE FROM c WHERE id IN (SELECT id FROM a WHERE id = 5 FOR UPDATE)',
      "COPY (SELECT * FROM a WHERE id = 5 FOR UPDATE) TO '/dev/null'",
      ...['CREATE TABLE', 'CREATE MATERIALIZED VIEW'].flatMap((create) => [
        `${create} n AS SELECT * FROM va FOR UPDATE`,
        `${create} n AS SELECT * FROM va FOR UPDATE WITH NO DATA`,
        `${create} n AS SELECT va.id FROM va JOIN heap USING (id)`,
        `${create} n AS SELECT va.id FROM va JOIN heap USING (id) WITH NO DATA`,
        `${create} n AS SELECT va.id FROM va JOIN heap USING (id) FOR UPDATE OF va`,
        `${create} n AS SELECT va.id FROM va JOIN one USING (id) FOR UPDATE OF va`,
        `${create} n AS SELECT va.id FROM va JOIN heap USING (id) FOR UPDATE OF va WITH NO DATA`
      ]),
      'REFRESH MATERIALIZED VIEW joined',
      'REFRESH MATERIALIZED VIEW joined WITH NO DATA'
    ]
  },
  {
    name: 'keys that are checked by an index of the other table',
    setup: `CREATE TABLE wide (id bigint PRIMARY KEY); ${rows('wide', 'g', 20000)}
      CREATE TABLE f (id int PRIMARY KEY, a int REFERENCES wide, b int); INSERT INTO f VALUES (1, 1, 1);
      ALTER TABLE f ADD CONSTRAINT later FOREIGN KEY (b) REFERENCES wide NOT VALID;
      CREATE TABLE p (id int, w bigint REFERENCES wide) PARTITION BY RANGE (id); CREATE TABLE part (id int, w bigint); INSERT INTO part VALUES (1, 1); ANALYZE;`,
    statements: [
      'ALTER TABLE f ALTER a TYPE bigint',
      'ALTER TABLE f VALIDATE CONSTRAINT later',
      'ALTER TABLE p ATTACH PARTITION part FOR VALUES FROM (0) TO (5)'
    ]
  },
  {
    name: 'types of keys that change nothing of the rows',
    setup: `CREATE EXTENSION IF NOT EXISTS citext; CREATE TABLE t (id text PRIMARY KEY); ${rows('t', 'g')} CREATE TABLE f (id int PRIMARY KEY, a varchar REFERENCES t); ${rows('f', 'g, g')}
      CREATE TABLE o (id oid PRIMARY KEY); ${rows('o', 'g')} CREATE TABLE i (id int PRIMARY KEY); ${rows('i', 'g')} CREATE TABLE g (a int REFERENCES o, b int REFERENCES i); ${rows('g', 'g, g')}`,
    statements: [
      'ALTER TABLE f ALTER a TYPE bpchar',
      'ALTER TABLE f ALTER a TYPE text',
      'ALTER TABLE f ALTER a TYPE citext',
      'ALTER TABLE g ALTER a TYPE oid',
      'ALTER TABLE i ALTER id TYPE oid'
    ]
  },
  {
    name: 'checks that leave indexes alone',
    setup: `CREATE TABLE empty (id int PRIMARY KEY); CREATE TABLE up (id int); CREATE TABLE down (UNIQUE (id)) INHERITS (up);
      CREATE TABLE part (id int NOT NULL) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (5000);
      CREATE TABLE k (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE k_1 PARTITION OF k FOR VALUES FROM (0) TO (5); CREATE TABLE k_2 PARTITION OF k FOR VALUES FROM (5) TO (5000);
      CREATE TABLE points (id int PRIMARY KEY, k int REFERENCES k); CREATE TABLE parts (id int PRIMARY KEY, k int REFERENCES k) PARTITION BY RANGE (id);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (5000); ${rows('k', 'g + 5', 100)} ${rows('points', 'g, g + 5', 100)} ${rows('parts', 'g, g + 5', 100)}`,
    statements: [
      'ALTER TABLE empty ADD COLUMN x int NOT NULL',
      'ALTER TABLE up ADD UNIQUE (id) DEFERRABLE',
      'ALTER TABLE up ADD PRIMARY KEY (id)',
      'ALTER TABLE part_1 ALTER id SET NOT NULL',
      'ALTER TABLE k DETACH PARTITION k_1'
    ]
  },
  {
    name: 'NOT NULL constraints beside indexes',
    since: 18,
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); ${rows('t', 'g, g')} ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE up (id int, b int, CONSTRAINT own NOT NULL id NO INHERIT, CONSTRAINT all_b NOT NULL b); CREATE TABLE down (PRIMARY KEY (b)) INHERITS (up); ${rows('down', 'g, g')}`,
    statements: [
      'ALTER TABLE t ALTER a SET NOT NULL',
      'ALTER TABLE up ALTER CONSTRAINT own INHERIT',
      'ALTER TABLE ONLY up DROP CONSTRAINT all_b'
    ]
  },
  {
    name: 'a concurrent detach that was cut off',
    setup: `CREATE TABLE m (id int NOT NULL) PARTITION BY RANGE (id); CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM (0) TO (5); CREATE TABLE m_2 PARTITION OF m FOR VALUES FROM (5) TO (9);
      INSERT INTO m VALUES (1), (6); UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'm_1'::regclass; COMMENT ON TABLE m IS 'read anew';`,
    statements: ['ALTER TABLE m DETACH PARTITION m_1 FINALIZE']
  },
  {
    name: 'stronger locks that go down',
    setup: `CREATE TABLE t (id int); CREATE TABLE c () INHERITS (t); ${rows('t', 'g')} ${rows('c', 'g')}
      ALTER TABLE t ADD CONSTRAINT ck CHECK (id > 0) NOT VALID; CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (5000); ${rows('p', 'g')}
      CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();`,
    statements: [
      'ALTER TABLE t VALIDATE CONSTRAINT ck, ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE p DISABLE TRIGGER tr, ENABLE ROW LEVEL SECURITY'
    ]
  },
  {
    name: 'indexes of a parent alone, and what hangs on functions and keys',
    setup: `CREATE TABLE p (id int, v varchar(10), w varchar(10)) PARTITION BY RANGE (id); CREATE TABLE p1 (id int PRIMARY KEY, v varchar(10), w varchar(10)); ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (0) TO (5000);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (5000) TO (6000);
      ${rows('p', 'g, g, g')} CREATE INDEX i ON ONLY p (v); CREATE INDEX ON p2 (v); ALTER INDEX i ATTACH PARTITION p2_v_idx;
      CREATE FUNCTION mine(x int) RETURNS boolean LANGUAGE sql AS 'SELECT x > 0'; CREATE TABLE guarded (id int); CREATE POLICY own ON guarded USING (mine(id));
      CREATE TABLE keyed (id int PRIMARY KEY); CREATE TABLE ref (id int REFERENCES keyed); CREATE TEMPORARY TABLE draft (id int); CREATE TABLE lasting (id int); CREATE TEMP VIEW seen AS SELECT id FROM draft;`,
    statements: [
      'ALTER TABLE p ALTER v TYPE varchar(20)',
      'ALTER TABLE p ALTER v TYPE text',
      'ALTER TABLE p ALTER w TYPE text',
      'DROP FUNCTION mine(int)',
      'DROP FUNCTION mine(int) CASCADE',
      'DROP INDEX keyed_pkey',
      'DROP INDEX keyed_pkey CASCADE',
      'CREATE OR REPLACE VIEW seen AS SELECT id FROM draft',
      'CREATE OR REPLACE TEMP VIEW seen AS SELECT id FROM draft',
      'CREATE VIEW fresh AS SELECT draft.id FROM draft JOIN lasting USING (id)'
    ]
  }
]
