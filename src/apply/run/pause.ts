import {setTimeout as sleep} from 'node:timers/promises'

/** Wait; an abort ends the waiting without an error. A timer takes a millisecond at least: no time is none. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0) return
  await sleep(ms, undefined, {signal}).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
  })
}
