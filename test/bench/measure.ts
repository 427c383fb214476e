import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A program to run, with its arguments. */
export interface Contestant {
  name: string
  command: readonly string[]
}

/** What whole processes took. */
export interface Measurement {
  /** Median of the wall-clock times. */
  ms: number
  /** Most memory that one of its processes held; `undefined` where `/usr/bin/time` is missing. */
  megabytes: number | undefined
}

const time = '/usr/bin/time'

/**
 * Run the contestants one after the other, round by round, so that what else the machine does hits all.
 * Their output goes nowhere; exit codes up to 2 are findings.
 */
export function measure(contestants: readonly Contestant[], rounds: number): Measurement[] {
  const results = contestants.map(() => ({ms: [] as number[], megabytes: [] as number[]}))
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const {megabytes, ms} = runOnce(contestant)
      results[index]?.ms.push(ms)
      if (megabytes !== undefined) results[index]?.megabytes.push(megabytes)
    }
  }
  return results.map(({megabytes, ms}) => ({
    ms: median(ms),
    megabytes: megabytes.length > 0 ? Math.max(...megabytes) : undefined
  }))
}

function runOnce({command, name}: Contestant): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-bench-'))
  const memory = join(folder, 'memory')
  const timed = existsSync(time)
  const [program = '', ...args] = timed ? [time, '-o', memory, '-f', '%M', ...command] : command
  try {
    const start = performance.now()
    const {error, status} = spawnSync(program, args, {stdio: 'ignore'})
    const ms = performance.now() - start
    if (error !== undefined || status === null || status > 2) {
      throw new Error(`Unexpected end of ${name} (status ${String(status)}), expected a report`, {cause: error})
    }
    const kilobytes = timed ? Number(readFileSync(memory, 'utf8').trim().split('\n').at(-1)) : undefined
    return {ms, megabytes: kilobytes === undefined ? undefined : kilobytes / 1024}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
