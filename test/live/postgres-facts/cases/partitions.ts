import {rows, type CaseGroup} from './case.js'

export const partitionsCases: readonly CaseGroup[] = [
  {
    name: 'partitioned table',
    setup: `
      CREATE TABLE src (id int PRIMARY KEY); INSERT INTO src SELECT generate_series(1,1000);
      CREATE TABLE m (id bigint NOT NULL, at date NOT NULL, v int) PARTITION BY RANGE (at);
      CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE mn (id bigint NOT NULL, at date NOT NULL, v int);
      INSERT INTO m SELECT g, '2024-01-01'::date + g % 700, g % 100 + 1 FROM generate_series(1,1000) g;
      INSERT INTO mn SELECT g, '2026-01-01'::date + g % 300, g % 100 + 1 FROM generate_series(1,1000) g;
      CREATE INDEX m_v ON m (v);
      CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    `,
    statements: [
      `ALTER TABLE m ADD COLUMN x int`,
      `ALTER TABLE m ADD COLUMN x float DEFAULT random()`,
      `ALTER TABLE m ADD COLUMN x int CHECK (x > 0)`,
      `ALTER TABLE m ADD COLUMN x int REFERENCES src`,
      `ALTER TABLE m ADD CHECK (v > 0)`,
      `ALTER TABLE m ADD PRIMARY KEY (id, at)`,
      `ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES src`,
      `ALTER TABLE ONLY m ADD FOREIGN KEY (v) REFERENCES src`,
      `ALTER TABLE m ALTER v SET NOT NULL`,
      `ALTER TABLE ONLY m ALTER v SET NOT NULL`,
      `ALTER TABLE m ALTER v SET DEFAULT 5`,
      `ALTER TABLE m ALTER v DROP NOT NULL`,
      `ALTER TABLE m ALTER id DROP NOT NULL`,
      `ALTER TABLE m ALTER v TYPE bigint`,
      `ALTER TABLE m ALTER v SET STATISTICS 5`,
      `ALTER TABLE m RENAME COLUMN v TO w`,
      `ALTER TABLE m RENAME TO mm`,
      `ALTER TABLE m SET SCHEMA pg_temp`,
      `ALTER TABLE m OWNER TO postgres`,
      `ALTER TABLE m SET UNLOGGED`,
      `ALTER TABLE m REPLICA IDENTITY FULL`,
      `ALTER TABLE m ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE m SET (fillfactor=50)`,
      `ALTER TABLE m SET ACCESS METHOD heap`,
      `ALTER TABLE m CLUSTER ON m_v`,
      `ALTER TABLE m DISABLE TRIGGER ALL`,
      `CREATE INDEX ON m (id)`,
      `CREATE UNIQUE INDEX ON m (id, at)`,
      `CREATE INDEX IF NOT EXISTS m_v ON m (id)`,
      `CREATE INDEX ON ONLY m (id)`,
      `CREATE INDEX ON m1 (id)`,
      `CREATE INDEX CONCURRENTLY ON m (id)`,
      `DROP INDEX m_v`,
      `DROP INDEX m1_v_idx`,
      `DROP INDEX CONCURRENTLY m_v`,
      `ALTER INDEX m_v RENAME TO mv2`,
      `ALTER INDEX m_v SET (fillfactor=50)`,
      `REINDEX INDEX m_v`,
      `REINDEX TABLE m1`,
      `CREATE TRIGGER g BEFORE INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()`,
      `CREATE TRIGGER g BEFORE INSERT ON m FOR EACH STATEMENT EXECUTE FUNCTION tf()`,
      `CREATE TABLE x PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      `CREATE TABLE x PARTITION OF m DEFAULT`,
      `ALTER TABLE m ATTACH PARTITION mn FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      `ALTER TABLE m ATTACH PARTITION mn DEFAULT`,
      `ALTER TABLE m DETACH PARTITION m1`,
      `ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY`,
      `DROP TABLE m1`,
      `DROP TABLE m`,
      `TRUNCATE m`,
      `TRUNCATE m1`,
      `TRUNCATE ONLY m`,
      `ANALYZE m`,
      `ANALYZE m1`,
      `LOCK m`,
      `LOCK ONLY m`,
      `LOCK m1`,
      `SELECT * FROM m`,
      `SELECT * FROM m1`,
      `INSERT INTO m1 VALUES (1, '2024-05-05', 5)`,
      `UPDATE m SET v = 1`,
      `UPDATE m SET v = 1 WHERE at = '2024-05-05'`,
      `UPDATE m SET at = at`,
      `DELETE FROM m WHERE at < '2025-01-01'`,
      `DELETE FROM m`,
      `COMMENT ON TABLE m IS 'x'`,
      `GRANT SELECT ON m TO public`,
      `CREATE STATISTICS ON id, v FROM m`,
      `CREATE TABLE x (LIKE m INCLUDING ALL)`,
      `CREATE VIEW w AS SELECT * FROM m`,
      `CREATE POLICY pol ON m USING (true)`,
      `CREATE RULE r AS ON INSERT TO m DO ALSO NOTHING`,
      `ALTER TABLE m1 ADD COLUMN x int`,
      `ALTER TABLE m1 ALTER v SET NOT NULL`,
      `ALTER TABLE m1 ADD CHECK (v > 0)`,
      `ALTER TABLE m1 SET UNLOGGED`,
      `ALTER TABLE m1 ALTER v TYPE bigint`,
      `ALTER TABLE m1 ADD FOREIGN KEY (v) REFERENCES src`,
      `ALTER TABLE m1 RENAME TO m1x`,
      `ALTER TABLE m SET TABLESPACE pg_default`,
      `CREATE PUBLICATION p FOR TABLE m`
    ]
  },
  {
    name: 'partitioned table with foreign keys',
    setup: `
      CREATE TABLE src (id int PRIMARY KEY, k int); INSERT INTO src SELECT g,g FROM generate_series(1,1000) g;
      CREATE TABLE m (id bigint NOT NULL, at date NOT NULL, v int REFERENCES src, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE md PARTITION OF m DEFAULT;
      CREATE TABLE mn (id bigint NOT NULL, at date NOT NULL, v int);
      CREATE TABLE r (id int, at date, mid bigint, FOREIGN KEY (mid, at) REFERENCES m (id, at));
      INSERT INTO m SELECT g, '2024-01-01'::date + g % 700, g % 100 + 1 FROM generate_series(1,1000) g;
      INSERT INTO mn SELECT g, '2026-01-01'::date + g % 300, g % 100 + 1 FROM generate_series(1,1000) g;
      CREATE TABLE sub (id int, at date, v int) PARTITION BY RANGE (id); CREATE TABLE sub1 PARTITION OF sub FOR VALUES FROM (0) TO (10) PARTITION BY LIST (v); CREATE TABLE sub2 PARTITION OF sub1 FOR VALUES IN (1);
    `,
    statements: [
      `ALTER TABLE m ATTACH PARTITION mn FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      `CREATE TABLE x PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      `ALTER TABLE m DETACH PARTITION m1`,
      `DROP TABLE m1`,
      `DROP TABLE md`,
      `DROP TABLE r`,
      `DROP TABLE src CASCADE`,
      `TRUNCATE m CASCADE`,
      `TRUNCATE m1 CASCADE`,
      `TRUNCATE src CASCADE`,
      `ALTER TABLE m DROP CONSTRAINT m_v_fkey`,
      `ALTER TABLE r DROP CONSTRAINT r_mid_at_fkey`,
      `ALTER TABLE m DROP CONSTRAINT m_pkey CASCADE`,
      `ALTER TABLE src DROP CONSTRAINT src_pkey CASCADE`,
      `ALTER TABLE src DROP COLUMN id CASCADE`,
      `ALTER TABLE src ALTER id TYPE bigint`,
      `ALTER TABLE m ALTER v TYPE bigint`,
      `ALTER TABLE r ADD FOREIGN KEY (mid, at) REFERENCES m`,
      `ALTER TABLE r ADD FOREIGN KEY (mid, at) REFERENCES m NOT VALID`,
      `ALTER TABLE r ADD COLUMN k int REFERENCES src`,
      `ALTER TABLE r ADD COLUMN k int DEFAULT 5 REFERENCES src`,
      `CREATE TABLE x (mid bigint, at date, FOREIGN KEY (mid, at) REFERENCES m)`,
      `DELETE FROM src WHERE id = 1000`,
      `DELETE FROM m WHERE id = 4`,
      `UPDATE m SET v = 2`,
      `ALTER TABLE m RENAME CONSTRAINT m_v_fkey TO x`,
      `ALTER TABLE m ALTER CONSTRAINT m_v_fkey DEFERRABLE`,
      `ALTER TABLE m VALIDATE CONSTRAINT m_v_fkey`,
      `ALTER TABLE sub ADD COLUMN x int`,
      `ALTER TABLE sub1 ADD COLUMN x int`,
      `ALTER TABLE sub1 ALTER v SET NOT NULL`,
      `ALTER TABLE sub ADD CHECK (v > 0) NOT VALID`,
      `DROP TABLE sub1`,
      `DROP TABLE sub2`,
      `ALTER TABLE src ADD COLUMN j serial`,
      `ALTER TABLE r ADD COLUMN j int CONSTRAINT jj REFERENCES r2`,
      `CREATE TABLE IF NOT EXISTS src (id int)`,
      `CREATE TABLE IF NOT EXISTS x (id int REFERENCES src)`,
      `CREATE VIEW src AS SELECT 1`,
      `ALTER TABLE m RENAME COLUMN v TO vv`,
      `ALTER TABLE src RENAME COLUMN id TO idd`,
      `DROP TABLE m CASCADE`,
      `CREATE TRIGGER g AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
      `CREATE TABLE x PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id)`
    ]
  },
  {
    name: 'primary keys of partitions',
    setup: `CREATE TABLE src (id int PRIMARY KEY); CREATE TABLE open (id int, v int) PARTITION BY RANGE (id); CREATE TABLE open_1 PARTITION OF open FOR VALUES FROM (0) TO (500);
      CREATE TABLE open_2 PARTITION OF open FOR VALUES FROM (500) TO (5000); ALTER TABLE open_2 ADD PRIMARY KEY (id); ${rows('open', 'g, g')}
      CREATE TABLE shut (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE shut_1 PARTITION OF shut FOR VALUES FROM (0) TO (5000); ${rows('shut', 'g, g')}
      CREATE TABLE own (id int, v int) PARTITION BY RANGE (id); CREATE TABLE own_1 PARTITION OF own FOR VALUES FROM (0) TO (5000); ALTER TABLE own_1 ALTER id SET NOT NULL; CREATE INDEX own_1_v ON own_1 (v); ${rows('own', 'g, g')}
      CREATE TABLE keyed (id int, s int) PARTITION BY RANGE (id); CREATE TABLE keyed_1 PARTITION OF keyed FOR VALUES FROM (0) TO (5000); ${rows('keyed', 'g, g')}`,
    statements: [
      'ALTER TABLE open ADD PRIMARY KEY (id)',
      'ALTER TABLE shut ADD PRIMARY KEY (id)',
      'ALTER TABLE own ADD PRIMARY KEY (id)',
      'ALTER TABLE open ADD UNIQUE (id)',
      'ALTER TABLE keyed ADD FOREIGN KEY (s) REFERENCES src NOT VALID',
      'ALTER TABLE keyed ADD COLUMN x int DEFAULT 1, ALTER x SET NOT NULL',
      'ALTER TABLE src ADD COLUMN x int DEFAULT 1, ALTER x SET NOT NULL',
      'ALTER TABLE src ADD COLUMN x int NOT NULL DEFAULT 1'
    ]
  }
]
