import {expect, it} from 'vitest'
import {sameType} from '../../../src/apply/postgres/view/types.js'

it.each([
  ['int4', 'int4', false, 'integer', true],
  ['int4', 'int8', false, 'bigint', false],
  ['bigserial', 'int8', false, 'bigint', true],
  ['varchar(50)', 'varchar', false, 'character varying(50)', true],
  ['varchar(50)', 'varchar', false, 'character varying(60)', false],
  ['varchar', 'varchar', false, 'character varying(60)', false],
  ['numeric(10)', 'numeric', false, 'numeric(10,0)', true],
  ['numeric(10,2)', 'numeric', false, 'numeric(10,0)', false],
  ['numeric', 'numeric', false, 'numeric', true],
  ['bpchar(1)', 'bpchar', false, 'character(1)', true],
  ['timestamptz(3)', 'timestamptz', false, 'timestamp(3) with time zone', true],
  ['text[]', 'text', true, 'text[]', true],
  ['text', 'text', true, 'text[]', false],
  ['interval(1032)', 'interval', false, 'interval day to second', true],
  ['shop.mood', 'mood', false, 'shop.mood', true]
])('%s in a plan and a column of type %s (array: %s, %s): %s', (planned, name, isArray, formatted, same) => {
  expect(sameType(planned, {name, isArray, formatted})).toBe(same)
})
