import {expect, test} from 'vitest'
import {dialectsInPaths, guessDialect} from '../../../src/migrations/guess-dialect.js'

test.each([
  ['CREATE TABLE t (id bigserial, at timestamptz)', 'postgres'],
  ['ALTER TABLE "t" ALTER COLUMN "c" SET NOT NULL', 'postgres'],
  ['CREATE INDEX CONCURRENTLY i ON t (c)', 'postgres'],
  ["UPDATE t SET c = '1'::int", 'postgres'],
  ['CREATE TABLE `t` (`id` int NOT NULL AUTO_INCREMENT) ENGINE=InnoDB', 'mysql'],
  ['ALTER TABLE t MODIFY COLUMN c bigint, ALGORITHM=INPLACE', 'mysql'],
  ['CREATE TABLE `t` (`id` int) ENGINE=InnoDB WITH SYSTEM VERSIONING', 'mariadb'],
  ['ALTER TABLE `t` ADD COLUMN IF NOT EXISTS c int', 'mariadb'],
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
