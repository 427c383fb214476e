import {expect, test} from 'vitest'
import {objectionTo} from '../../../../src/apply/mysql/binlog/statements.js'

const own = {schema: 'shop', table: 'account'}

test.each([
  ['UPDATE t SET n = 1', 'shop', 'as a statement'],
  ['/* a job */ DELETE FROM `Shop`.t', 'other', 'as a statement'],
  ['INSERT INTO log SELECT * FROM account', 'other', 'as a statement'],
  ['RENAME TABLE account TO a2', 'shop', 'renamed'],
  ['RENAME TABLE other.t TO shop.account', 'other', 'renamed'],
  ['ALTER TABLE `account` ADD COLUMN x int FIRST', 'shop', 'altered'],
  ['ALTER TABLE account DROP FOREIGN KEY f, MODIFY id bigint', 'shop', 'altered'],
  ['ALTER TABLE parts EXCHANGE PARTITION p WITH TABLE account', 'shop', 'altered']
])('%s, in %s', (statement, schema, what) => {
  expect(objectionTo(statement, schema, own)).toContain(what)
})

test.each([
  ['BEGIN', 'shop'],
  ['UPDATE t SET n = 1', 'other'],
  ['TRUNCATE TABLE account', 'shop'],
  ['RENAME TABLE account TO a2', 'other'],
  ['RENAME TABLE account_sqlsafe_1_new TO account_sqlsafe_1_try', 'shop'],
  ['ALTER TABLE account ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (a, b), ALGORITHM=INPLACE', 'shop'],
  ['ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES account (id)', 'shop'],
  ['CREATE TABLE account_copy LIKE account', 'shop']
])('nothing against %s, in %s', (statement, schema) => {
  expect(objectionTo(statement, schema, own)).toBeUndefined()
})
