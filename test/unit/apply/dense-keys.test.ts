import {describe, expect, it} from 'vitest'
import {isDense, isStillDense, numberAfter} from '../../../src/apply/postgres/dense-keys.js'
import {denseNext, isDensePart} from '../../../src/apply/postgres/shadow/dense-key.js'
import type {KeyColumn} from '../../../src/apply/postgres/shadow/record.js'

describe('dense keys', () => {
  it('works out the end of a batch for one number only', () => {
    expect(numberAfter(['bigint'], ['9007199254740993'], 10)).toBe('9007199254741003')
    expect(numberAfter(['integer'], ['-5'], 10)).toBe('5')
    expect(numberAfter(['text'], ['5'], 10)).toBeUndefined()
    expect(numberAfter(['integer', 'integer'], ['5', '5'], 10)).toBeUndefined()
    expect(numberAfter(['integer'], null, 10)).toBeUndefined()
  })

  it('works out nothing past the greatest number of the type', () => {
    expect(numberAfter(['smallint'], ['32760'], 7)).toBe('32767')
    expect(numberAfter(['smallint'], ['32760'], 8)).toBeUndefined()
  })

  it('calls keys dense that lack a fifth of the numbers at the most', () => {
    expect(isDense(['integer'], ['100'], ['225'], 100)).toBe(true)
    expect(isDense(['integer'], ['100'], ['226'], 100)).toBe(false)
    expect(isDense(['integer'], ['100'], null, 100)).toBe(false)
    expect([isStillDense(50, 100), isStillDense(49, 100)]).toEqual([true, false])
  })

  it('knows numbers by the order of the server only', () => {
    expect(denseNext([keyOf('OPERATOR(pg_catalog.>)')], '["7"]', 3)).toBe('["10"]')
    expect(denseNext([keyOf('OPERATOR(own.>)')], '["7"]', 3)).toBeUndefined()
    expect(isDensePart([keyOf('OPERATOR(pg_catalog.>)')], {after: '["7"]', last: '["9"]', rows: 2})).toBe(true)
    expect(isDensePart([keyOf('OPERATOR(own.>)')], {after: '["7"]', last: '["9"]', rows: 2})).toBe(false)
  })
})

function keyOf(greater: string): KeyColumn {
  const equals = 'OPERATOR(pg_catalog.=)'
  const [less, atMost] = ['OPERATOR(pg_catalog.<)', 'OPERATOR(pg_catalog.<=)']
  return {
    source: 'id',
    target: 'id',
    sourceType: 'integer',
    targetType: 'bigint',
    collation: '',
    equals,
    greater,
    less,
    atMost,
    targetEquals: equals,
    targetGreater: greater,
    targetLess: less,
    targetAtMost: atMost
  }
}
