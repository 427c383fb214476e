/** From the facts of one relation, in the order in which they are tried, to the cases that a reader looks for. */
import type {Source} from '../effect.js'
import {covers, nameSegments} from './segments.js'
import type {Segment} from './segments.js'

/** What facts of all engines have. */
export interface Row {
  versions: string
  when: readonly string[]
  proof: 'observed' | 'documented'
  because: string
  source: Source
}

/** A fact on the segments of versions where it may hold, and in words when it does. */
export interface Placed<Fact extends Row> {
  fact: Fact
  order: number
  segments: Segment[]
  versions: string
  when: string
}

/** Place the facts of one relation; those that an earlier one always forestalls are left out. */
export function place<Fact extends Row>(
  facts: readonly Fact[],
  segments: readonly Segment[],
  words: Readonly<Record<string, string>>
): Array<Placed<Fact>> {
  return facts.flatMap((fact, index) => {
    const before = facts.slice(0, index)
    const own = segments.filter(
      (segment) => covers(fact.versions, segment) && !before.some((other) => forestalls(other, fact, segment))
    )
    if (own.length === 0) return []
    const isFirst = !before.some((other) => own.some((segment) => covers(other.versions, segment)))
    const when = fact.when.length === 0 ? (isFirst ? 'always' : 'otherwise') : clauseOf(fact.when, words)
    return [{fact, order: index + 1, segments: own, versions: nameSegments(own, segments), when}]
  })
}

/** Whether an earlier fact holds wherever the later one would. */
function forestalls(earlier: Row, later: Row, segment: Segment): boolean {
  return covers(earlier.versions, segment) && earlier.when.every((name) => later.when.includes(name))
}

/** `where … and …, unless …`. */
function clauseOf(names: readonly string[], words: Readonly<Record<string, string>>): string {
  const wordsOf = (name: string): string => {
    const found = words[name]
    if (found === undefined) throw new TypeError(`Unexpected condition \`${name}\`, expected one that has words`)
    return found
  }
  const asked = names.filter((name) => !name.startsWith('!')).map(wordsOf)
  const excluded = names.filter((name) => name.startsWith('!')).map((name) => wordsOf(name.slice(1)))
  return [
    ...(asked.length > 0 ? [`where ${asked.join(' and ')}`] : []),
    ...(excluded.length > 0 ? [`unless ${excluded.join(' or ')}`] : [])
  ].join(', ')
}
