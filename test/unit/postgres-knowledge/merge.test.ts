/** How the effects of several operations become one for each relation. */
import {expect, test} from 'vitest'
import type {Effect} from '../../../src/knowledge/effect.js'
import {mergeEffects} from '../../../src/knowledge/postgres/merge.js'

const effect = (relation: string, parts: Partial<Effect>): Effect => ({
  relation,
  role: 'table',
  lock: 'SHARE',
  scan: 'none',
  rewrite: 'none',
  rebuildsIndexes: [],
  source: {url: 'https://www.postgresql.org/docs/current/explicit-locking.html'},
  confidence: 'observed',
  because: `a ${parts.lock ?? 'SHARE'}`,
  ...parts
})

test('the one that costs more is told about, under the stronger lock', () => {
  const [merged] = mergeEffects([
    effect('t', {lock: 'ACCESS EXCLUSIVE', because: 'only the catalog'}),
    effect('t', {lock: 'SHARE', scan: 'table', because: 'every row is read'})
  ])
  expect(merged).toMatchObject({lock: 'ACCESS EXCLUSIVE', scan: 'table', because: 'every row is read'})
})

test('of two that cost as much, the one with the stronger lock is told about', () => {
  const weak = effect('t', {lock: 'SHARE'})
  const strong = effect('t', {lock: 'ACCESS EXCLUSIVE'})
  expect(mergeEffects([weak, strong])[0]?.because).toBe('a ACCESS EXCLUSIVE')
  expect(mergeEffects([strong, weak])[0]?.because).toBe('a ACCESS EXCLUSIVE')
})

test('relations come with the strongest lock first', () => {
  const merged = mergeEffects([
    effect('a', {lock: 'ACCESS SHARE'}),
    effect('b', {lock: 'ACCESS EXCLUSIVE'}),
    effect('c', {lock: 'SHARE'})
  ])
  expect(merged.map(({relation}) => relation)).toEqual(['b', 'c', 'a'])
})

test('a lock is given back early only where each of them gives it back', () => {
  const short = effect('t', {short: true})
  expect(mergeEffects([short, effect('t', {})])[0]).not.toHaveProperty('short')
  expect(mergeEffects([short, short])[0]).toHaveProperty('short', true)
})
