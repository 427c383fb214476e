import {expect, it} from 'vitest'
import {parseTimeoutMs} from '../../../src/knowledge/lock-timeout.js'

it.each([
  ['5s', 5000],
  ['2000', 2000],
  ["'500ms'", 500],
  ['1min', 60_000],
  ['1.5 h', 5_400_000],
  ['250us', 0.25],
  ['1d', 86_400_000],
  ['0', undefined],
  ['0s', undefined],
  ['soon', undefined],
  ['5 fortnights', undefined],
  [undefined, undefined]
])('reads %s as PostgreSQL does', (value, ms) => {
  expect(parseTimeoutMs(value, 'postgres')).toBe(ms)
})

it.each([
  ['5', 5000],
  ['0', undefined],
  ['5s', undefined]
])('reads %s as MySQL does: in seconds', (value, ms) => {
  expect(parseTimeoutMs(value, 'mysql')).toBe(ms)
  expect(parseTimeoutMs(value, 'mariadb')).toBe(ms)
})
