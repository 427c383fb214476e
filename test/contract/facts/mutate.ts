/** Facts made wrong on purpose, one field at a time: a recorded case must disagree with each. */
import {compareVersions, inVersions, parseVersion} from '../../../src/server/server.js'
import type {Version} from '../../../src/server/server.js'
import {algorithms, mysqlLocks, postgresLocks} from '../../../src/knowledge/effect.js'
import type {Rewrite, Scan} from '../../../src/knowledge/effect.js'

/** What each field of an effect may say, so that all but the right one are wrong. */
export const effectValues = {
  postgresLock: postgresLocks,
  mysqlLock: mysqlLocks,
  algorithm: algorithms,
  scan: ['none', 'maybe', 'table'] satisfies Scan[],
  rewrite: ['none', 'table'] satisfies Rewrite[],
  short: [false, true]
} as const

/** The parts that a fact of any engine has. */
interface AnyFact {
  versions: string
  when?: readonly string[]
}

/** A fact that says one thing wrongly. */
export interface Mutant<Fact> {
  /** `lock EXCLUSIVE`, `when !partitioned`, `versions <14`: what is said instead. */
  what: string
  fact: Fact
}

/** The values of each field by its name, the right one among them. */
export type FieldValues<Fact> = {readonly [Field in keyof Fact]?: ReadonlyArray<Fact[Field]>}

/** Each field with each value that it does not have. */
export function withWrongValues<Fact extends AnyFact>(fact: Fact, values: FieldValues<Fact>): Array<Mutant<Fact>> {
  return (Object.keys(values) as Array<keyof Fact & string>).flatMap((field) =>
    (values[field] ?? [])
      .filter((value) => value !== fact[field])
      .map((value) => ({what: `${field} ${String(value)}`, fact: {...fact, [field]: value}}))
  )
}

const contrary = (condition: string): string => (condition.startsWith('!') ? condition.slice(1) : `!${condition}`)

/** Each condition turned to its contrary, and each left out. */
export function withWrongConditions<Fact extends AnyFact>(fact: Fact): Array<Mutant<Fact>> {
  const {when = []} = fact
  return when.flatMap((condition, index) => [
    {what: `when ${contrary(condition)}`, fact: {...fact, when: when.with(index, contrary(condition))}},
    {what: `when without ${condition}`, fact: {...fact, when: when.toSpliced(index, 1)}}
  ])
}

/**
 * Not a single version of those that can be run may be in the range, or out of it, by mistake.
 *
 * @param runnable Versions of which there are recordings.
 */
export function withWrongVersions<Fact extends AnyFact>(fact: Fact, runnable: readonly Version[]): Array<Mutant<Fact>> {
  const seen = [...runnable].sort(compareVersions)
  return wrongRanges(fact.versions, seen).map((versions) => ({what: `versions ${versions}`, fact: {...fact, versions}}))
}

function wrongRanges(range: string, seen: readonly Version[]): string[] {
  const [oldest, newest] = [seen.at(0), seen.at(-1)]
  if (range === '*') return oldest && newest ? [`>${oldest.join('.')}`, `<${newest.join('.')}`] : []
  const parts = range.split(' ')
  return parts.flatMap((part, index) =>
    movedBounds(part, seen)
      .map((moved) => parts.with(index, moved).join(' '))
      // The other bound may hide that this one has moved.
      .filter((moved) => seen.some((version) => inVersions(version, moved) !== inVersions(version, range)))
  )
}

/** The bound moved over the nearest runnable version on either side. */
function movedBounds(part: string, seen: readonly Version[]): string[] {
  const bound = parseVersion(part.replace(/^\D+/, ''))
  const isFrom = part.startsWith('>')
  const [inside, outside] = isFrom ? ['>=', '>'] : ['<=', '<']
  const belongsAbove = part === `>=${bound.join('.')}` || part === `<${bound.join('.')}`
  const below = seen.filter((each) => compareVersions(each, bound) < (belongsAbove ? 0 : 1)).at(-1)
  const above = seen.find((each) => compareVersions(each, bound) >= (belongsAbove ? 0 : 1))
  return [
    ...(below ? [`${isFrom ? inside : outside}${below.join('.')}`] : []),
    ...(above ? [`${isFrom ? outside : inside}${above.join('.')}`] : [])
  ]
}

/** Everything that can be wrong about a fact. */
export function mutantsOf<Fact extends AnyFact>(
  fact: Fact,
  values: FieldValues<Fact>,
  runnable: readonly Version[]
): Array<Mutant<Fact>> {
  return [...withWrongValues(fact, values), ...withWrongConditions(fact), ...withWrongVersions(fact, runnable)]
}
