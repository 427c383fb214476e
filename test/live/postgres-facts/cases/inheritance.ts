import type {CaseGroup} from './case.js'

export const inheritanceCases: readonly CaseGroup[] = [
  {
    name: 'inheritance',
    setup: `
      CREATE TABLE gp (id int, v int); CREATE TABLE p () INHERITS (gp); CREATE TABLE k (w int) INHERITS (p); CREATE TABLE o (id int, v int);
      INSERT INTO gp SELECT g,g FROM generate_series(1,100) g; INSERT INTO p SELECT g,g FROM generate_series(1,100) g;INSERT INTO k SELECT g,g,g FROM generate_series(1,100) g;
      CREATE TABLE src (id int PRIMARY KEY); INSERT INTO src SELECT generate_series(1,100);
    `,
    statements: [
      `ALTER TABLE gp ADD COLUMN x int DEFAULT 5`,
      `ALTER TABLE ONLY gp ADD COLUMN x int`,
      `ALTER TABLE gp ADD CHECK (v > 0)`,
      `ALTER TABLE gp ADD CHECK (v > 0) NO INHERIT`,
      `ALTER TABLE ONLY gp ADD CHECK (v > 0) NO INHERIT`,
      `ALTER TABLE gp ADD PRIMARY KEY (id)`,
      `ALTER TABLE gp ADD UNIQUE (id)`,
      `ALTER TABLE gp ADD FOREIGN KEY (v) REFERENCES src`,
      `ALTER TABLE gp ALTER v SET NOT NULL`,
      `ALTER TABLE gp ALTER v DROP NOT NULL`,
      `ALTER TABLE gp ALTER v SET DEFAULT 5`,
      `ALTER TABLE ONLY gp ALTER v SET DEFAULT 5`,
      `ALTER TABLE gp ALTER v SET STATISTICS 5`,
      `ALTER TABLE gp ALTER v SET STORAGE PLAIN`,
      `ALTER TABLE gp ALTER v SET (n_distinct=5)`,
      `ALTER TABLE gp DROP COLUMN v`,
      `ALTER TABLE ONLY gp DROP COLUMN v`,
      `ALTER TABLE gp RENAME COLUMN v TO w2`,
      `ALTER TABLE gp RENAME TO gp2`,
      `ALTER TABLE gp OWNER TO postgres`,
      `ALTER TABLE gp SET UNLOGGED`,
      `ALTER TABLE gp SET (fillfactor=50)`,
      `ALTER TABLE gp ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE gp REPLICA IDENTITY FULL`,
      `ALTER TABLE gp DISABLE TRIGGER ALL`,
      `ALTER TABLE o INHERIT gp`,
      `ALTER TABLE p NO INHERIT gp`,
      `CREATE INDEX ON gp (v)`,
      `DROP TABLE gp CASCADE`,
      `DROP TABLE k`,
      `TRUNCATE gp`,
      `TRUNCATE ONLY gp`,
      `LOCK gp`,
      `SELECT * FROM gp`,
      `UPDATE gp SET v = 1`,
      `UPDATE ONLY gp SET v = 1`,
      `INSERT INTO gp VALUES (1,1)`,
      `DELETE FROM gp`,
      `ANALYZE gp`,
      `CREATE TRIGGER g BEFORE INSERT ON gp FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
      `COMMENT ON TABLE gp IS 'x'`,
      `ALTER TABLE gp ALTER id ADD GENERATED ALWAYS AS IDENTITY`,
      `CREATE TABLE x (y int) INHERITS (k)`,
      `ALTER TABLE k SET WITHOUT OIDS`,
      `ALTER TABLE gp SET WITHOUT OIDS`
    ]
  }
]
