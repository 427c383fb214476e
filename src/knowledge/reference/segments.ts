/** The versions that sqlsafe has facts about, cut where a fact begins or ends to hold. */
import {compareVersions, inVersions, parseVersion} from '../../server/server.js'
import type {Dialect, Version} from '../../server/server.js'
import {supported} from '../../server/supported.js'

/** Versions between which no fact changes: from the first, until before the last. */
export interface Segment {
  from: Version
  until: Version
}

/** Cut the supported versions at all bounds that the ranges name, in order. */
export function segmentsOf(dialect: Dialect, ranges: readonly string[]): Segment[] {
  const [start, end] = boundsIn(supported[dialect].versions)
  if (!start || !end) throw new TypeError(`Unexpected supported versions of ${dialect}, expected a first and a last`)
  const inner = ranges
    .flatMap(boundsIn)
    .filter((bound) => compareVersions(bound, start) > 0 && compareVersions(bound, end) < 0)
  const cuts = [start, ...inner.sort(compareVersions), end].filter(
    (cut, position, all) => position === 0 || compareVersions(cut, all[position - 1] ?? []) !== 0
  )
  return cuts.slice(1).map((until, position): Segment => ({from: cuts[position] ?? start, until}))
}

function boundsIn(range: string): Version[] {
  return (range.match(/[\d.]+/g) ?? []).map(parseVersion)
}

/** Whether a version lies in a segment. */
export function holds({from, until}: Segment, version: Version): boolean {
  return compareVersions(version, from) >= 0 && compareVersions(version, until) < 0
}

/** Whether a fact's range takes in a segment; ranges change only at its ends. */
export function covers(range: string, {from}: Segment): boolean {
  return inVersions(from, range)
}

/** The chosen of all segments in words: `all`, `before 15`, `8.0.29 and later`. */
export function nameSegments(chosen: readonly Segment[], all: readonly Segment[]): string {
  const runs: Segment[] = []
  for (const segment of chosen) {
    const last = runs.at(-1)
    if (last && compareVersions(last.until, segment.from) === 0) last.until = segment.until
    else runs.push({...segment})
  }
  return runs.map((run) => nameRun(run, all)).join(', ')
}

function nameRun({from, until}: Segment, all: readonly Segment[]): string {
  const begins = compareVersions(from, all[0]?.from ?? []) === 0
  const ends = compareVersions(until, all.at(-1)?.until ?? []) === 0
  if (begins && ends) return 'all'
  if (begins) return `before ${until.join('.')}`
  return ends ? `${from.join('.')} and later` : `${from.join('.')} to before ${until.join('.')}`
}
