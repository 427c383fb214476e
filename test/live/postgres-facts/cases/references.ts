import {rows, type CaseGroup} from './case.js'

/** What goes with an index or a key that foreign keys depend on, and what nobody could see being made. */
export const referencesCases: readonly CaseGroup[] = [
  {
    name: 'Indexes that foreign keys depend on',
    setup: `CREATE TABLE parent (id int NOT NULL, part int NOT NULL);
      ${rows('parent', 'g, g')}
      CREATE UNIQUE INDEX parent_some ON parent (id) WHERE part > 0;
      CREATE UNIQUE INDEX parent_old ON parent (id);
      ALTER TABLE parent ADD PRIMARY KEY (id);
      CREATE UNIQUE INDEX parent_new ON parent (id);
      CREATE UNIQUE INDEX parent_both ON parent (part, id);
      CREATE TABLE by_column (id int REFERENCES parent (id));
      CREATE TABLE by_both (id int, part int, FOREIGN KEY (id, part) REFERENCES parent (id, part));`,
    statements: [
      'DROP INDEX parent_some CASCADE',
      'DROP INDEX parent_old CASCADE',
      'DROP INDEX parent_new',
      'DROP INDEX parent_new CASCADE',
      'DROP INDEX parent_both CASCADE',
      'ALTER TABLE parent DROP CONSTRAINT parent_pkey CASCADE'
    ]
  },
  {
    name: 'Foreign keys made again beside what rewrites',
    setup: `CREATE TABLE parent (id int PRIMARY KEY, code varchar(20) UNIQUE, n numeric(8,2) UNIQUE, a int);
      ${rows('parent', "g, 'c' || g, g, g")}
      CREATE TABLE child (id int PRIMARY KEY, code varchar(20) REFERENCES parent (code), n numeric(8,2), b int, loose varchar(20));
      ${rows('child', "g, 'c' || g, g, g, 'c' || g", 100)}
      ALTER TABLE child ADD FOREIGN KEY (n) REFERENCES parent (n) NOT VALID, ADD FOREIGN KEY (loose) REFERENCES parent (code) NOT VALID;`,
    statements: [
      'ALTER TABLE parent ALTER code TYPE varchar(40)',
      'ALTER TABLE parent ALTER code TYPE varchar(40), ALTER a TYPE bigint',
      'ALTER TABLE parent SET LOGGED, ALTER code TYPE varchar(40)',
      'ALTER TABLE parent ALTER code TYPE varchar(40), ADD x float8 DEFAULT random()',
      'ALTER TABLE child ALTER code TYPE varchar(40), ALTER b TYPE bigint',
      'ALTER TABLE child ALTER code TYPE varchar(40), SET UNLOGGED',
      'ALTER TABLE parent ALTER n TYPE float8',
      'ALTER TABLE child ALTER code TYPE bpchar',
      'ALTER TABLE child ALTER loose TYPE bpchar',
      'ALTER TABLE child ALTER n TYPE numeric(10,2), ALTER b TYPE bigint'
    ]
  },
  {
    name: 'Foreign keys that are not enforced',
    since: 18,
    setup: `CREATE TABLE parent (id int PRIMARY KEY); ${rows('parent', 'g')}
      CREATE TABLE child (id int PRIMARY KEY, up int REFERENCES parent ON DELETE CASCADE NOT ENFORCED); ${rows('child', 'g, g')}
      CREATE TABLE other (up int REFERENCES parent NOT ENFORCED);`,
    statements: [
      'DELETE FROM parent',
      'UPDATE parent SET id = id + 5000',
      'UPDATE child SET up = up + 1',
      'INSERT INTO other VALUES (6000)',
      'ALTER TABLE child DROP up',
      'DROP TABLE child',
      'ALTER TABLE child DROP CONSTRAINT child_up_fkey',
      'ALTER TABLE parent ALTER id TYPE bigint',
      'ALTER TABLE parent DROP CONSTRAINT parent_pkey CASCADE'
    ]
  },
  {
    name: 'MERGE into views',
    since: 15,
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int); ${rows('t', 'g, g')} CREATE TABLE kin () INHERITS (t);
      CREATE TABLE src (id int); CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0; CREATE VIEW vv AS SELECT id FROM v;`,
    statements: [
      'MERGE INTO v USING src ON src.id = v.id WHEN MATCHED THEN UPDATE SET a = 5',
      'MERGE INTO v USING (VALUES (5)) AS src (id) ON src.id = v.id WHEN MATCHED THEN UPDATE SET a = 5',
      'MERGE INTO vv USING src ON src.id = vv.id WHEN NOT MATCHED THEN INSERT VALUES (src.id)'
    ]
  },
  {
    name: 'Policies that read what has parts',
    setup: `CREATE TABLE parts (id int) PARTITION BY RANGE (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
      CREATE VIEW v AS SELECT id FROM parts; CREATE TABLE guarded (id int); CREATE POLICY own ON guarded USING (id > 0);`,
    statements: [
      'CREATE POLICY p ON guarded USING (id IN (SELECT id FROM parts))',
      'ALTER POLICY own ON guarded USING (id IN (SELECT id FROM v))'
    ]
  },
  {
    name: 'Types of columns whose generated columns go',
    setup: `CREATE TABLE t (id int, a int, twice int GENERATED ALWAYS AS (a * 2) STORED); ${rows('t', 'g, g')}`,
    statements: [
      'ALTER TABLE t ALTER a TYPE bigint',
      'ALTER TABLE t ALTER a TYPE bigint, DROP twice',
      'ALTER TABLE t ALTER a TYPE bigint, ALTER twice DROP EXPRESSION'
    ]
  },
  {
    name: 'Triggers made by SQL that is built at run time',
    setup: `CREATE TABLE stamped (id int);
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      DO $$ BEGIN
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp()', 'made');
      END $$;`,
    statements: ['DROP TRIGGER made ON stamped', 'DROP TRIGGER IF EXISTS nothing ON stamped']
  }
]
