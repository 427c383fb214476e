import {describe, expect, it} from 'vitest'
import {partsOfRange} from '../../../src/apply/postgres/key-ranges.js'
import type {KeyCondition} from '../../../src/apply/postgres/key-ranges.js'

const values = [0, 1, 2]

/** All keys of so many columns, in their order. */
function keysOf(columns: number): number[][] {
  if (columns === 0) return [[]]
  return keysOf(columns - 1).flatMap((key) => values.map((value) => [...key, value]))
}

function holds(
  key: readonly number[],
  {bound, column, operator}: KeyCondition,
  bounds: Record<string, number[]>
): boolean {
  const [own = NaN, other = NaN] = [key[column], bounds[bound]?.[column]]
  return {equals: own === other, greater: own > other, less: own < other, atMost: own <= other}[operator]
}

describe.each([1, 2, 3])('partsOfRange of %i columns', (columns) => {
  const keys = keysOf(columns)
  const ends = [...keys.entries(), [undefined, undefined] as const]

  it('has each row of the range in one part, and no other row', () => {
    let ranges = 0
    for (const [from, after] of ends) {
      for (const [to, until] of ends) {
        if (from !== undefined && to !== undefined && to <= from) continue
        const different = after?.findIndex((value, column) => value !== until?.[column])
        const same = until === undefined ? 0 : (different ?? 0)
        const parts = partsOfRange(columns, {after: after !== undefined, until: until !== undefined, same})
        const bounds = {...(after && {after}), ...(until && {until})}
        const found = parts.flatMap((part) => keys.filter((key) => part.every((each) => holds(key, each, bounds))))
        expect(found).toEqual(keys.slice(from === undefined ? 0 : from + 1, to === undefined ? undefined : to + 1))
        ranges++
      }
    }
    expect(ranges).toBeGreaterThan(keys.length)
  })

  it('compares with one column beside those that are equal, which an index can look up', () => {
    for (const same of Array.from({length: columns}, (_, index) => index)) {
      for (const part of partsOfRange(columns, {after: true, until: true, same})) {
        const open = new Set(part.filter(({operator}) => operator !== 'equals').map(({column}) => column))
        expect([...open]).toEqual([part.filter(({operator}) => operator === 'equals').length])
      }
    }
  })
})
