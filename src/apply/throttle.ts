/** What makes batches wait: one file per signal. A signal that cannot be had, or is stale, makes them wait too. */
import type {ObjectName} from '../schema/objects.js'
import type {Connection, Reach} from './connection/connection.js'
import {refusalOf} from './connection/refusal.js'
import type {ApplySettings} from './settings.js'

/** What a throttle is given each time. */
export interface ThrottleView {
  connection: Connection
  settings: ApplySettings
  /** The tables that the step at hand works on. */
  tables: readonly ObjectName[]
  /** Other servers, where the engine needs to ask them. */
  reach?: Reach | undefined
}

/** Why to wait, in a few words with the number seen and the number allowed; `undefined`: go on. */
export type AskThrottle = (view: ThrottleView) => Promise<string | undefined>

export interface Throttle {
  /** The name of its file. */
  name: string
  /** What it looks at, in a sentence. */
  summary: string
  /** Begin to look; what was seen before (a standby that is gone now) is remembered as long as the apply runs. */
  create: () => AskThrottle
}

/** Define a throttle; types only. */
export function defineThrottle(throttle: Throttle): Throttle {
  return throttle
}

/**
 * All throttles as one: the first reason counts. One that the server refuses to answer is a reason too; a lost
 * connection is not, it is thrown.
 */
export function createThrottles(throttles: readonly Throttle[]): AskThrottle {
  const asked = throttles.map(({create, name}) => ({ask: create(), name}))
  return async (view) => {
    for (const {ask, name} of asked) {
      const reason = await ask(view).catch(
        (error: unknown) => `the throttle \`${name}\` cannot be asked: ${refusalOf(error)}`
      )
      if (reason !== undefined) return reason
    }
    return undefined
  }
}
