/** How long work on a table will take, and what that assumes. */
import type {Effect} from '../../knowledge/effect.js'
import type {ConstraintDefinition} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {TableSize} from './sizes.js'

/**
 * Megabytes of the table in a second: disks and caches differ by as much. Measured on PostgreSQL 18 with rows of 44 and 180
 * bytes: an index takes three to eight times as long as a look at every row, a foreign key two to thirteen times. On MySQL
 * 9.7 and MariaDB 10.11 with rows of 39 and 190 bytes a copy inserts 60,000 to 330,000 rows in a second, and 7,000 to 60,000
 * where each is looked up for a foreign key, which every copy of a table that has one does.
 */
export const rates = {
  /** Every row is read once. */
  read: {slow: 200, fast: 500},
  /** Every row is read, and sorted into an index or looked up in one. */
  build: {slow: 20, fast: 300},
  /** Every row is read, written, logged, and put into the indexes. */
  write: {slow: 10, fast: 100},
  /** MySQL's COPY: every row is read, and inserted into another table by itself, with its indexes and foreign keys. */
  copy: {slow: 1, fast: 60}
}

/** What is done with the rows of a relation. */
export type Work = keyof typeof rates

/** What a command does with the rows of a relation; `undefined`: nothing. */
export function workOf(effect: Effect, operations: readonly Operation[]): Work | undefined {
  if (effect.algorithm === 'COPY') return 'copy'
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

/** “About 4 to 9 minutes”, “About 18 minutes to 3 hours”. */
function between(least: number, most: number): string {
  if (most < 1) return 'Less than a second'
  const [from, to] = inUnits(least, most)
  const [first = '', last = ''] = [from, to].map(
    ({number, unit}) => `${String(number)} ${unit}${number === 1 ? '' : 's'}`
  )
  if (first === last) return `About ${last}`
  return `About ${from.unit === to.unit ? String(from.number) : first} to ${last}`
}

const units = [
  {unit: 'hour', seconds: 3600},
  {unit: 'minute', seconds: 60},
  {unit: 'second', seconds: 1}
] as const

/** Both rounded up, in the unit of which the longer is two at the least; the shorter in its own where it is less than one. */
export function inUnits(least: number, most: number): [from: InUnit, to: InUnit] {
  const longer = units.find(({seconds}) => most >= seconds * 2) ?? units[2]
  const shorter = least >= longer.seconds ? longer : (units.find(({seconds}) => least >= seconds * 2) ?? units[2])
  return [
    {number: Math.ceil(least / shorter.seconds), unit: shorter.unit},
    {number: Math.ceil(most / longer.seconds), unit: longer.unit}
  ]
}

export interface InUnit {
  number: number
  unit: (typeof units)[number]['unit']
}

/** With two digits at the most that mean something. */
export function inBytes(bytes: number): string {
  const names = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${String(Number((bytes / 1000 ** power).toPrecision(2)))} ${names[power] ?? ''}`
}
