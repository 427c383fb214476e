/** How many rows a batch takes, so that each lasts about as long as wanted, and how fast they follow. */
import type {ApplySettings} from '../settings.js'

export interface Pace {
  /** Rows for the next batch. */
  rows: () => number
  /** A batch was done. */
  note: (rows: number, ms: number) => void
  /** A batch got no lock: the fewer rows the next one takes, the less is in its way. */
  giveWay: () => void
  /** Milliseconds to wait so that no more than `maxRate` rows a second are touched. */
  rest: () => number
}

/** No batch is more than so many times as big as the one before: one that was empty or cached says little. */
const growth = 1.5

/**
 * What takes long when a batch has become so many times smaller than the first is not its rows: with fewer of them the end
 * would only go away.
 */
const shrinkage = 10

/** Begin with `batchRows`; `settings` may change on the way. */
export function createPace(settings: () => ApplySettings): Pace {
  let size = settings().batchRows
  let restMs = 0
  return {
    rows: () => Math.max(1, Math.min(Math.round(size), settings().maxBatchRows)),
    note(rows, ms) {
      const {batchRows, batchTargetMs, maxBatchRows, maxRate} = settings()
      const wanted = size * (batchTargetMs / Math.max(ms, 1))
      const least = Math.min(size, batchRows / shrinkage)
      size = Math.max(1, least, Math.min(wanted, size * growth, maxBatchRows))
      restMs = maxRate === undefined ? 0 : Math.max(0, (rows / maxRate) * 1000 - ms)
    },
    giveWay() {
      size = Math.max(1, size / 2)
    },
    rest: () => restMs
  }
}

const firstMs = 100
const longestMs = 10_000

/** Before the n-th new try, from 1: twice as long each time, and by chance, so that two that meet do not meet again. */
export function backOffMs(attempt: number): number {
  const ms = Math.min(longestMs, firstMs * 2 ** (attempt - 1))
  return Math.round(ms * (0.5 + Math.random() / 2))
}
