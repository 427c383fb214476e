/** Knowing which rows of the old table were written: how their keys come into the log. */
import type {StepContext} from '../../../step.js'

/** One way of that. */
export interface Capture {
  isBegun: () => Promise<boolean>
  /**
   * Have the keys of all rows that are written from now on in the log sooner or later; no transaction that has written
   * before is open then.
   *
   * Locks: `EXCLUSIVE` on the table, for a moment.
   */
  begin: () => Promise<void>
  /**
   * Have the keys of all that was committed before this in the log, and what it is about seen by the next statement.
   *
   * @returns `false`: it is a lot, this was a part of it.
   */
  collect: () => Promise<boolean>
  /** After the swap: have the keys of what was written to the old table after the last look in the log, too. */
  collectSlipped: () => Promise<void>
  /** Make ready for doing so once more, when nobody else may write. */
  standBy: () => Promise<LastLook>
}

export interface LastLook {
  /** Under the lock of the tables, on its connection. `false`: not in the time that others may be kept waiting. */
  collect: () => Promise<boolean>
  close: () => void
}

/** What it takes to read what others wrote. */
export type CaptureContext = Pick<StepContext, 'beside' | 'databaseUrl' | 'settings'>

/** Parts of what is to be collected. */
const mostParts = 1000

/** Collect, however much it is. */
export async function collectAll({collect}: Capture): Promise<void> {
  for (let part = 0; part < mostParts; part++) if (await collect()) return
  throw new Error('Unexpected writes that come faster than they can be read, expected to come to the end of them')
}
