import {rows, type CaseGroup} from './case.js'

export const storageCases: readonly CaseGroup[] = [
  {
    name: 'indexes',
    setup:
      'CREATE TABLE t (id int PRIMARY KEY, a int, b text, r int4range);' +
      rows('t', `g, g, 'b', int4range(g, g + 1)`) +
      'CREATE INDEX t_a ON t (a); CREATE UNIQUE INDEX t_a_id ON t (a, id); CREATE TABLE empty_t (a int); CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE UNIQUE INDEX m_id ON m (id);',
    statements: [
      'CREATE INDEX ON t (lower(b))',
      'CREATE INDEX ON t (b) WHERE a > 5',
      'CREATE UNIQUE INDEX ON t (id) INCLUDE (b)',
      'CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT',
      'CREATE INDEX ON t USING brin (a)',
      'CREATE INDEX ON t USING hash (a)',
      'CREATE INDEX ON t USING gist (r)',
      'CREATE INDEX IF NOT EXISTS t_a ON t (b)',
      'CREATE INDEX IF NOT EXISTS t_b ON t (b)',
      'CREATE INDEX CONCURRENTLY t_b ON t (b)',
      'DROP INDEX t_a',
      'DROP INDEX IF EXISTS t_a',
      'DROP INDEX IF EXISTS nothing',
      'DROP INDEX t_a, t_a_id',
      'DROP INDEX CONCURRENTLY t_a',
      'REINDEX INDEX t_a',
      'REINDEX TABLE t',
      'REINDEX TABLE empty_t',
      'REINDEX TABLE m',
      'REINDEX TABLE CONCURRENTLY t',
      'REINDEX SCHEMA public',
      'ALTER INDEX t_a RENAME TO t_aa',
      'ALTER INDEX IF EXISTS nothing RENAME TO t_aa',
      'ALTER TABLE t_a RENAME TO t_aa',
      'ALTER INDEX t_a SET (fillfactor = 50)',
      'ALTER INDEX t_a RESET (fillfactor)',
      'ALTER INDEX t_a DEPENDS ON EXTENSION plpgsql',
      'COMMENT ON INDEX t_a IS $$x$$',
      'CREATE INDEX ON m (id)',
      'DROP INDEX m_id',
      'DROP INDEX t_pkey'
    ],
    outside: [
      'CREATE INDEX CONCURRENTLY t_b ON t (b)',
      'CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (id, a)',
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS t_b ON t (b)',
      'REINDEX INDEX CONCURRENTLY t_a',
      'REINDEX TABLE CONCURRENTLY t',
      'REINDEX (CONCURRENTLY) TABLE t',
      'DROP INDEX CONCURRENTLY t_b',
      'VACUUM (TRUNCATE off) t',
      'VACUUM (ANALYZE, TRUNCATE off) t',
      'VACUUM FULL t',
      'VACUUM (FULL, ANALYZE) t',
      'REINDEX SCHEMA public'
    ]
  },
  {
    name: 'storage',
    setup:
      'CREATE TABLE t (id int PRIMARY KEY, b text); CREATE UNLOGGED TABLE u (id int PRIMARY KEY); CREATE TEMP TABLE tt (id int); CREATE INDEX t_b ON t (b);' +
      rows('t', `g, 'b'`) +
      rows('u', 'g') +
      'ALTER TABLE t CLUSTER ON t_pkey; CREATE TYPE pair AS (id int, b text); CREATE TABLE typed OF pair;',
    statements: [
      'ALTER TABLE t SET UNLOGGED',
      'ALTER TABLE t SET LOGGED',
      'ALTER TABLE u SET LOGGED',
      'ALTER TABLE u SET UNLOGGED',
      'CLUSTER t',
      'CLUSTER t USING t_b',
      'CLUSTER (VERBOSE) t',
      'CLUSTER',
      'VACUUM t',
      'ALTER TABLE t CLUSTER ON t_b',
      'ALTER TABLE t SET WITHOUT CLUSTER',
      'ALTER TABLE t SET WITHOUT OIDS',
      'ALTER TABLE t REPLICA IDENTITY NOTHING',
      'ALTER TABLE t SET (fillfactor = 70)',
      'ALTER TABLE t SET (parallel_workers = 3)',
      'ALTER TABLE t SET (toast_tuple_target = 200)',
      'ALTER TABLE t SET (vacuum_truncate = off)',
      'ALTER TABLE t SET (autovacuum_enabled = false, fillfactor = 60)',
      'ALTER TABLE t SET (user_catalog_table = true, fillfactor = 60)',
      'ALTER TABLE t SET (log_autovacuum_min_duration = 5)',
      'ALTER TABLE t RESET (user_catalog_table)',
      'ALTER TABLE t SET (fillfactor = 70), ADD COLUMN x int',
      'ALTER TABLE t SET ACCESS METHOD heap',
      'ALTER TABLE t SET ACCESS METHOD DEFAULT',
      'ALTER TABLE t SET TABLESPACE pg_default',
      'ALTER TABLE t ALTER b SET STORAGE MAIN',
      'ALTER TABLE t ALTER b SET COMPRESSION pglz',
      'ALTER TABLE t OF pair',
      'ALTER TABLE typed NOT OF',
      'ALTER TABLE typed ADD PRIMARY KEY (id)',
      'ALTER TYPE pair ADD ATTRIBUTE c int',
      'ALTER TYPE pair ADD ATTRIBUTE c int CASCADE',
      'ALTER TYPE pair DROP ATTRIBUTE b CASCADE',
      'ALTER TYPE pair ALTER ATTRIBUTE b TYPE varchar CASCADE',
      'ALTER TYPE pair RENAME ATTRIBUTE b TO c CASCADE',
      'CREATE TABLE x OF pair',
      'ALTER TABLE tt ADD COLUMN x int',
      'CREATE INDEX ON tt (id)',
      'DROP TABLE tt',
      'ANALYZE t, u',
      'ANALYZE t (b)'
    ]
  },
  {
    name: 'tablespaces',
    setup: `SET allow_in_place_tablespaces = on; CREATE TABLE t (id int PRIMARY KEY, b text); ${rows('t', `g, 'b'`)} CREATE INDEX t_b ON t (b);
      CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);`,
    statements: [
      'ALTER TABLE t SET TABLESPACE sqlsafe_facts',
      'ALTER INDEX t_b SET TABLESPACE sqlsafe_facts',
      'ALTER MATERIALIZED VIEW m SET TABLESPACE sqlsafe_facts',
      'ALTER TABLE p SET TABLESPACE sqlsafe_facts',
      'ALTER TABLE t SET TABLESPACE sqlsafe_facts, ADD COLUMN x int',
      'REINDEX (TABLESPACE sqlsafe_facts) INDEX t_b'
    ]
  }
]
