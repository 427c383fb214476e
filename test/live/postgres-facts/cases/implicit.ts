import {rows, type CaseGroup} from './case.js'

/** Functions that no statement names: expressions of tables, types and views call them. */
export const implicitCases: readonly CaseGroup[] = [
  {
    name: 'functions that expressions of tables and views call',
    setup: `CREATE TABLE side (id int); ${rows('side', 'g', 100)} CREATE FUNCTION reads() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.side); END';
      CREATE FUNCTION writes() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.side VALUES (1); RETURN 1; END';
      CREATE FUNCTION ok(int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN (SELECT count(*) > 0 FROM public.side); END'; CREATE FUNCTION num(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN (SELECT count(*) FROM public.side); END';
      CREATE TABLE d (id int, v int DEFAULT writes()); CREATE TABLE c (id int, v int); ${rows('c', 'g, g', 100)} ALTER TABLE c ADD CONSTRAINT k CHECK (ok(v)) NOT VALID; CREATE TABLE i (id int, v int); ${rows('i', 'g, g', 100)} CREATE INDEX ie ON i (num(v)); CREATE TABLE plain (id int, v int); ${rows('plain', 'g, g', 100)}
      CREATE DOMAIN dom AS int CHECK (ok(VALUE)); CREATE TABLE dt (v dom); CREATE VIEW vw AS SELECT id, reads() AS r FROM plain; CREATE VIEW vv AS SELECT * FROM vw; CREATE MATERIALIZED VIEW mv AS SELECT id, reads() AS r FROM plain; CREATE TABLE gen (id int, g int GENERATED ALWAYS AS (num(id)) STORED); ${rows('gen', 'g', 100)}
      CREATE TABLE tw (id int); ${rows('tw', 'g', 100)} CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t1 BEFORE UPDATE ON tw FOR EACH ROW WHEN (ok(NEW.id)) EXECUTE FUNCTION trf();`,
    statements: [
      'INSERT INTO d (id) VALUES (1)',
      'INSERT INTO d (id, v) VALUES (1, 1)',
      'INSERT INTO c VALUES (1, 1)',
      'UPDATE c SET v = 2 WHERE id = 1',
      'DELETE FROM c WHERE id = 1',
      'INSERT INTO i VALUES (1, 1)',
      'SELECT * FROM vv',
      'REFRESH MATERIALIZED VIEW mv',
      'INSERT INTO dt VALUES (3)',
      'UPDATE gen SET id = 5 WHERE id = 5',
      'UPDATE tw SET id = 4 WHERE id = 4',
      'ALTER TABLE c VALIDATE CONSTRAINT k',
      'ALTER TABLE plain ADD CHECK (ok(v))',
      'ALTER TABLE plain ADD CHECK (ok(v)) NOT VALID',
      'CREATE INDEX ON plain (num(v))',
      'CREATE INDEX ON plain (id) WHERE ok(v)',
      'ALTER TABLE plain ADD COLUMN z int DEFAULT writes()',
      'ALTER TABLE plain ADD COLUMN z dom',
      'ALTER TABLE i ALTER id TYPE bigint',
      'ALTER TABLE plain ALTER v TYPE bigint USING num(v)',
      'REINDEX TABLE i',
      'REINDEX INDEX ie',
      'CREATE TABLE x AS SELECT * FROM vw',
      'CREATE VIEW nv AS SELECT reads() AS r',
      'ALTER TABLE plain ALTER v SET DEFAULT writes()'
    ]
  }
]
