/** How long work on a table will take, and what that assumes. */
import type {Effect} from '../../knowledge/effect.js'
import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {TableSize} from './sizes.js'

/**
 * Megabytes of the table in a second: disks and caches differ by as much. Measured on PostgreSQL 18 with rows of 44 and 180
 * bytes: an index takes three to eight times as long as a look at every row, a foreign key two to thirteen times.
 */
export const rates = {
  /** Every row is read once. */
  read: {slow: 200, fast: 500},
  /** Every row is read, and sorted into an index or looked up in one. */
  build: {slow: 20, fast: 300},
  /** Every row is read, written, logged, and put into the indexes. */
  write: {slow: 20, fast: 100}
}

/** What is done with the rows of a relation. */
export type Work = keyof typeof rates

/** What a command does with the rows of a relation; `undefined`: nothing. */
export function workOf(effect: Effect, operations: readonly Operation[]): Work | undefined {
  if (effect.rewrite === 'table') return 'write'
  if (effect.rebuildsIndexes.length > 0) return 'build'
  if (effect.scan === 'none') return undefined
  return operations.some(builds) ? 'build' : 'read'
}

function builds(operation: Operation): boolean {
  switch (operation.kind) {
    case 'index.create':
      return true
    case 'constraint.add':
      return needsIndex(operation.constraint)
    case 'column.add':
      return operation.column.constraints.some(needsIndex)
    default:
      return false
  }
}

const needsIndex = ({type, usingIndex}: ConstraintDefinition): boolean =>
  type !== 'check' && type !== 'not-null' && usingIndex === undefined

/** One sentence about the time that a relation is worked on; `undefined`: its size is not known. */
export function describeDuration(
  work: Work,
  relation: string,
  {bytes, writesPerSecond}: TableSize
): string | undefined {
  if (bytes === undefined) return undefined
  const {least, most} = estimateSeconds(work, bytes)
  const time = between(least, most)
  const queue =
    writesPerSecond === undefined || writesPerSecond < 1
      ? ''
      : `, while ${String(Math.round(writesPerSecond))} writes a second wait`
  const {fast, slow} = rates[work]
  const speed = `${String(slow)} to ${String(fast)} MB/s`
  return `${time} for the ${inBytes(bytes)} of \`${relation}\` at ${speed}${queue}`
}

/** How long work on a table of a size will take. */
export function estimateSeconds(work: Work, bytes: number): {least: number; most: number} {
  const megabytes = bytes / 1e6
  return {least: megabytes / rates[work].fast, most: megabytes / rates[work].slow}
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
