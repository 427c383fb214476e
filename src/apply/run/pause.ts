import {setTimeout as sleep} from 'node:timers/promises'

/** Wait; an abort ends the waiting without an error. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, {signal}).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
  })
}
