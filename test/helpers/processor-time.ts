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
 * What `growthOfTime` is to be below: halfway, as factors go, between the two growths that it tells apart. Both have room
 * for what else runs on the machine: four times as long is not seen there.
 */
export const proportionate = 64

/**
 * How many times longer a run over sixteen times as much takes than the run over the one: about 16 where the time grows in
 * proportion, about 256 where it grows with the square. What is not clearly the first is compared again, three times in all.
 */
export function growthOfTime(run: (times: 1 | 16) => void): number {
  let least = Infinity
  for (let comparison = 0; comparison < 3 && least > proportionate / 2; comparison++) {
    // The long one first: by the short one all has been compiled.
    const long = processorTime(() => {
      run(16)
    })
    const short = processorTime(() => {
      run(1)
    })
    least = Math.min(least, long / Math.max(short, blur))
  }
  return least
}
