/**
 * Milliseconds of processor time that something takes, the least of three attempts: what others do on the machine makes an
 * attempt longer, never shorter. To be compared with another such time of the same run only.
 */
export function processorTime(run: () => void): number {
  const attempts = Array.from({length: 3}, () => {
    const before = process.cpuUsage()
    run()
    const {system, user} = process.cpuUsage(before)
    return (system + user) / 1000
  })
  return Math.min(...attempts)
}

/** Milliseconds below which the clock, and the collector of garbage, say more than the work. */
const blur = 3

/**
 * How many times longer a run over four times as much takes than the run over the one: about 4 where the time grows in
 * proportion, about 16 where it grows with the square. Beside other work a larger run loses more of what the processor
 * keeps at hand, so what is between the two is compared again, three times in all.
 */
export function growthOfTime(run: (times: 1 | 4) => void): number {
  let least = Infinity
  for (let comparison = 0; comparison < 3 && least > 8; comparison++) {
    // The long one first: by the short one all has been compiled.
    const long = processorTime(() => {
      run(4)
    })
    const short = processorTime(() => {
      run(1)
    })
    least = Math.min(least, long / Math.max(short, blur))
  }
  return least
}
