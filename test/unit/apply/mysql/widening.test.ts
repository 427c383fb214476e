import {expect, test} from 'vitest'
import {fits, keepsApart} from '../../../../src/apply/mysql/external/widening.js'

function typed(words: string): Parameters<typeof fits>[0] {
  const [type = '', charset = null, collation = null] = words.split('; ')
  return {type, dataType: /^\w+/.exec(type)?.[0] ?? '', charset, collation}
}

test.each([
  ['int', 'bigint'],
  ['int(11)', 'int'],
  ['int unsigned', 'bigint'],
  ['varchar(20); latin1; latin1_swedish_ci', 'varchar(20); utf8mb4; utf8mb4_bin'],
  ['varchar(20); utf8mb4; utf8mb4_bin', 'longtext; utf8mb4; utf8mb4_bin'],
  ['blob', 'longblob'],
  ['decimal(10,2)', 'decimal(12,3)'],
  ["enum('a','b'); utf8mb4; utf8mb4_bin", "enum('a','b','c'); utf8mb4; utf8mb4_bin"],
  ['float', 'double'],
  ['json', 'json']
])('%s fits into %s', (from, to) => {
  expect(fits(typed(from), typed(to))).toBe(true)
})

test.each([
  ['bigint', 'int'],
  ['int', 'int unsigned'],
  ['bigint unsigned', 'bigint'],
  ['int', 'varchar(3); utf8mb4; utf8mb4_bin'],
  ['varchar(20); utf8mb4; utf8mb4_bin', 'varchar(3); utf8mb4; utf8mb4_bin'],
  ['varchar(20); utf8mb4; utf8mb4_bin', 'varchar(20); latin1; latin1_bin'],
  ['varbinary(20)', 'varchar(20); utf8mb4; utf8mb4_bin'],
  ['binary(4)', 'binary(8)'],
  ['longtext; utf8mb4; utf8mb4_bin', 'text; utf8mb4; utf8mb4_bin'],
  ['decimal(10,2)', 'decimal(10,3)'],
  ["enum('a','b'); utf8mb4; utf8mb4_bin", "enum('b','a'); utf8mb4; utf8mb4_bin"],
  ['timestamp', 'datetime'],
  ['datetime(6)', 'datetime'],
  ['double', 'float']
])('%s may not fit into %s', (from, to) => {
  expect(fits(typed(from), typed(to))).toBe(false)
})

test('another collation may make two values one', () => {
  const [binary, folded] = [typed('varchar(9); utf8mb4; utf8mb4_bin'), typed('varchar(9); utf8mb4; utf8mb4_general_ci')]
  expect(fits(binary, folded)).toBe(true)
  expect(keepsApart(binary, folded)).toBe(false)
  expect(keepsApart(binary, typed('varchar(20); utf8mb4; utf8mb4_bin'))).toBe(true)
})
