/** What was seen of a statement, and the words for it in the recordings. */
import {postgresLocks, type PostgresLock} from '../../../src/knowledge/effect.js'

/**
 * Whether the table was read from end to end. Where that depends on the planner's settings, what it chose
 * comes first: `scan or index`, `index or scan`.
 */
export type Scanned = 'none' | 'scan' | 'scan or index' | 'index or scan'

/** What happened to one relation that existed before. */
export interface Observed {
  /** The strongest. */
  lock: PostgresLock | undefined
  scan: Scanned
  rewrite: boolean
  /** Names of the indexes that were built anew, sorted. */
  indexes: string[]
  /** Names of the indexes that are locked ACCESS EXCLUSIVE while the relation is not, sorted. */
  locked: string[]
}

export interface Observation {
  /** By name; those to which nothing happened are left out. */
  relations: Map<string, Observed>
  /** The server refuses it in a transaction. */
  alone?: boolean
  /** Nothing could tell whether tables were read. */
  scansUnseen?: boolean
  /** SQLSTATE where the server refused it. */
  error?: string
}

/** What is not named in an observation. */
export const untouched: Observed = {lock: undefined, scan: 'none', rewrite: false, indexes: [], locked: []}

/** Whether anything happened. */
export const isTouched = ({indexes, lock, locked, rewrite, scan}: Observed): boolean =>
  lock !== undefined || scan !== 'none' || rewrite || indexes.length > 0 || locked.length > 0

/** `t: ACCESS EXCLUSIVE, scan, rewrite, indexes t_pkey t_v; u: SHARE` */
export function inWords({alone, error, relations, scansUnseen}: Observation): string {
  if (error !== undefined) return `error ${error}`
  const lines = [...relations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, observed]) => line(name, observed))
  const circumstances = [...(alone === true ? ['alone'] : []), ...(scansUnseen === true ? ['scans not seen'] : [])]
  return [...circumstances, ...(lines.length > 0 ? lines : ['nothing'])].join('; ')
}

function line(name: string, {indexes, lock, locked, rewrite, scan}: Observed): string {
  const words = [
    ...(lock === undefined ? [] : [lock]),
    ...(scan === 'none' ? [] : [scan]),
    ...(rewrite ? ['rewrite'] : []),
    ...(indexes.length > 0 ? [`indexes ${indexes.join(' ')}`] : []),
    ...(locked.length > 0 ? [`locked ${locked.join(' ')}`] : [])
  ]
  if (/[:;,]/.test(name) || indexes.some((index) => /[:;, ]/.test(index))) {
    throw new Error(`Unexpected name in \`${name}\` or its indexes, expected one without punctuation`)
  }
  return `${name}: ${words.join(', ')}`
}

/** Read back what `inWords` wrote. */
export function fromWords(words: string): Observation {
  if (words.startsWith('error ')) return {relations: new Map(), error: words.slice('error '.length)}
  const parts = words.split('; ')
  return {
    relations: new Map(parts.filter((part) => part.includes(': ')).map(readLine)),
    ...(parts.includes('alone') ? {alone: true} : {}),
    ...(parts.includes('scans not seen') ? {scansUnseen: true} : {})
  }
}

const scans: readonly string[] = ['scan', 'scan or index', 'index or scan'] satisfies Scanned[]

function readLine(part: string): [string, Observed] {
  const [name = '', rest = ''] = part.split(': ')
  const words = rest.split(', ')
  const listed = (head: string): string[] =>
    words
      .find((word) => word.startsWith(`${head} `))
      ?.split(' ')
      .slice(1) ?? []
  return [
    name,
    {
      lock: postgresLocks.find((lock) => words.includes(lock)),
      scan: (words.find((word) => scans.includes(word)) ?? 'none') as Scanned,
      rewrite: words.includes('rewrite'),
      indexes: listed('indexes'),
      locked: listed('locked')
    }
  ]
}
