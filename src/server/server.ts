/** The servers that sqlsafe knows, as `--dialect` names them. */
export const dialects = ['postgres', 'mysql', 'mariadb'] as const

export type Dialect = (typeof dialects)[number]

/** A version as numbers, most significant first: `[16]`, `[8, 0, 29]`, `[10, 11]`. */
export type Version = readonly number[]

/** The server that a migration is meant for. */
export interface Server {
  dialect: Dialect
  version: Version
}

/**
 * Read a version such as `16`, `16.4`, `8.0.29` or `10.11.6-MariaDB`.
 *
 * @throws {TypeError} When it does not start with a number.
 */
export function parseVersion(text: string): Version {
  const match = /^\d+(?:\.\d+)*/.exec(text.trim())
  if (!match) throw new TypeError(`Unexpected version \`${text}\`, expected numbers such as \`16\` or \`8.0.29\``)
  return match[0].split('.').map(Number)
}

/** Negative where `a` is older than `b`, positive where newer; missing parts count as 0. */
export function compareVersions(a: Version, b: Version): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference) return difference
  }
  return 0
}

const comparisons: Record<string, (difference: number) => boolean> = {
  '>=': (difference) => difference >= 0,
  '>': (difference) => difference > 0,
  '<=': (difference) => difference <= 0,
  '<': (difference) => difference < 0
}

/** Ranges are few and asked for with every statement: each is read once. */
const ranges = new Map<string, ReadonlyArray<(version: Version) => boolean>>()

/**
 * Whether a version is in a range: `*`, or comparisons that must all hold, such as `>=8.0.29 <9`.
 *
 * @throws {TypeError} When the range cannot be read.
 */
export function inVersions(version: Version, range: string): boolean {
  if (range === '*') return true
  let comparing = ranges.get(range)
  if (!comparing) {
    comparing = range.split(' ').map((part) => parseComparison(part, range))
    ranges.set(range, comparing)
  }
  return comparing.every((holds) => holds(version))
}

function parseComparison(part: string, range: string): (version: Version) => boolean {
  const match = /^(>=|<=|>|<)([\d.]+)$/.exec(part)
  const holds = match?.[1] === undefined ? undefined : comparisons[match[1]]
  if (!holds || match?.[2] === undefined) {
    throw new TypeError(`Unexpected version range \`${range}\`, expected \`*\` or comparisons such as \`>=8.0.29 <9\``)
  }
  const bound = parseVersion(match[2])
  return (version) => holds(compareVersions(version, bound))
}
