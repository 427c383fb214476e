/** Which column of the new shape comes from where, and by which key rows of both are the same. */
import {quoteName} from '../../../sql/postgres.js'
import type {ShadowInput} from '../../../plan/steps.js'
import type {TableColumn, TableFacts, TableKey} from './catalog/table.js'
import type {KeyColumn, ShadowRecord} from './record.js'

/** Columns by their numbers: one that was dropped and added again under its name is another one. */
export function columnsOf(
  before: readonly TableColumn[],
  after: readonly TableColumn[],
  {columns}: ShadowInput
): ShadowRecord['columns'] {
  return after.flatMap(({generated, name, number, type}) => {
    if (generated !== '') return []
    const source = before.find((column) => column.number === number)
    const expression = columns[name] ?? (source && quoteName(source.name))
    return expression === undefined ? [] : [{name: quoteName(name), type, expression}]
  })
}

/** Types of which each value is another value of the wider one, in the same order. */
const widenings: ReadonlyArray<readonly [from: RegExp, to: RegExp]> = [
  [/^smallint$/, /^(?:integer|bigint)$/],
  [/^integer$/, /^bigint$/],
  [/^character varying(?:\(\d+\))?$/, /^(?:text|character varying)$/]
]

interface ChosenKey {
  /** Columns of the new shape. */
  targets: TableColumn[]
  /** With the operators of the index that finds them in the new shape. */
  columns: (index: TableKey) => KeyColumn[]
}

/** The first key of the source that the new shape has too, so that two rows can never become one. */
export function keyOf(
  source: TableFacts,
  before: readonly TableColumn[],
  after: TableFacts,
  {columns}: ShadowInput
): ChosenKey | undefined {
  const pairOf = (number: number): {from: TableColumn; to: TableColumn} | undefined => {
    const from = source.columns.find((column) => column.number === number)
    const there = before.find(({name}) => name === from?.name)
    const to = after.columns.find((column) => column.number === there?.number)
    return from && to && !(to.name in columns) && from.generated === '' && isKept(from, to) ? {from, to} : undefined
  }
  for (const {parts} of source.keys) {
    const pairs = parts.flatMap((part) => {
      const pair = pairOf(part.column)
      return pair ? [{...pair, part}] : []
    })
    if (pairs.length < parts.length) continue
    return {
      targets: pairs.map(({to}) => to),
      columns: ({parts: targetParts}) =>
        pairs.map(({from, part, to}, index) => ({
          source: quoteName(from.name),
          target: quoteName(to.name),
          sourceType: from.type,
          targetType: to.type,
          collation: from.collation === null ? '' : ` COLLATE ${from.collation}`,
          equals: part.equals,
          greater: part.greater,
          less: part.less,
          atMost: part.atMost,
          targetEquals: targetParts[index]?.equals ?? part.equals,
          targetGreater: targetParts[index]?.greater ?? part.greater,
          targetLess: targetParts[index]?.less ?? part.less,
          targetAtMost: targetParts[index]?.atMost ?? part.atMost
        }))
    }
  }
  return undefined
}

function isKept(from: TableColumn, to: TableColumn): boolean {
  if (from.collation !== to.collation || !to.notNull) return false
  if (from.type === to.type) return true
  const wider = widenings.some(([one, other]) => one.test(from.type) && other.test(to.type))
  return wider || lengthOf(to.type) >= lengthOf(from.type)
}

/** Of `character varying(50)`; `NaN`: it has none, and compares as false. */
function lengthOf(type: string): number {
  return Number(/^character varying\((\d+)\)$/.exec(type)?.[1])
}
