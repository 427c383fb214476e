/** How long work on a table will take, and what that assumes. */
import type {Effect} from '../../knowledge/effect.js'
import type {TableSize} from './sizes.js'

/** Megabytes of the table in a second: disks and caches differ by as much. */
export const rates = {
  /** Every row is read once. */
  read: {slow: 200, fast: 500},
  /** Every row is read, written, logged, and put into the indexes. */
  write: {slow: 20, fast: 100}
}

/** One sentence about the time that an effect holds its lock; `undefined`: it does no work, or the size is not known. */
export function describeDuration(effect: Effect, {bytes, writesPerSecond}: TableSize): string | undefined {
  const rate = rateOf(effect)
  if (rate === undefined || bytes === undefined) return undefined
  const {least, most} = secondsAt(rate, bytes)
  const time = between(least, most)
  const queue =
    writesPerSecond === undefined || writesPerSecond < 1
      ? ''
      : `, while ${String(Math.round(writesPerSecond))} writes a second wait`
  const speed = `${String(rate.slow)} to ${String(rate.fast)} MB/s`
  return `${time} for the ${inBytes(bytes)} of \`${effect.relation}\` at ${speed}${queue}`
}

/** How long work on a table of a size will take; `undefined`: it does none. */
export function estimateSeconds(effect: Effect, bytes: number): {least: number; most: number} | undefined {
  const rate = rateOf(effect)
  return rate && secondsAt(rate, bytes)
}

function secondsAt({fast, slow}: {slow: number; fast: number}, bytes: number): {least: number; most: number} {
  const megabytes = bytes / 1e6
  return {least: megabytes / fast, most: megabytes / slow}
}

function rateOf({rebuildsIndexes, rewrite, scan}: Effect): {slow: number; fast: number} | undefined {
  if (rewrite === 'table') return rates.write
  return scan !== 'none' || rebuildsIndexes.length > 0 ? rates.read : undefined
}

const units = [
  {name: 'hour', seconds: 3600},
  {name: 'minute', seconds: 60},
  {name: 'second', seconds: 1}
] as const

/** “About 4 to 9 minutes”: in the unit of the longer time, rounded up. */
function between(least: number, most: number): string {
  if (most < 1) return 'Less than a second'
  const unit = units.find(({seconds}) => most >= seconds * 2) ?? units[2]
  const [from, to] = [least, most].map((seconds) => Math.ceil(seconds / unit.seconds))
  const range = from === to ? String(to) : `${String(from)} to ${String(to)}`
  return `About ${range} ${unit.name}${to === 1 ? '' : 's'}`
}

/** With two digits at the most that mean something. */
export function inBytes(bytes: number): string {
  const names = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${String(Number((bytes / 1000 ** power).toPrecision(2)))} ${names[power] ?? ''}`
}
