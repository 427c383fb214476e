/** Time that is fair on a busy machine: of the processor, and the best of several. */
import vm from 'node:vm'

/** What a statement may take, in milliseconds of the processor. */
export const mostTime = 200

/** Nothing takes so many milliseconds even on a busy machine; what does has no end. */
const endless = 60_000

/** Make a function that runs others, and throws where one of them does not end. */
export function createGuard(): <Result>(run: () => Result) => Result {
  const script = new vm.Script('run()')
  const context = vm.createContext({})
  return (run) => {
    context.run = run
    return script.runInContext(context, {timeout: endless}) as ReturnType<typeof run>
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
