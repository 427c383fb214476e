import {expect, test} from 'vitest'
import {lostWork} from '../../../src/apply/run/lost-work.js'

test('tells the work that is lost with a statement, not that it has only waited', () => {
  expect(lostWork(10_800_000, 2000)).toBe('; the work of 10800 s before is lost')
  expect(lostWork(2100, 2000)).toBe('')
  expect(lostWork(62_000, 60_000)).toBe('')
})
