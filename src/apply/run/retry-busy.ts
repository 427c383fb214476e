import type {Engine} from '../engine.js'
import {backOffMs} from './pace.js'
import {pause} from './pause.js'
import type {ApplySettings} from '../settings.js'

/**
 * Do it again as long as locks are not to be had, as often as the settings allow.
 *
 * @param say Why it waits.
 */
export async function retryBusy<Result>(
  {blockers, kindOf}: Engine,
  {lockRetries}: ApplySettings,
  say: (text: string) => void,
  work: () => Promise<Result>
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (kindOf(error) !== 'busy' || attempt > lockRetries) throw error
      const waitMs = backOffMs(attempt)
      const who = (await blockers()).map(({pid, query}) => `; in the way: process ${String(pid)}: ${query}`)
      say(`no lock, try ${String(attempt)} of ${String(lockRetries)}, again in ${String(waitMs)} ms${who.join('')}`)
      await pause(waitMs)
    }
  }
}
