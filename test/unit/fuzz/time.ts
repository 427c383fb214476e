/** Time that is fair on a busy machine: of the processor, and the best of several. */
import {isNativeError} from 'node:util/types'
import vm from 'node:vm'

/** What a statement may take, in milliseconds of the processor. */
export const mostTime = 200

/** A round takes not nearly so many milliseconds even on a busy machine; what does has no end. */
const endless = 1_200_000

/**
 * Make a function that runs a round of texts, and throws where one of them does not end; that is the `last`. A guard
 * costs more than most texts: one for each took a quarter of the time of all.
 */
export function createGuard(): (run: () => void, last: () => string) => void {
  const script = new vm.Script('run()')
  const context = vm.createContext({})
  return (run, last) => {
    context.run = run
    try {
      script.runInContext(context, {timeout: endless})
    } catch (error) {
      // The error is of the other context: no instance of this one's `Error`.
      if (!isNativeError(error) || !('code' in error) || error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      throw new Error(`Unexpected text without an end: ${JSON.stringify(last())}`, {cause: error})
    }
  }
}

/** Milliseconds of the processor that something takes; where they are too many, the fewest of several attempts. */
export function timeOf(run: () => void): number {
  let best = Infinity
  for (let attempt = 0; attempt < 5 && best > mostTime; attempt++) {
    const before = process.cpuUsage()
    run()
    const {system, user} = process.cpuUsage(before)
    best = Math.min(best, (system + user) / 1000)
  }
  return best
}
