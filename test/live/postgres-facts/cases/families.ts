import {rows, type CaseGroup} from './case.js'

/** Trees of partitions, what queries lock, and everything that hangs on something dropped. */
export const familiesCases: readonly CaseGroup[] = [
  {
    name: 'types of partitions',
    setup: `CREATE TABLE p (id int NOT NULL, v varchar(20), w varchar(20), k varchar(20) NOT NULL, b text) PARTITION BY RANGE (id);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (id);
      CREATE TABLE p21 PARTITION OF p2 FOR VALUES FROM (100) TO (1000); CREATE TABLE pd PARTITION OF p DEFAULT; ${rows('p', "g, 'v', 'w', 'k', 'b'")}
      CREATE INDEX p_v ON p (v); CREATE INDEX own_w ON p1 (w); CREATE INDEX deep_w ON p21 (w); ALTER TABLE p ADD PRIMARY KEY (id, k); CREATE INDEX p_inc ON p (id) INCLUDE (b);
      CREATE TABLE fk (id int, k varchar(20), FOREIGN KEY (id, k) REFERENCES p); ${rows('fk', "g, 'k'", 1000)}`,
    statements: [
      'ALTER TABLE p ALTER v TYPE varchar(20)',
      'ALTER TABLE p ALTER v TYPE varchar(40)',
      'ALTER TABLE p ALTER v TYPE text',
      'ALTER TABLE p ALTER w TYPE text',
      'ALTER TABLE p ALTER w TYPE varchar(40)',
      'ALTER TABLE p ALTER k TYPE varchar(40)',
      'ALTER TABLE p ALTER b TYPE varchar'
    ]
  },
  {
    name: 'a tree of partitions',
    setup: `CREATE TABLE p (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (id); CREATE TABLE p21 PARTITION OF p2 FOR VALUES FROM (100) TO (500);
      CREATE TABLE p22 PARTITION OF p2 FOR VALUES FROM (500) TO (1000) PARTITION BY LIST (v); CREATE TABLE p221 PARTITION OF p22 FOR VALUES IN (1);
      ALTER TABLE p1 ADD UNIQUE (id) DEFERRABLE; ALTER TABLE p21 ADD UNIQUE (id);`,
    statements: [
      'ALTER TABLE p DETACH PARTITION p2',
      'ALTER TABLE p2 DETACH PARTITION p21',
      'ALTER TABLE p ADD UNIQUE (id, v) DEFERRABLE',
      'ALTER TABLE p ADD UNIQUE (id, v)',
      'ALTER TABLE p1 ADD UNIQUE (id) DEFERRABLE',
      'ALTER TABLE p ALTER v DROP IDENTITY IF EXISTS',
      'ALTER TABLE p1 ALTER v DROP IDENTITY IF EXISTS'
    ],
    outside: ['ALTER TABLE p DETACH PARTITION p2 CONCURRENTLY']
  },
  {
    name: 'deferrable keys and those there already',
    setup: `CREATE TABLE p (id int NOT NULL, v int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (1000); ALTER TABLE p1 ADD UNIQUE (id) DEFERRABLE; ALTER TABLE p2 ADD UNIQUE (id);`,
    statements: [
      'ALTER TABLE p ADD UNIQUE (id) DEFERRABLE',
      'ALTER TABLE p ADD UNIQUE (id) DEFERRABLE INITIALLY DEFERRED',
      'ALTER TABLE p ADD PRIMARY KEY (id) DEFERRABLE',
      'ALTER TABLE p ADD UNIQUE (id)',
      'ALTER TABLE p ADD EXCLUDE USING btree (id WITH =)'
    ]
  },
  {
    name: 'rows locked by queries',
    setup: `CREATE TABLE a (id int PRIMARY KEY, k int); CREATE TABLE b (id int PRIMARY KEY, k int); CREATE TABLE c (id int, k int); ${rows('a', 'g, g', 100)} ${rows('b', 'g, g', 100)} ${rows('c', 'g, g')}
      CREATE VIEW va AS SELECT * FROM a; CREATE VIEW vl AS SELECT * FROM a FOR UPDATE; CREATE TABLE h (id int); CREATE TABLE h1 () INHERITS (h); ${rows('h', 'g', 100)} ${rows('h1', 'g', 100)}`,
    statements: [
      'SELECT a.* FROM a JOIN b USING (id) FOR UPDATE',
      'SELECT x.* FROM a x JOIN b USING (id) FOR UPDATE OF x',
      'SELECT * FROM (SELECT * FROM a) q, b FOR UPDATE OF q',
      'SELECT * FROM (SELECT * FROM a) q, b FOR UPDATE',
      'SELECT * FROM a WHERE id IN (SELECT id FROM b) FOR UPDATE',
      'SELECT * FROM a WHERE id IN (SELECT id FROM b FOR UPDATE)',
      'WITH q AS (SELECT * FROM a) SELECT * FROM q FOR UPDATE',
      'WITH q AS (SELECT * FROM a FOR UPDATE) SELECT * FROM q, b',
      'SELECT * FROM va FOR UPDATE',
      'SELECT * FROM va, b FOR UPDATE OF b',
      'SELECT * FROM vl',
      'SELECT * FROM a, b FOR UPDATE OF a FOR SHARE OF b',
      'SELECT * FROM ONLY h',
      'SELECT * FROM ONLY h FOR UPDATE',
      'SELECT * FROM h1, ONLY h',
      'SELECT * FROM h, ONLY h x',
      'INSERT INTO c SELECT * FROM a FOR UPDATE',
      'INSERT INTO c SELECT * FROM a WHERE id = 5 FOR UPDATE',
      'UPDATE c SET k = 1 WHERE id IN (SELECT id FROM a FOR UPDATE SKIP LOCKED)',
      'DELETE FROM c WHERE id IN (SELECT id FROM a FOR UPDATE SKIP LOCKED)',
      'WITH q AS (SELECT id FROM b FOR UPDATE) DELETE FROM c USING q WHERE q.id = c.id',
      'CREATE TABLE n AS SELECT * FROM a FOR UPDATE',
      'CREATE TABLE n AS SELECT a.id FROM a JOIN b USING (id) FOR UPDATE OF a',
      'CREATE TABLE n AS SELECT * FROM a FOR UPDATE WITH NO DATA',
      'CREATE TABLE IF NOT EXISTS c AS SELECT * FROM a FOR UPDATE',
      'CREATE TABLE n AS SELECT * FROM ONLY h',
      'CREATE MATERIALIZED VIEW n AS SELECT * FROM a FOR UPDATE',
      'CREATE MATERIALIZED VIEW n AS SELECT a.id FROM a JOIN b USING (id) FOR UPDATE OF a',
      'CREATE VIEW n AS SELECT * FROM a FOR UPDATE',
      'SELECT id INTO n FROM a FOR UPDATE',
      'PREPARE q AS SELECT * FROM a, b FOR UPDATE OF a',
      'EXPLAIN SELECT * FROM a, b FOR UPDATE OF a',
      'DECLARE q CURSOR FOR SELECT * FROM a, b FOR UPDATE OF a',
      "COPY (SELECT * FROM a FOR UPDATE) TO '/dev/null'",
      'CREATE FUNCTION nf() RETURNS bigint LANGUAGE SQL BEGIN ATOMIC SELECT id FROM va; END',
      "CREATE FUNCTION nf() RETURNS bigint LANGUAGE SQL AS 'SELECT id FROM va'",
      'CREATE FUNCTION nf() RETURNS bigint LANGUAGE SQL BEGIN ATOMIC SELECT id FROM a FOR UPDATE; END'
    ]
  },
  {
    name: 'rows locked by MERGE',
    since: 15,
    setup: `CREATE TABLE a (id int PRIMARY KEY, k int); CREATE TABLE c (id int, k int); ${rows('a', 'g, g')} ${rows('c', 'g, g')}`,
    statements: ['MERGE INTO c USING (SELECT * FROM a FOR UPDATE) q ON q.id = c.id WHEN MATCHED THEN DELETE']
  },
  {
    name: 'operator classes of what is an oid',
    setup: `CREATE TABLE t (i int, o oid, c regclass); CREATE INDEX t_i ON t (i); CREATE INDEX t_o ON t (o); CREATE INDEX t_c ON t (c);`,
    statements: ['i', 'o', 'c'].flatMap((column) =>
      ['int', 'oid', 'regclass', 'regtype'].map((type) => `ALTER TABLE t ALTER ${column} TYPE ${type}`)
    )
  },
  {
    name: 'what is not there, or there already',
    setup: `CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE h (id int); CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
      CREATE VIEW v AS SELECT id FROM r; CREATE MATERIALIZED VIEW m AS SELECT id FROM r; CREATE INDEX m_id ON m (id); CREATE PUBLICATION pub_of_families; CREATE TABLE hc () INHERITS (h);`,
    statements: [
      'ALTER TABLE IF EXISTS missing ADD COLUMN x int REFERENCES r',
      'ALTER TABLE IF EXISTS missing ADD FOREIGN KEY (id) REFERENCES r',
      'ALTER TABLE IF EXISTS missing ADD FOREIGN KEY (id) REFERENCES r NOT VALID, ADD COLUMN z int',
      'ALTER TABLE IF EXISTS missing RENAME CONSTRAINT a TO b',
      'ALTER TABLE IF EXISTS missing INHERIT h',
      'ALTER TABLE IF EXISTS missing NO INHERIT h',
      'ALTER TABLE IF EXISTS missing ATTACH PARTITION h FOR VALUES FROM (5000) TO (6000)',
      'ALTER TABLE IF EXISTS missing DETACH PARTITION p1',
      'ALTER TABLE IF EXISTS r RENAME CONSTRAINT r_pkey TO b',
      'ALTER TABLE IF EXISTS p DETACH PARTITION p1',
      'DROP TRIGGER IF EXISTS zz ON v',
      'DROP RULE IF EXISTS zz ON v',
      'DROP POLICY IF EXISTS zz ON v',
      'DROP RULE IF EXISTS zz ON m',
      'ANALYZE v',
      'ANALYZE m',
      'ALTER MATERIALIZED VIEW m SET TABLESPACE pg_default',
      'ALTER MATERIALIZED VIEW m SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX m_id SET TABLESPACE pg_default',
      'ALTER INDEX m_id SET TABLESPACE sqlsafe_facts',
      'CREATE PUBLICATION made FOR TABLE ONLY h',
      'CREATE PUBLICATION made FOR TABLE h',
      'ALTER PUBLICATION pub_of_families ADD TABLE ONLY h',
      'ALTER TABLE h INHERIT h',
      'ALTER TABLE h INHERIT hc, ADD CHECK (id > 0)'
    ],
    outside: ['VACUUM v', 'VACUUM FULL v']
  },
  {
    name: 'an index that was moved',
    setup: `CREATE TABLE t (id int, k int); ${rows('t', 'g, g')} CREATE INDEX t_id ON t (id) TABLESPACE sqlsafe_facts; CREATE INDEX t_k ON t (k); ALTER INDEX t_k SET TABLESPACE sqlsafe_facts;`,
    statements: [
      'ALTER INDEX t_id SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX t_id SET TABLESPACE pg_default',
      'ALTER INDEX t_k SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX t_k SET TABLESPACE pg_default'
    ]
  },
  {
    name: 'what CASCADE takes along',
    setup: `CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE comp AS (id int, a varchar(20)); CREATE DOMAIN d AS int; CREATE DOMAIN dd AS d; CREATE TYPE other.om AS ENUM ('x');
      CREATE FUNCTION f(int) RETURNS int LANGUAGE SQL IMMUTABLE AS 'SELECT $1'; CREATE FUNCTION other.ofn() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'; CREATE FUNCTION other.otf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE SEQUENCE s; CREATE TABLE r (id int PRIMARY KEY, m mood, x d, y dd, n int DEFAULT nextval('s'), ck int CHECK (f(ck) > 0)); CREATE TABLE moods (o other.om); CREATE TABLE calls (n int DEFAULT other.ofn());
      CREATE TABLE rot (id int); CREATE TRIGGER tg BEFORE INSERT ON rot FOR EACH ROW EXECUTE FUNCTION other.otf(); CREATE TABLE other.t (id int PRIMARY KEY, r_id int REFERENCES r);
      CREATE TABLE pointing (id int REFERENCES other.t); CREATE TABLE child () INHERITS (other.t); CREATE TABLE part (id int) PARTITION BY RANGE (id); CREATE TABLE other.part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
      CREATE VIEW v_m AS SELECT m FROM r; CREATE VIEW v_id AS SELECT id FROM r; CREATE VIEW v_f AS SELECT f(id) AS q FROM r; CREATE VIEW v_ot AS SELECT id FROM other.t; CREATE VIEW v_v AS SELECT * FROM v_ot;
      CREATE MATERIALIZED VIEW mv AS SELECT id FROM other.t; CREATE VIEW other.v AS SELECT id FROM r; CREATE VIEW v_cast AS SELECT id, 'ok'::mood AS z FROM rot; CREATE VIEW v_seq AS SELECT last_value FROM s;
      CREATE VIEW v_where AS SELECT id FROM r WHERE m = 'ok'; CREATE VIEW v_star AS SELECT * FROM r; CREATE VIEW v_join AS SELECT rot.id FROM rot JOIN r USING (id); CREATE VIEW v_agg AS SELECT count(*) FROM r;
      CREATE VIEW v_alias AS SELECT q.m FROM r q; CREATE VIEW v_exp AS SELECT ck + 1 AS z FROM r; CREATE TABLE typed OF comp; INSERT INTO typed SELECT g, 'x' FROM generate_series(1, 50) g; CREATE INDEX typed_a ON typed (a);
      CREATE TABLE serials (id serial PRIMARY KEY, o int); CREATE SEQUENCE owned OWNED BY serials.o; CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER sv FOREIGN DATA WRAPPER wrapper; CREATE SERVER sw FOREIGN DATA WRAPPER wrapper;
      CREATE FOREIGN TABLE ft (id int) SERVER sv; CREATE VIEW v_ft AS SELECT id FROM ft;`,
    statements: [
      ...['SCHEMA other', 'TYPE mood', 'TYPE comp', 'DOMAIN d', 'DOMAIN dd', 'TYPE other.om', 'FUNCTION f'].flatMap(
        dropped
      ),
      ...['SEQUENCE s', 'SEQUENCE serials_id_seq', 'SEQUENCE owned', 'SERVER sv', 'SERVER sw', 'TABLE other.t'].flatMap(
        dropped
      ),
      ...['FOREIGN DATA WRAPPER wrapper', 'FOREIGN TABLE ft', 'VIEW v_ot', 'TABLE other.part_1'].flatMap(dropped),
      ...['id', 'm', 'x', 'n', 'ck'].map((column) => `ALTER TABLE r DROP COLUMN ${column} CASCADE`),
      'ALTER TABLE r DROP COLUMN m',
      'ALTER TABLE r DROP COLUMN x',
      'ALTER TYPE comp ALTER ATTRIBUTE a TYPE varchar(40) CASCADE',
      'ALTER TYPE comp ALTER ATTRIBUTE a TYPE varchar(10) CASCADE',
      'ALTER TYPE comp ALTER ATTRIBUTE id TYPE bigint CASCADE',
      'ALTER TYPE comp ALTER ATTRIBUTE id TYPE bigint',
      'ALTER TYPE comp ADD ATTRIBUTE z int CASCADE'
    ]
  }
]

function dropped(object: string): string[] {
  return [`DROP ${object}`, `DROP ${object} CASCADE`]
}
