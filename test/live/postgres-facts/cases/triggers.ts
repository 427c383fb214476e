import {rows, type CaseGroup} from './case.js'

/** What triggers set in motion, whose functions the history has shown. */
export const triggersCases: readonly CaseGroup[] = [
  {
    name: 'Triggers that change other relations',
    setup: `CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE TABLE log (id int); CREATE TABLE sums (n int); CREATE TABLE quiet (id int);
      CREATE TABLE child (id int, t_id int REFERENCES t ON DELETE CASCADE); CREATE TABLE bin (id int);
      ${rows('t', 'g, g, g')} ${rows('log', 'g')} ${rows('sums', 'g')} ${rows('child', 'g, g')}
      CREATE MATERIALIZED VIEW mv AS SELECT id FROM t; CREATE UNIQUE INDEX mv_id ON mv (id); CREATE VIEW v AS SELECT * FROM t;
      CREATE FUNCTION refresh() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY mv; RETURN NULL; END';
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END';
      CREATE FUNCTION sum_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE sums SET n = 1; RETURN NULL; END';
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO sums VALUES (1); RETURN NULL; END';
      CREATE FUNCTION throw_away() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO bin SELECT id FROM gone; RETURN NULL; END';
      CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM log WHERE id = -1; RETURN NULL; END';
      CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM quiet; RETURN NULL; END';
      CREATE TRIGGER a AFTER INSERT OR DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION refresh();
      CREATE TRIGGER b BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER c AFTER UPDATE OF a ON t FOR EACH STATEMENT EXECUTE FUNCTION sum_up();
      CREATE TRIGGER d AFTER TRUNCATE ON child FOR EACH STATEMENT EXECUTE FUNCTION stamp();
      CREATE TRIGGER e AFTER DELETE ON child REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION throw_away();
      CREATE TRIGGER f AFTER INSERT OR DELETE ON log FOR EACH STATEMENT EXECUTE FUNCTION again();
      CREATE TRIGGER g AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION never(); ALTER TABLE t DISABLE TRIGGER g;`,
    statements: [
      'DELETE FROM t',
      'DELETE FROM t WHERE id = 5',
      'DELETE FROM child',
      'UPDATE t SET a = 1',
      'UPDATE t SET b = 1 WHERE id = 5',
      'UPDATE v SET a = 1',
      'INSERT INTO t VALUES (5000)',
      'INSERT INTO v VALUES (5000)',
      'INSERT INTO t VALUES (5, 1) ON CONFLICT (id) DO UPDATE SET a = 1',
      'INSERT INTO log VALUES (5)',
      'TRUNCATE child',
      'TRUNCATE t CASCADE',
      'TRUNCATE log',
      'SET LOCAL session_replication_role = replica; DELETE FROM child',
      'ALTER TABLE t DISABLE TRIGGER ALL; INSERT INTO t VALUES (5000)'
    ]
  },
  {
    name: 'Triggers of partitions and children',
    setup: `CREATE TABLE t (id int, a int) PARTITION BY RANGE (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (5000);
      CREATE TABLE p (id int); CREATE TABLE c () INHERITS (p); CREATE TABLE log (id int); CREATE TABLE sums (n int);
      ${rows('t', 'g, g')} ${rows('p', 'g')} ${rows('c', 'g')} ${rows('sums', 'g')}
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END';
      CREATE FUNCTION sum_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE sums SET n = 1; RETURN NULL; END';
      CREATE TRIGGER a AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER b AFTER UPDATE ON t_1 FOR EACH STATEMENT EXECUTE FUNCTION sum_up();
      CREATE TRIGGER a AFTER UPDATE ON c FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER b AFTER UPDATE ON c FOR EACH STATEMENT EXECUTE FUNCTION sum_up();`,
    statements: [
      'UPDATE t_1 SET a = 5',
      'UPDATE t SET a = 5',
      'INSERT INTO t VALUES (5, 1)',
      'UPDATE p SET id = 5',
      'UPDATE ONLY p SET id = 5',
      'UPDATE c SET id = 5'
    ]
  }
]
