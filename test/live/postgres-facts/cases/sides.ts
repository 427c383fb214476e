import {rows, type CaseGroup} from './case.js'

/** The other side of conditions, and what only a second relation tells apart. */
export const sidesCases: readonly CaseGroup[] = [
  {
    name: 'there already',
    setup: `CREATE TABLE src (id int PRIMARY KEY); CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY);
      CREATE TABLE part (id int PRIMARY KEY, src_id int REFERENCES src) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
      CREATE TABLE part_d PARTITION OF part DEFAULT; CREATE TABLE points (id int REFERENCES part);
      CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT id FROM v; ${rows('t', 'g')}`,
    statements: [
      'CREATE TABLE IF NOT EXISTS t (LIKE base)',
      'CREATE TABLE IF NOT EXISTS t () INHERITS (base)',
      'CREATE TABLE IF NOT EXISTS t (id int REFERENCES src)',
      'CREATE TABLE IF NOT EXISTS part_1 PARTITION OF part FOR VALUES FROM (20) TO (30)',
      'CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (20) TO (30)',
      'CREATE TABLE IF NOT EXISTS t AS SELECT id FROM v',
      'CREATE TABLE x AS SELECT id FROM v WITH NO DATA',
      'CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT id FROM v',
      'CREATE MATERIALIZED VIEW x AS SELECT id FROM v WITH NO DATA',
      'CREATE MATERIALIZED VIEW x AS SELECT id FROM v',
      'CREATE VIEW x AS SELECT id FROM v',
      'ALTER TABLE points ADD COLUMN IF NOT EXISTS id int REFERENCES src',
      'DROP TABLE part CASCADE',
      'DROP TABLE part',
      'DROP TABLE part_1',
      'DROP VIEW v',
      'TRUNCATE src',
      'TRUNCATE src CASCADE',
      'TRUNCATE part',
      'ALTER TABLE src DROP COLUMN id',
      'ALTER TABLE src DROP COLUMN id CASCADE',
      'DROP INDEX src_pkey',
      'ALTER TABLE src DROP CONSTRAINT src_pkey'
    ]
  },
  {
    name: 'the planner’s choice',
    setup: `CREATE TABLE big (id int PRIMARY KEY, k int); CREATE TABLE small (id int PRIMARY KEY, k int); CREATE TABLE heap (id int);
      ${rows('big', 'g, g', 20000)} ${rows('small', 'g, g', 3)} ${rows('heap', 'g', 3)} ANALYZE big; ANALYZE small; ANALYZE heap;
      CREATE MATERIALIZED VIEW one AS SELECT big.id FROM big JOIN small USING (id); CREATE MATERIALIZED VIEW two AS SELECT id FROM big; CREATE UNIQUE INDEX two_id ON two (id);
      CREATE VIEW v AS SELECT id, k FROM big; CREATE TABLE target (id int PRIMARY KEY, k int);
      CREATE TABLE child (id int PRIMARY KEY, big_id int, small_id int); ${rows('child', 'g, g, 1')}`,
    statements: [
      'CREATE TABLE x AS SELECT big.id FROM big JOIN small USING (id)',
      'CREATE TABLE x AS SELECT big.id FROM big JOIN small USING (id) WITH NO DATA',
      'CREATE MATERIALIZED VIEW x AS SELECT big.id FROM big JOIN small USING (id)',
      'CREATE MATERIALIZED VIEW x AS SELECT big.id FROM big JOIN small USING (id) WITH NO DATA',
      'REFRESH MATERIALIZED VIEW one',
      'REFRESH MATERIALIZED VIEW two',
      'REFRESH MATERIALIZED VIEW CONCURRENTLY two',
      'INSERT INTO target SELECT id, k FROM big WHERE id = 5',
      'INSERT INTO target SELECT id, k FROM big WHERE k = 5',
      'INSERT INTO target SELECT id FROM heap',
      'UPDATE target SET k = big.k FROM big WHERE big.id = target.id',
      'UPDATE small SET k = big.k FROM big WHERE big.id = small.id',
      'UPDATE small SET k = 5 WHERE id IN (SELECT id FROM big WHERE k = 3)',
      'DELETE FROM small USING big WHERE big.id = small.id',
      'DELETE FROM small WHERE id IN (SELECT id FROM big WHERE k = 3)',
      'MERGE INTO small USING big ON big.id = small.id WHEN MATCHED THEN DELETE',
      'MERGE INTO big USING small ON big.id = small.id WHEN MATCHED THEN DELETE',
      'UPDATE v SET k = 5 WHERE id = 5',
      'UPDATE v SET k = 5 WHERE k = 5',
      'UPDATE v SET k = 5',
      'DELETE FROM v WHERE id = 5',
      'DELETE FROM v WHERE k = 5',
      'DELETE FROM v',
      'ALTER TABLE child ADD FOREIGN KEY (big_id) REFERENCES big',
      'ALTER TABLE child ADD FOREIGN KEY (small_id) REFERENCES small',
      'ALTER TABLE child ADD COLUMN x int DEFAULT 1 REFERENCES small',
      'ALTER TABLE child ADD COLUMN x int DEFAULT 1 REFERENCES big',
      'SELECT * FROM big WHERE id = 5',
      'SELECT * FROM big WHERE id = 5 FOR UPDATE',
      'SELECT * FROM heap FOR UPDATE',
      `COPY big TO '/dev/null'`,
      `COPY (SELECT * FROM big WHERE id = 5) TO '/dev/null'`,
      `COPY (SELECT * FROM heap) TO '/dev/null'`,
      `COPY heap FROM PROGRAM 'echo 7'`
    ]
  },
  {
    name: 'rows that hang on rows',
    setup: `CREATE TABLE p (id int PRIMARY KEY, k int UNIQUE, v int); ${rows('p', 'g, g, g')} ANALYZE p;
      CREATE TABLE plain (p_id int REFERENCES p ON UPDATE CASCADE ON DELETE CASCADE); ${rows('plain', 'g')}
      CREATE TABLE indexed (p_id int REFERENCES p ON UPDATE CASCADE ON DELETE CASCADE); ${rows('indexed', 'g')} CREATE INDEX ON indexed (p_id);
      CREATE TABLE lonely (k int REFERENCES p (k)); CREATE TABLE lonely_indexed (k int REFERENCES p (k)); CREATE INDEX ON lonely_indexed (k); ${rows('lonely_indexed', 'g + 500', 400)} ANALYZE;
      CREATE TABLE tiny (id int PRIMARY KEY); INSERT INTO tiny VALUES (1), (2); ANALYZE tiny; CREATE TABLE of_tiny (id int REFERENCES tiny, x int); INSERT INTO of_tiny VALUES (1, 1);`,
    statements: [
      'DELETE FROM p WHERE id = 5',
      'DELETE FROM p WHERE v < 5',
      'UPDATE p SET id = 5000 WHERE id = 5',
      'UPDATE p SET k = 5000 WHERE id = 5',
      'UPDATE p SET v = 1',
      'UPDATE p SET v = 1 WHERE v = 5',
      'INSERT INTO plain VALUES (1)',
      'INSERT INTO of_tiny VALUES (1, 1)',
      'UPDATE of_tiny SET id = 2',
      'UPDATE plain SET p_id = 3 WHERE p_id = 5',
      'DELETE FROM tiny'
    ]
  },
  {
    name: 'children and their keys',
    setup: `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int NOT NULL, a int, b int, c int CONSTRAINT own CHECK (c > 0) NO INHERIT, CONSTRAINT u UNIQUE (a)); CREATE TABLE tc (UNIQUE (id)) INHERITS (t);
      ${rows('p', 'g')} ${rows('t', 'g, g, g, g')} ${rows('tc', 'g, g, g, g')} CREATE UNIQUE INDEX t_id ON t (id); CREATE INDEX tc_b ON tc (b);
      ALTER TABLE t ADD CONSTRAINT later CHECK (b > 0) NOT VALID; ALTER TABLE t ADD CONSTRAINT key FOREIGN KEY (a) REFERENCES p NOT VALID;
      CREATE TABLE q (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (5000); ${rows('q', 'g, g')} ALTER TABLE q1 ADD UNIQUE (id);`,
    statements: [
      'ALTER TABLE t ADD UNIQUE (id)',
      'ALTER TABLE t ADD UNIQUE USING INDEX t_id',
      'ALTER TABLE t ADD PRIMARY KEY USING INDEX t_id',
      'ALTER TABLE t ADD PRIMARY KEY (b)',
      'ALTER TABLE t ADD PRIMARY KEY (id)',
      'ALTER TABLE t ADD COLUMN x int UNIQUE',
      'ALTER TABLE t ADD EXCLUDE (a WITH =)',
      'ALTER TABLE t VALIDATE CONSTRAINT later',
      'ALTER TABLE t VALIDATE CONSTRAINT key',
      'ALTER TABLE t RENAME CONSTRAINT own TO other',
      'ALTER TABLE t RENAME CONSTRAINT later TO other',
      'ALTER TABLE t RENAME CONSTRAINT u TO other',
      'ALTER TABLE t DROP CONSTRAINT own',
      'ALTER TABLE t DROP CONSTRAINT later',
      'ALTER TABLE t DROP CONSTRAINT key',
      'ALTER TABLE t ALTER CONSTRAINT key DEFERRABLE',
      'ALTER TABLE q1 ADD CONSTRAINT again UNIQUE (id)',
      'ALTER TABLE q ADD UNIQUE (id)',
      'ALTER TABLE q ADD PRIMARY KEY (id)',
      'DELETE FROM q1 WHERE id = 7000',
      'DROP TABLE t',
      'DROP TABLE t CASCADE',
      'ANALYZE t',
      'ALTER TABLE t ADD CHECK (a > 0) NO INHERIT'
    ],
    outside: ['VACUUM t', 'VACUUM FULL t']
  },
  {
    name: 'NOT NULL of children',
    since: 18,
    setup: `CREATE TABLE t (id int, a int CONSTRAINT nn NOT NULL, b int, c int CONSTRAINT own NOT NULL NO INHERIT); CREATE TABLE c (x int) INHERITS (t); CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE q (id int, p_id int, o_id int) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1); INSERT INTO q VALUES (1, 1, 1);
      ALTER TABLE q ADD CONSTRAINT valid_later FOREIGN KEY (p_id) REFERENCES p NOT VALID; ALTER TABLE q ADD CONSTRAINT loose FOREIGN KEY (o_id) REFERENCES p NOT ENFORCED;
      ALTER TABLE t ADD CONSTRAINT key FOREIGN KEY (a) REFERENCES p NOT ENFORCED;`,
    statements: [
      'ALTER TABLE t ADD CONSTRAINT x NOT NULL b NO INHERIT',
      'ALTER TABLE t ADD CONSTRAINT x NOT NULL b',
      'ALTER TABLE t RENAME CONSTRAINT nn TO x',
      'ALTER TABLE t RENAME CONSTRAINT own TO x',
      'ALTER TABLE t DROP CONSTRAINT nn',
      'ALTER TABLE t DROP CONSTRAINT own',
      'ALTER TABLE t ALTER CONSTRAINT own INHERIT',
      'ALTER TABLE t ALTER CONSTRAINT nn NO INHERIT',
      'ALTER TABLE t ALTER CONSTRAINT key ENFORCED',
      'ALTER TABLE q VALIDATE CONSTRAINT valid_later',
      'ALTER TABLE q ALTER CONSTRAINT loose ENFORCED'
    ]
  },
  {
    name: 'storage of other kinds',
    since: 15,
    setup: `CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (id int PRIMARY KEY); ${rows('t', 'g')}`,
    statements: [
      'ALTER TABLE t SET ACCESS METHOD heap_too',
      'ALTER TABLE t SET ACCESS METHOD heap',
      'ALTER TABLE t SET ACCESS METHOD DEFAULT'
    ]
  },
  {
    name: 'foreign tables',
    setup: `CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing; CREATE FOREIGN TABLE ft (id int) SERVER nowhere; CREATE TABLE t (id int);`,
    statements: [
      `ALTER FOREIGN TABLE ft OPTIONS (ADD x 'y')`,
      'ALTER FOREIGN TABLE ft ADD COLUMN x int',
      'ALTER FOREIGN TABLE ft RENAME TO gt',
      'ALTER FOREIGN TABLE ft ALTER id SET NOT NULL',
      'DROP FOREIGN TABLE ft'
    ]
  },
  {
    name: 'indexes of all kinds of tables',
    setup: `CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE bare PARTITION OF p FOR VALUES FROM (0) TO (2000); CREATE TABLE fine PARTITION OF p FOR VALUES FROM (2000) TO (3000); CREATE INDEX fine_id ON fine (id); ${rows('p', 'g')}
      CREATE DOMAIN code AS int; CREATE TABLE coded (c code); CREATE TABLE referenced (id int NOT NULL); CREATE UNIQUE INDEX referenced_id ON referenced (id); CREATE TABLE pointing (id int REFERENCES referenced (id));`,
    statements: [
      'DROP DOMAIN code',
      'DROP DOMAIN code CASCADE',
      'DROP INDEX referenced_id',
      'DROP INDEX referenced_id CASCADE'
    ],
    outside: [
      'REINDEX TABLE CONCURRENTLY p',
      'REINDEX TABLE CONCURRENTLY bare',
      'REINDEX TABLE CONCURRENTLY fine',
      'REINDEX TABLE p'
    ]
  },
  {
    name: 'the whole database',
    setup: `CREATE TABLE t (id int PRIMARY KEY); ${rows('t', 'g')} CLUSTER t USING t_pkey; CREATE VIEW v AS SELECT id FROM t;`,
    statements: ['ANALYZE'],
    outside: [
      'VACUUM',
      'VACUUM FULL',
      'CLUSTER',
      'REINDEX DATABASE sqlsafe_facts',
      'REINDEX DATABASE CONCURRENTLY sqlsafe_facts'
    ]
  }
]
