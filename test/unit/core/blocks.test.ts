import {describe, expect, it} from 'vitest'
import {blocks, conflicts, describeBlocks, strongerLock} from '../../../src/knowledge/blocks.js'
import {mysqlLocks, postgresLocks} from '../../../src/knowledge/effect.js'

describe('conflicts', () => {
  it('is the same both ways', () => {
    for (const a of postgresLocks) {
      for (const b of postgresLocks) expect(conflicts(a, b), `${a}, ${b}`).toBe(conflicts(b, a))
    }
  })

  it('counts as many conflicts as the table of the manual', () => {
    const counts = postgresLocks.map((lock) => postgresLocks.filter((other) => conflicts(lock, other)).length)
    expect(counts).toEqual([1, 2, 4, 5, 5, 6, 7, 8])
  })
})

describe('blocks', () => {
  it('tells readers from writers', () => {
    const words = postgresLocks.map((lock) => [lock, describeBlocks(lock, 'postgres')])
    expect(Object.fromEntries(words)).toEqual({
      'ACCESS SHARE': 'schema changes',
      'ROW SHARE': 'schema changes',
      'ROW EXCLUSIVE': 'schema changes',
      'SHARE UPDATE EXCLUSIVE': 'schema changes',
      SHARE: 'writes',
      'SHARE ROW EXCLUSIVE': 'writes',
      EXCLUSIVE: 'writes',
      'ACCESS EXCLUSIVE': 'reads and writes'
    })
  })

  it('knows that EXCLUSIVE is another lock in MySQL', () => {
    const words = mysqlLocks.map((lock) => [lock, describeBlocks(lock, 'mysql')])
    expect(Object.fromEntries(words)).toEqual({
      NONE: 'schema changes',
      SHARED: 'writes',
      EXCLUSIVE: 'reads and writes'
    })
  })

  it('is nothing without a lock', () => {
    expect(blocks(undefined, 'postgres')).toEqual({reads: false, writes: false, schemaChanges: false})
    expect(describeBlocks(undefined, 'mysql')).toBe('nothing')
  })
})

describe('strongerLock', () => {
  it('takes either order', () => {
    expect(strongerLock('SHARE', 'ACCESS EXCLUSIVE')).toBe('ACCESS EXCLUSIVE')
    expect(strongerLock('EXCLUSIVE', 'ROW SHARE')).toBe('EXCLUSIVE')
    expect(strongerLock('NONE', 'SHARED')).toBe('SHARED')
    expect(strongerLock(undefined, 'SHARE')).toBe('SHARE')
  })
})
