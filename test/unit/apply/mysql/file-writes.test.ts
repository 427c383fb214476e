import {describe, expect, it} from 'vitest'
import {isSettled, seenAt, willLast} from '../../../../src/apply/mysql/shadow/file-writes.js'
import type {FileWrites} from '../../../../src/apply/mysql/shadow/file-writes.js'

/** What was seen of a file, at so many milliseconds. */
function watched(...looks: ReadonlyArray<readonly [at: number, writes: number, syncs: number]>): FileWrites {
  const unknown = {writes: 0, syncs: 0, since: 0, isSynced: false}
  return looks.reduce<FileWrites>((before, [at, writes, syncs]) => seenAt(before, {writes, syncs}, at), unknown)
}

describe('pages of a file', () => {
  it('wait for the disk until they are brought there', () => {
    const writing = watched([10, 100, 0])
    expect(isSettled(writing, 100)).toBe(false)
    expect(isSettled(watched([10, 100, 0], [20, 100, 1]), 100)).toBe(true)
  })

  it('are on the disk, too, where a look saw both being written and being brought there, and nothing after', () => {
    const both = watched([10, 100, 1])
    expect(isSettled(both, 20)).toBe(false)
    expect(isSettled(both, 100)).toBe(true)
    expect(isSettled(watched([10, 100, 1], [20, 160, 1]), 100)).toBe(false)
  })

  it('are on the disk when nothing was written for longer than from one checkpoint to the next', () => {
    expect(isSettled(watched([10, 100, 0]), 1400)).toBe(false)
    expect(isSettled(watched([10, 100, 0]), 1600)).toBe(true)
  })

  it('are about to be written where that was nearly a second ago', () => {
    const [old, fresh] = [watched([10, 100, 1]), watched([900, 100, 1])]
    expect(willLast([old], 500)).toBe(true)
    expect(willLast([old], 950)).toBe(false)
    expect(willLast([old, fresh], 950)).toBe(true)
    expect(willLast([old], 1600)).toBe(true)
  })
})
