import {expect, test} from 'vitest'
import {compareNaturally} from '../../../src/migrations/natural-order.js'

test.each([
  [
    ['10_b.sql', '2_a.sql', '1_c.sql'],
    ['1_c.sql', '2_a.sql', '10_b.sql']
  ],
  [
    ['a10/up.sql', 'a9/up.sql'],
    ['a9/up.sql', 'a10/up.sql']
  ],
  [
    ['0010.sql', '9.sql', '010.sql'],
    ['9.sql', '0010.sql', '010.sql']
  ],
  // Longer than a number holds exactly.
  [
    ['20240101000000000002_b.sql', '20240101000000000001_a.sql'],
    ['20240101000000000001_a.sql', '20240101000000000002_b.sql']
  ],
  // A folder's own files stand where its name says.
  [
    ['2/1.sql', '10.sql', '1/9.sql'],
    ['1/9.sql', '2/1.sql', '10.sql']
  ],
  [
    ['1.1_b.sql', '1_a.sql'],
    ['1.1_b.sql', '1_a.sql']
  ]
])('%j is put in order', (paths, expected) => {
  expect([...paths].sort(compareNaturally)).toEqual(expected)
})
