import {expect, test} from 'vitest'
import {createPace} from '../../../src/apply/run/pace.js'
import {defaultSettings} from '../../../src/apply/settings.js'

const settings = {...defaultSettings, batchRows: 1000, batchTargetMs: 500, maxBatchRows: 3000}

test('batches become as big as can be done in the time that is wanted, step by step', () => {
  const pace = createPace(() => settings)
  const sizes = [100, 100, 100, 1000].map((ms) => {
    pace.note(pace.rows(), ms)
    return pace.rows()
  })
  expect(sizes).toEqual([1500, 2250, 3000, 1500])
})

test('a server on which even few rows take long is not given fewer and fewer', () => {
  const pace = createPace(() => settings)
  for (let batch = 0; batch < 20; batch++) pace.note(pace.rows(), 5000)
  expect(pace.rows()).toBe(100)
})

test('where a lock is not to be had they become smaller than that, and grow again', () => {
  const pace = createPace(() => settings)
  for (let times = 0; times < 10; times++) pace.giveWay()
  expect(pace.rows()).toBe(1)
  pace.note(1, 5000)
  expect(pace.rows()).toBe(1)
  for (let batch = 0; batch < 3; batch++) pace.note(pace.rows(), 10)
  expect(pace.rows()).toBe(3)
})
