import {expect, test} from 'vitest'
import {dialectsInPaths, fitting, guessDialect} from '../../../src/migrations/guess-dialect.js'

test.each([
  ['CREATE TABLE t (id bigserial, at timestamptz)', 'postgres'],
  ['ALTER TABLE "t" ALTER COLUMN "c" SET NOT NULL', 'postgres'],
  ['CREATE INDEX CONCURRENTLY i ON t (c)', 'postgres'],
  ["UPDATE t SET c = '1'::int", 'postgres'],
  ['CREATE TABLE `t` (`id` int NOT NULL AUTO_INCREMENT) ENGINE=InnoDB', 'mysql'],
  ['ALTER TABLE t MODIFY COLUMN c bigint, ALGORITHM=INPLACE', 'mysql'],
  ['CREATE TABLE `t` (`id` int) ENGINE=InnoDB WITH SYSTEM VERSIONING', 'mariadb'],
  ['ALTER TABLE `t` ADD COLUMN IF NOT EXISTS c int', 'mariadb'],
  ['-- as `b` says: not DATETIME\n/* AUTO_INCREMENT */ CREATE TABLE t (id bigserial)', 'postgres'],
  ['CREATE TABLE t (id int) /*!50100 ENGINE=InnoDB */', 'mysql'],
  ['CREATE TABLE t (id int) /*M! COMMENT 1 */', 'mariadb'],
  ['SELECT 1 -- `a`', undefined],
  ['SELECT 1', undefined]
])('%s is %s', (text, expected) => {
  expect(guessDialect(['1.sql'], () => text)?.dialect).toBe(expected)
})

test('a path that names the engine decides over the text', () => {
  const guess = guessDialect(['db/mysql/1.sql'], () => 'CREATE TABLE t (id bigserial)')
  expect(guess).toEqual({dialect: 'mysql', because: 'the path `db/mysql/1.sql`'})
})

test('the sign and the file that told are named', () => {
  expect(guessDialect(['a.sql'], () => 'CREATE TABLE t () ENGINE = InnoDB')?.because).toBe('ENGINE= in `a.sql`')
})

test('words are looked for whole', () => {
  expect([...dialectsInPaths(['upgrade/page.sql', 'postgresql/1.sql', 'x.mysql.up.sql']).keys()]).toEqual([
    'postgres',
    'mysql'
  ])
})

test.each([
  [['postgresql/V1__a.sql', 'postgresql/V2__mysql_specific.sql'], ['postgres']],
  [['db/mysql/postgres/1.sql'], ['postgres']],
  [
    ['upgrade/pgsql/2.1.0.sql', 'upgrade/mysql/2.1.0.sql'],
    ['postgres', 'mysql']
  ],
  [['schema/psql.sql'], ['postgres']],
  [
    ['schema-mysql.sql', 'schema-postgresql.sql'],
    ['mysql', 'postgres']
  ],
  [
    ['1_a.mysql.up.sql', '1_a.postgres.up.sql'],
    ['mysql', 'postgres']
  ],
  [
    ['1_a_mysql.sql', '1_a_pg.sql', '2_leave_mysql.sql'],
    ['mysql', 'postgres']
  ],
  [['1_a.sql', '2_leave_mysql.sql', '3_pg_trgm.sql'], []],
  [['1_a/up.sql', '2_leave_mysql/up.sql'], []],
  [['V1__a.sql', 'R__views_like_mysql.sql'], []]
])('%j are of %j', (paths, expected) => {
  expect([...dialectsInPaths(paths).keys()]).toEqual(expected)
})

test('a file of an engine is run on it, also where its name speaks of another', () => {
  const paths = ['postgresql/V1__a.sql', 'postgresql/V2__mysql_specific.sql', 'mysql/V2__mysql_specific.sql']
  expect(paths.filter(fitting('postgres', paths))).toEqual(paths.slice(0, 2))
})

test('where nothing else tells, a word in a name does', () => {
  expect(guessDialect(['1_a_mysql.sql'], () => 'SELECT 1')?.dialect).toBe('mysql')
  expect(guessDialect(['1_leave_mysql.sql'], () => 'CREATE TABLE t (id bigserial)')?.dialect).toBe('postgres')
})
