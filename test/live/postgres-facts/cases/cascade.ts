import {rows, type CaseGroup} from './case.js'

/** What CASCADE goes on to: policies, rules, row types, defaults, and what words stand for. */
export const cascadeCases: readonly CaseGroup[] = [
  {
    name: 'policies of other tables',
    setup: `CREATE TABLE a (id int PRIMARY KEY, x int, y int); CREATE TABLE b (id int, x int, z int); CREATE TABLE c (id int); CREATE TABLE d (id int); CREATE VIEW av AS SELECT id, x FROM a;
      CREATE FUNCTION may() RETURNS bool LANGUAGE sql STABLE AS 'SELECT true'; CREATE TABLE child () INHERITS (b); CREATE TABLE e (id int); CREATE TABLE f (id int); CREATE TABLE g (id int);
      CREATE POLICY p ON b USING (EXISTS (SELECT FROM a WHERE a.y = b.z)); CREATE POLICY p ON c USING (id IN (SELECT id FROM av)); CREATE POLICY p ON d USING (may());
      CREATE POLICY p ON e USING (EXISTS (SELECT FROM a)); CREATE POLICY p ON f USING (EXISTS (SELECT FROM a)); DROP POLICY p ON f; CREATE POLICY p ON g USING (true); ALTER POLICY p ON g USING (id IN (SELECT y FROM a));
      CREATE TABLE old (o int); CREATE VIEW ov AS SELECT o FROM old; CREATE TABLE op (id int); CREATE POLICY p ON op USING (id IN (SELECT o FROM old)); ALTER TABLE old RENAME COLUMN o TO n; ALTER TABLE old RENAME TO fresh;`,
    statements: [
      'DROP TABLE a',
      'DROP TABLE a CASCADE',
      'ALTER TABLE a DROP COLUMN y CASCADE',
      'ALTER TABLE a DROP COLUMN y',
      'ALTER TABLE a DROP COLUMN x CASCADE',
      'DROP VIEW av CASCADE',
      'DROP FUNCTION may() CASCADE',
      'DROP FUNCTION may()',
      'DROP TABLE b CASCADE',
      'ALTER TABLE fresh DROP COLUMN n CASCADE',
      'DROP TABLE fresh CASCADE'
    ]
  },
  {
    name: 'rules of other tables',
    setup: `CREATE TABLE t (id int PRIMARY KEY, x int); CREATE TABLE log (id int, w text); CREATE TABLE src (id int); CREATE TABLE s (id int); CREATE TABLE all_of_it (id int);
      CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log (id) VALUES (NEW.id); CREATE RULE u AS ON UPDATE TO s DO ALSO UPDATE log SET id = 1 WHERE id IN (SELECT id FROM src);
      CREATE RULE a AS ON INSERT TO all_of_it DO ALSO INSERT INTO log VALUES (1, 'w'); CREATE RULE d AS ON DELETE TO all_of_it DO INSTEAD NOTHING; DROP RULE d ON all_of_it;`,
    statements: [
      'DROP TABLE log',
      'DROP TABLE log CASCADE',
      'DROP TABLE src CASCADE',
      'ALTER TABLE log DROP COLUMN w CASCADE',
      'ALTER TABLE log DROP COLUMN id CASCADE',
      'DROP TABLE t'
    ]
  },
  {
    name: 'row types and owned sequences',
    setup: `CREATE TABLE t (id int, x int); CREATE TABLE u (id int, c t); CREATE TABLE many (id int, c t[]); CREATE VIEW uv AS SELECT id, c FROM u; CREATE VIEW uid AS SELECT id FROM u; CREATE DOMAIN dom AS t;
      CREATE TABLE du (d dom); CREATE VIEW v AS SELECT id FROM t; CREATE TABLE vu (id int, c v); CREATE FUNCTION tf(t) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'; CREATE TABLE fu (id int DEFAULT tf(NULL));
      CREATE TYPE pair AS (a int); CREATE TABLE cu (c pair); CREATE VIEW cv AS SELECT c FROM cu; CREATE TABLE "point" (a int); CREATE TABLE pu (p point); CREATE VIEW casting AS SELECT NULL::t AS x;
      CREATE TABLE parts (id int, c t) PARTITION BY RANGE (id); CREATE TABLE parts_1 PARTITION OF parts DEFAULT; CREATE TABLE typed OF pair; CREATE VIEW typed_view AS SELECT a FROM typed;
      CREATE SEQUENCE sq; CREATE TABLE own (id int); ALTER SEQUENCE sq OWNED BY own.id; CREATE TABLE uses (id int DEFAULT nextval('sq')); CREATE VIEW sv AS SELECT last_value FROM sq;
      CREATE TABLE serial (id serial); CREATE TABLE other_user (id int DEFAULT nextval('serial_id_seq')); CREATE FUNCTION gf(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
      CREATE TABLE gt (id int, g int GENERATED ALWAYS AS (gf(id)) STORED); CREATE VIEW gv AS SELECT g FROM gt; CREATE VIEW fv AS SELECT gf(1) AS one;`,
    statements: [
      'DROP TABLE t',
      'DROP TABLE t CASCADE',
      'DROP VIEW v CASCADE',
      'DROP TYPE pair CASCADE',
      'DROP TYPE pair',
      'DROP DOMAIN dom CASCADE',
      'DROP DOMAIN dom',
      'DROP TABLE "point" CASCADE',
      'DROP FUNCTION tf(t) CASCADE',
      'DROP FUNCTION gf(int) CASCADE',
      'DROP TABLE own',
      'DROP TABLE own CASCADE',
      'ALTER TABLE own DROP COLUMN id CASCADE',
      'DROP TABLE serial CASCADE',
      'DROP SEQUENCE serial_id_seq CASCADE',
      'DROP SEQUENCE sq CASCADE',
      'DROP SEQUENCE sq'
    ]
  },
  {
    name: 'collations, operators and extensions that go',
    setup: `CREATE COLLATION coll (provider = libc, locale = 'C'); CREATE TABLE t (id int, a text COLLATE coll); CREATE TABLE i (a text); CREATE INDEX ON i (a COLLATE coll);
      CREATE TABLE k (a text CHECK (a COLLATE coll > 'b')); CREATE VIEW v AS SELECT a COLLATE coll AS b FROM i; CREATE VIEW tv AS SELECT a FROM t; CREATE VIEW tid AS SELECT id FROM t;
      CREATE FUNCTION eq(int, int) RETURNS bool IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN true; END'; CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, PROCEDURE = eq);
      CREATE TABLE oc (a int CHECK (a === 1)); CREATE VIEW ov AS SELECT a FROM oc WHERE a === 2; CREATE TABLE op (a int); CREATE POLICY p ON op USING (a === 1);
      CREATE TABLE oi (a int, b bool DEFAULT (1 === 2)); CREATE INDEX ON oi (a) WHERE a === 5; CREATE TABLE ic (a int);
      CREATE OPERATOR CLASS mine FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 3 =, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int); CREATE INDEX ON ic (a mine);
      CREATE AGGREGATE agg (int) (SFUNC = int4pl, STYPE = int); CREATE VIEW agv AS SELECT agg(a) FROM ic; CREATE VIEW agvv AS SELECT * FROM agv;
      CREATE EXTENSION IF NOT EXISTS citext; CREATE TABLE ci (id int, c citext); CREATE VIEW civ AS SELECT c FROM ci; CREATE VIEW ciw AS SELECT id FROM ci;
      CREATE TABLE cip (id int); CREATE POLICY p ON cip USING (EXISTS (SELECT FROM ci WHERE c = 'x'));`,
    statements: [
      'DROP COLLATION coll',
      'DROP COLLATION coll CASCADE',
      'DROP OPERATOR === (int, int) CASCADE',
      'DROP OPERATOR === (int, int)',
      'DROP OPERATOR CLASS mine USING btree CASCADE',
      'DROP OPERATOR FAMILY mine USING btree CASCADE',
      'DROP AGGREGATE agg(int) CASCADE',
      'DROP AGGREGATE agg(int)',
      'DROP EXTENSION citext CASCADE',
      'DROP EXTENSION citext'
    ]
  },
  {
    name: 'what hangs on a schema',
    setup: `CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY, x int); CREATE TABLE pol (id int); CREATE POLICY p ON pol USING (id IN (SELECT id FROM other.t)); CREATE VIEW v AS SELECT id FROM other.t;
      CREATE TABLE fk (id int REFERENCES other.t); CREATE TABLE rt (c other.t); CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE df (id int DEFAULT other.f());
      CREATE TYPE other.e AS ENUM ('a'); CREATE TABLE en (e other.e); CREATE VIEW env AS SELECT e FROM en; CREATE SEQUENCE other.s; CREATE TABLE sq (id int DEFAULT nextval('other.s')); CREATE TABLE ch () INHERITS (other.t);
      CREATE FUNCTION other.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE tr (id int); CREATE TRIGGER x BEFORE INSERT ON tr EXECUTE FUNCTION other.tf();
      CREATE TABLE ref (id int PRIMARY KEY); CREATE TABLE other.r (id int REFERENCES ref); CREATE TABLE part (id int) PARTITION BY RANGE (id); CREATE TABLE other.part_1 PARTITION OF part DEFAULT;`,
    statements: ['DROP SCHEMA other CASCADE', 'DROP SCHEMA other', 'DROP TABLE other.t CASCADE']
  },
  {
    name: 'functions that have moved',
    setup: `CREATE SCHEMA other; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE t (id int); CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      CREATE FUNCTION old() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE d (id int DEFAULT old()); ALTER FUNCTION old() RENAME TO fresh; ALTER FUNCTION fresh() SET SCHEMA other;
      ALTER FUNCTION f() SET SCHEMA other;`,
    statements: ['DROP FUNCTION other.f() CASCADE', 'DROP FUNCTION other.fresh() CASCADE', 'DROP SCHEMA other CASCADE']
  },
  {
    name: 'objects of other schemas',
    setup: `CREATE SCHEMA before; CREATE TYPE before.e AS ENUM ('a'); CREATE COLLATION before."Co" (provider = libc, locale = 'C'); CREATE TABLE u (e before.e, a text COLLATE before."Co"); CREATE VIEW v AS SELECT a FROM u;
      CREATE TABLE "My T" (id int, "Col" int); CREATE TABLE "P" (id int); CREATE POLICY "Pol" ON "P" USING (id IN (SELECT "Col" FROM "My T")); DROP SCHEMA IF EXISTS other; ALTER SCHEMA before RENAME TO other;`,
    statements: [
      'DROP TYPE other.e CASCADE',
      'DROP COLLATION other."Co" CASCADE',
      'DROP TABLE "My T" CASCADE',
      'ALTER TABLE "My T" DROP COLUMN "Col" CASCADE'
    ]
  },
  {
    name: 'routines that stand on what they read',
    setup: `CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE FUNCTION atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END; CREATE FUNCTION loose() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM u';
      CREATE TABLE a (n bigint DEFAULT atomic()); CREATE TABLE l (n bigint DEFAULT loose());`,
    statements: ['DROP TABLE t CASCADE', 'DROP TABLE u CASCADE', 'DROP TABLE t']
  },
  {
    name: 'what hangs on temporary objects',
    setup: `CREATE TABLE t (id int PRIMARY KEY); CREATE TEMP TABLE x (id int PRIMARY KEY); CREATE TEMP VIEW xv AS SELECT id FROM x; CREATE TEMP TABLE ch () INHERITS (t); CREATE TYPE pg_temp.e AS ENUM ('a');
      CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE en (id int); ALTER TABLE en ADD e pg_temp.e; CREATE TABLE df (id int DEFAULT pg_temp.f());`,
    statements: ['DISCARD TEMP', 'DISCARD SEQUENCES']
  },
  {
    name: 'NOT NULL that children have too',
    since: 18,
    setup: `CREATE TABLE t (id int, a int, b int); CREATE TABLE c () INHERITS (t); CREATE TABLE cc () INHERITS (c); ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID; ALTER TABLE cc ALTER b SET NOT NULL;
      ${rows('t', 'g, g, g')} ${rows('cc', 'g, g, g')} CREATE TABLE p (id int, a int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (5000); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE o (id int, a int); CREATE TABLE oc () INHERITS (o); ALTER TABLE o ADD CONSTRAINT nn NOT NULL a NO INHERIT;`,
    statements: [
      'ALTER TABLE t ALTER a DROP NOT NULL',
      'ALTER TABLE ONLY t ALTER a DROP NOT NULL',
      'ALTER TABLE t ALTER b DROP NOT NULL',
      'ALTER TABLE ONLY t ALTER b DROP NOT NULL',
      'ALTER TABLE p ALTER a DROP NOT NULL',
      'ALTER TABLE o ALTER a DROP NOT NULL'
    ]
  }
]
