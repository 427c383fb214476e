/** Shows how far a long run is; on a terminal only, and only once it takes noticeably long. */
export interface Progress {
  tick: (read: number, all: number) => void
  done: () => void
}

const patienceMs = 500
const everyMs = 100

/** A line on standard error that is written over and taken away in the end. */
export function createProgress(quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return {tick() {}, done() {}}
  let next = performance.now() + patienceMs
  let shown = false

  return {
    tick(read, all) {
      const now = performance.now()
      if (now < next) return
      next = now + everyMs
      shown = true
      process.stderr.write(`\r\u001B[KReading ${read} of ${all} migrations`)
    },
    done() {
      if (shown) process.stderr.write('\r\u001B[K')
    }
  }
}
