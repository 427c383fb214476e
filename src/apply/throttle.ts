/** What makes batches wait: one file per signal. A signal that cannot be had, or is stale, makes them wait too. */
import type {Connection} from './connection.js'
import type {ApplySettings} from './settings.js'

export interface Throttle {
  /** The name of its file. */
  name: string
  /** What it looks at, in a sentence. */
  summary: string
  /** Why to wait, in a few words with the number seen and the number allowed; `undefined`: go on. */
  reason: (connection: Connection, settings: ApplySettings) => Promise<string | undefined>
}

/** Define a throttle; types only. */
export function defineThrottle(throttle: Throttle): Throttle {
  return throttle
}
