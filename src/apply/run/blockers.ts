/** Who keeps the worker waiting, seen from the other connection. */
import type {Blocker} from '../events.js'
import type {RunContext} from './run-context.js'

const everyMs = 250

export interface BlockerWatch {
  /** Look once more: who was seen last. */
  seen: () => Promise<Blocker[]>
  /** Look no longer. */
  stop: () => void
}

/** Look until stopped; end blockers that have stood in the way for longer than the settings bear. */
export function watchBlockers({emit, engine, settings}: RunContext, step: string): BlockerWatch {
  let seen: Blocker[] = []
  const since = new Map<number, number>()
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const now = await engine.blockers()
    if (now.length > 0) seen = now
    const {terminateBlockersAfterMs} = settings()
    if (terminateBlockersAfterMs === undefined) return
    for (const {age, pid, query} of now) {
      if (pid === null) continue
      const first = since.get(pid) ?? performance.now()
      since.set(pid, first)
      if (performance.now() - first < terminateBlockersAfterMs) continue
      // It may be seen once more before it has gone.
      since.set(pid, performance.now())
      const ended = await engine.terminate(pid)
      const outcome = ended ? 'was ended' : 'could not be ended'
      emit({
        type: 'say',
        step,
        text: `process ${String(pid)} stood in the way and ${outcome} (${String(age)} s): ${query}`
      })
    }
  }

  /** One look at a time. The step itself meets a server that is gone, and says so. */
  function lookNow(): Promise<void> {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  const timer = setInterval(() => void lookNow(), everyMs)
  return {
    async seen() {
      // One that is under way may have begun before.
      await looking
      await lookNow()
      return seen
    },
    stop() {
      clearInterval(timer)
    }
  }
}
