import {expect, test} from 'vitest'
import {objectionTo} from '../../../../src/apply/mysql/binlog/statements.js'

const own = {schema: 'shop', table: 'account'}

test.each([
  ['UPDATE t SET n = 1', 'shop', 'as a statement'],
  ['/* a job */ DELETE FROM `Shop`.t', 'other', 'as a statement'],
  ['INSERT INTO log SELECT * FROM account', 'other', 'as a statement'],
  // As MariaDB 10.11 writes them.
  ['set statement max_statement_time=5 for update t set v=3 where id=1', 'shop', 'as a statement'],
  ["set statement sql_mode='a for b' for update t set v=3", 'shop', 'as a statement'],
  ['analyze update t set v=4 where id=1', 'shop', 'as a statement'],
  ['/*!40000 update t set v=5 where id=1 */', 'shop', 'as a statement'],
  ['/*M!100000 update t set v=6 where id=1 */', 'shop', 'as a statement'],
  ['/*Move*/ DELETE FROM t', 'shop', 'as a statement'],
  ['SET STATEMENT lock_wait_timeout=1 FOR ALTER TABLE account ADD COLUMN x int', 'shop', 'altered'],
  ['RENAME TABLE account TO a2', 'shop', 'renamed'],
  ['RENAME TABLE other.t TO shop.account', 'other', 'renamed'],
  ['ALTER TABLE `account` ADD COLUMN x int FIRST', 'shop', 'altered'],
  ['ALTER TABLE account DROP FOREIGN KEY f, MODIFY id bigint', 'shop', 'altered'],
  // What no list has.
  ['HANDLE account', 'other', 'may have written'],
  ['MERGE INTO t USING u', 'shop', 'may have written'],
  ['CREATE TABLE t SELECT f(id) FROM u', 'shop', 'as a statement'],
  ['CREATE TEMPORARY TABLE t AS VALUES ROW(f(1)), ROW(2)', 'shop', 'as a statement'],
  ['ALTER TABLE /* it is */ account MODIFY id bigint', 'shop', 'altered'],
  ['RENAME TABLE shop./* it is */account TO other.t', 'other', 'renamed'],
  ['ALTER TABLE parts EXCHANGE PARTITION p WITH TABLE account', 'shop', 'altered']
])('%s, in %s', (statement, schema, what) => {
  expect(objectionTo(statement, schema, own)).toContain(what)
})

test.each([
  ['BEGIN', 'shop'],
  ["XA END X'74776f',X'',1", 'shop'],
  [
    'CREATE TABLE t (a int, b varchar(9) COMMENT "SELECT", PRIMARY KEY (a)) PARTITION BY LIST (a) (PARTITION p VALUES IN (1))',
    'shop'
  ],
  ['CREATE DEFINER=`root`@`%` TRIGGER tr AFTER INSERT ON account FOR EACH ROW INSERT INTO t SELECT 1', 'shop'],
  ['ALTER DEFINER=`root`@`%` EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM account', 'shop'],
  ['DROP FUNCTION account', 'shop'],
  ['MERGE INTO t USING u', 'other'],
  ['UPDATE t SET n = 1', 'other'],
  ['TRUNCATE TABLE account', 'shop'],
  ['ANALYZE TABLE account', 'shop'],
  ['ANALYZE LOCAL TABLE account', 'shop'],
  ['SET STATEMENT lock_wait_timeout=1 FOR ALTER TABLE t ADD COLUMN x int', 'shop'],
  ['RENAME TABLE account TO a2', 'other'],
  ['RENAME TABLE account_sqlsafe_1_new TO account_sqlsafe_1_try', 'shop'],
  ['ALTER TABLE account ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (a, b), ALGORITHM=INPLACE', 'shop'],
  ['ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES account (id)', 'shop'],
  ['CREATE TABLE account_copy LIKE account', 'shop']
])('nothing against %s, in %s', (statement, schema) => {
  expect(objectionTo(statement, schema, own)).toBeUndefined()
})

test.each([
  ['RENAME TABLE gr\uFFFD\uFFFDe TO t', true],
  ['UPDATE gr\uFFFD\uFFFDe SET n = 1', true],
  ['INSERT INTO t VALUES (1)', false]
])('a name in another character set, in %s', (statement, isMeant) => {
  expect(objectionTo(statement, 'other', {schema: 'shop', table: 'größe'}) !== undefined).toBe(isMeant)
})
