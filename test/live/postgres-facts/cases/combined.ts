import {rows, type CaseGroup} from './case.js'

/** Statements that meet several kinds of relations, or do several things at once. */
export const combinedCases: readonly CaseGroup[] = [
  {
    name: 'Keys of partitions, dropped on either side',
    setup: `CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE root (id int PRIMARY KEY, a int REFERENCES r) PARTITION BY RANGE (id);
      CREATE TABLE t PARTITION OF root FOR VALUES FROM (0) TO (1000); CREATE TABLE own (id int PRIMARY KEY, a int) PARTITION BY RANGE (id);
      CREATE TABLE own_1 PARTITION OF own FOR VALUES FROM (0) TO (1000); ALTER TABLE own_1 ADD FOREIGN KEY (a) REFERENCES r;
      CREATE TABLE root2 (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE t2 PARTITION OF root2 FOR VALUES FROM (0) TO (1000);
      CREATE TABLE o2 PARTITION OF root2 FOR VALUES FROM (1000) TO (2000); CREATE TABLE k (id int REFERENCES root2); CREATE TABLE k2 (id int REFERENCES t2);
      CREATE TABLE k3 (id int REFERENCES root2) PARTITION BY RANGE (id); CREATE TABLE k3_1 PARTITION OF k3 FOR VALUES FROM (0) TO (1000);`,
    statements: [
      'DROP TABLE t',
      'DROP TABLE own_1',
      'DROP TABLE own',
      'DROP TABLE t2',
      'DROP TABLE o2 CASCADE',
      'DROP TABLE root2 CASCADE',
      'DROP TABLE k3',
      'DROP TABLE k3_1',
      'ALTER TABLE root2 DROP CONSTRAINT root2_pkey CASCADE',
      'ALTER TABLE k DROP COLUMN id',
      'ALTER TABLE root2 DETACH PARTITION o2',
      'ALTER TABLE k3 DETACH PARTITION k3_1',
      'ALTER TABLE root DETACH PARTITION t',
      'ALTER TABLE root DISABLE TRIGGER ALL',
      'ALTER TABLE root2 DISABLE TRIGGER ALL',
      'ALTER TABLE root DISABLE TRIGGER USER',
      'ALTER TABLE own DISABLE TRIGGER ALL',
      'ALTER TABLE ONLY root DROP CONSTRAINT root_a_fkey',
      'ALTER TABLE ONLY root ALTER CONSTRAINT root_a_fkey DEFERRABLE'
    ]
  },
  {
    name: 'Several actions, and ONLY',
    setup: `CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE p (id int NOT NULL, a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT n CHECK (a > -5) NO INHERIT, CONSTRAINT u UNIQUE (id));
      CREATE TABLE c1 () INHERITS (p); CREATE TABLE c2 () INHERITS (c1); ${rows('r', 'g')} ${rows('p', 'g, g')} ${rows('c1', 'g, g')}
      CREATE TABLE q (id int NOT NULL, a int, CONSTRAINT ck CHECK (a > 0)) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (5000) PARTITION BY RANGE (id);
      CREATE TABLE q2 PARTITION OF q1 FOR VALUES FROM (0) TO (5000); ${rows('q', 'g, g')} CREATE TABLE x (id int NOT NULL, a int); CREATE PUBLICATION pub_of_combined;`,
    statements: [
      'ALTER TABLE p ALTER a SET STATISTICS 5, SET UNLOGGED',
      'ALTER TABLE p ALTER a SET STATISTICS 5, INHERIT x',
      'ALTER TABLE p ADD FOREIGN KEY (id) REFERENCES r, ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE q ADD FOREIGN KEY (id) REFERENCES r, ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE q ALTER a SET STATISTICS 5, ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE p SET (fillfactor = 50), DISABLE TRIGGER ALL',
      'ALTER TABLE p INHERIT x',
      'ALTER TABLE ONLY p INHERIT x',
      'ALTER TABLE ONLY p DROP CONSTRAINT c',
      'ALTER TABLE ONLY p DROP CONSTRAINT n',
      'ALTER TABLE ONLY p DROP CONSTRAINT u',
      'ALTER TABLE ONLY q DROP CONSTRAINT ck',
      'ALTER TABLE ONLY q DROP CONSTRAINT IF EXISTS nothing',
      'ALTER TABLE p DROP CONSTRAINT IF EXISTS nothing',
      'ALTER TABLE ONLY p ALTER id DROP NOT NULL',
      'ALTER TABLE ONLY p ALTER a DROP NOT NULL',
      'ALTER TABLE ONLY q ALTER id DROP NOT NULL',
      'ALTER TABLE q ALTER id SET NOT NULL',
      'ALTER TABLE p ALTER id SET NOT NULL',
      'ALTER TABLE q ALTER a SET COMPRESSION pglz',
      'ALTER TABLE q ADD COLUMN IF NOT EXISTS a int',
      'ALTER TABLE p ADD COLUMN IF NOT EXISTS a int',
      'ALTER TABLE p DROP COLUMN IF EXISTS nothing',
      'ALTER TABLE ONLY p DROP COLUMN IF EXISTS nothing',
      'ALTER TABLE p ADD COLUMN z int DEFAULT 1 REFERENCES r',
      'CREATE PUBLICATION made FOR TABLE p',
      'CREATE PUBLICATION made FOR TABLE q',
      'ALTER PUBLICATION pub_of_combined ADD TABLE p',
      'ALTER PUBLICATION pub_of_combined SET TABLE q'
    ]
  },
  {
    name: 'Tables that reference themselves, and views of them',
    setup: `CREATE TABLE s (id int PRIMARY KEY, up int REFERENCES s); ${rows('s', 'g, g')} CREATE TABLE c (id int PRIMARY KEY, up int REFERENCES c ON DELETE CASCADE); ${rows('c', 'g, g')}
      CREATE TABLE k (id int REFERENCES s, of int REFERENCES c ON DELETE CASCADE); ${rows('k', 'g, g')} CREATE VIEW v AS SELECT * FROM c; CREATE VIEW vs AS SELECT * FROM s;
      CREATE TABLE g (a int, b int, x int GENERATED ALWAYS AS (a * 2) STORED); CREATE TABLE ri (id int PRIMARY KEY);
      CREATE TABLE i (id int REFERENCES ri); CREATE TABLE ic () INHERITS (i);`,
    statements: [
      'INSERT INTO s VALUES (2000, 5)',
      'UPDATE s SET up = 5',
      'DELETE FROM s WHERE id = 5',
      'DELETE FROM c WHERE id = 5',
      'DELETE FROM v',
      'DELETE FROM v WHERE id = 6',
      'DELETE FROM vs WHERE id = 8',
      'TRUNCATE ri CASCADE',
      'ALTER TABLE g ALTER a TYPE bigint',
      'ALTER TABLE g ALTER b TYPE bigint'
    ]
  },
  {
    name: 'MERGE and foreign keys',
    since: 15,
    setup: `CREATE TABLE c (id int PRIMARY KEY, up int); ${rows('c', 'g, g')} CREATE TABLE k (id int, c int REFERENCES c ON DELETE CASCADE ON UPDATE CASCADE); ${rows('k', 'g, g')}
      CREATE TABLE n (id int REFERENCES c); CREATE TABLE src (id int); ${rows('src', 'g')} CREATE TABLE ref (id int PRIMARY KEY, c int REFERENCES c); ${rows('ref', 'g, g')}
      CREATE TABLE d (id int PRIMARY KEY); CREATE TABLE dk (d int REFERENCES d ON DELETE CASCADE); ${rows('d', 'g')} ${rows('dk', 'g')}`,
    statements: [
      'MERGE INTO d USING src ON d.id = src.id WHEN MATCHED THEN DELETE',
      'MERGE INTO c USING src ON c.id = src.id + 500 WHEN MATCHED THEN UPDATE SET up = 5',
      'MERGE INTO c USING src ON c.id = src.id + 5000 WHEN NOT MATCHED THEN INSERT VALUES (src.id + 5000)',
      'MERGE INTO ref USING src ON ref.id = src.id + 5000 WHEN NOT MATCHED THEN INSERT VALUES (src.id + 5000, 6)',
      'MERGE INTO ref USING src ON ref.id = src.id WHEN MATCHED THEN UPDATE SET c = 5',
      'MERGE INTO ref USING src ON ref.id = src.id WHEN MATCHED THEN DELETE',
      'MERGE INTO c USING src ON c.id = src.id WHEN MATCHED THEN UPDATE SET id = c.id + 5000'
    ]
  }
]
