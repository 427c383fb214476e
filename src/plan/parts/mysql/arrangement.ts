/**
 * Which recipe takes which changes of a statement. What one server would do in one `ALTER TABLE` is cut where one change
 * would make the others dear: INSTANT ones apart from those that build an index, those from what writes all rows
 * afresh.
 */
import type {Judgement} from '../../../knowledge/effect.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {RecipeView} from '../../recipe.js'
import {entangled, needs} from './dependence.js'
import {changeKinds} from './kinds.js'
import {roleOf} from './roles.js'
import type {Role} from './roles.js'
import {shadowRefusal} from './shadow.js'
import {isAboveLimit} from './size-limit.js'
import {effectOf, findWay, whenDone} from './ways.js'
import type {Way} from './ways.js'

/** Changes that go together. */
export type Part = {
  table: Name
  operations: readonly Operation[]
  /** Those that are done before, in other parts. */
  before: readonly Operation[]
  /** Place among the parts. */
  order: number
} & (
  | {kind: Role}
  | {kind: 'online'; way: Way; note?: string}
  | {kind: 'shadow'; because: string}
  | {kind: 'unsafe'; reason: string}
)

const known = new WeakMap<Judgement, readonly Part[]>()

/** All parts of the statement; what is in none stays as it is. */
export function partsOf(view: RecipeView): readonly Part[] {
  const before = known.get(view.judgement)
  if (before) return before
  const parts = arrange(view)
  known.set(view.judgement, parts)
  return parts
}

/** The part of a kind that an operation is in. */
export function partOf<Kind extends Part['kind']>(
  operation: Operation,
  view: RecipeView,
  kind: Kind
): (Part & {kind: Kind}) | undefined {
  return partsOf(view).find(
    (part): part is Part & {kind: Kind} => part.kind === kind && part.operations.includes(operation)
  )
}

function arrange(view: RecipeView): Part[] {
  const byTable = new Map<string, {table: Name; operations: Operation[]}>()
  for (const operation of view.command.operations) {
    if (!isChange(operation)) continue
    const key = `${operation.table.schema ?? ''}\0${operation.table.name}`
    const group = byTable.get(key) ?? {table: operation.table, operations: []}
    group.operations.push(operation)
    byTable.set(key, group)
  }
  return [...byTable.values()].flatMap(({operations, table}) => arrangeTable(table, operations, view))
}

/** A change of a table, as `ALTER TABLE` and its relatives make it. */
function isChange(operation: Operation): operation is Operation & {table: Name} {
  if (!('table' in operation) || operation.table === undefined) return false
  return /^(?:column|constraint|index|partition)\./.test(operation.kind) || tableChanges.has(operation.kind)
}

const tableChanges: ReadonlySet<string> = new Set(changeKinds.filter((kind) => kind.startsWith('table.')))

function arrangeTable(table: Name, operations: readonly Operation[], view: RecipeView): Part[] {
  const found = view.table(table)
  if (view.isNew(table) || (found && found.kind !== 'table' && found.kind !== 'partitioned-table')) return []
  const parts: Part[] = []
  const rest: Operation[] = []
  for (const operation of operations) {
    const others = operations.filter((each) => each !== operation)
    // What comes again under the name that goes is one change.
    const role = others.some((other) => entangled(operation, other))
      ? undefined
      : roleOf(operation, table, others, view)
    if (role === undefined) rest.push(operation)
    else parts.push({kind: role.kind, table, operations: [operation], before: [], order: role.order})
  }
  const own = view.hasTraffic(table) && !view.isEmpty(table) ? arrangeRest(table, rest, view) : []
  return [...own, ...joined(parts)]
}

/** Columns that go, go together: each change of the shape counts. */
function joined(parts: readonly Part[]): Part[] {
  const drops = parts.filter(({kind}) => kind === 'drop-column')
  const [first] = drops
  if (first === undefined || drops.length === 1) return [...parts]
  return [
    ...parts.filter(({kind}) => kind !== 'drop-column'),
    {...first, operations: drops.flatMap(({operations}) => operations)}
  ]
}

/** By what the server does for each: at once, reading the rows, writing them afresh or keeping others out. */
type Cost = 0 | 1 | 2

function arrangeRest(table: Name, operations: readonly Operation[], view: RecipeView): Part[] {
  const asWritten = view.command.clauses
  const isAll = operations.length === view.command.operations.length
  if (operations.length === 0) return []
  // Where the statement asks for what is cheap itself, it stays as it is.
  if (isAll && asWritten?.algorithm !== undefined && asWritten.algorithm !== 'DEFAULT') {
    const effect = effectOf(table, operations, view, asWritten)
    if (effect?.lock === 'NONE' && effect.rewrite === 'none') return []
  }
  const costs = new Map(operations.map((operation) => [operation, costOf(table, operation, operations, view)]))
  raiseCosts(costs)
  const groups = ([0, 1, 2] as const).map((cost) => operations.filter((operation) => costs.get(operation) === cost))
  const [instant = [], online = [], heavy = []] = groups
  const first = cheapParts(table, instant, [], 0, view)
  const heavyPart = heavy.length === 0 ? undefined : heavyParts(table, heavy, online, instant, view)
  const takesOnline = heavyPart?.kind === 'shadow'
  const second = takesOnline ? [] : cheapParts(table, online, instant, 1, view)
  return [...first, ...second, ...(heavyPart ? [heavyPart] : [])]
}

function costOf(table: Name, operation: Operation, all: readonly Operation[], view: RecipeView): Cost {
  const knot = knotOf(operation, all)
  const earlier = all.filter((other) => !knot.includes(other) && knot.some((each) => needs(each, other)))
  const way = whenDone(earlier, view, () => findWay(table, knot, view))
  if (way === undefined || way.rewrites) return 2
  return way.effect.algorithm === 'INSTANT' ? 0 : 1
}

/** All that is one change with it, in the order of the statement. */
function knotOf(operation: Operation, all: readonly Operation[]): Operation[] {
  const knot = new Set([operation])
  // What is added meanwhile is walked over too.
  for (const each of knot) for (const other of all) if (entangled(each, other)) knot.add(other)
  return all.filter((each) => knot.has(each))
}

/** What needs a change is done after it, and what shares a name with one, together with it. */
function raiseCosts(costs: Map<Operation, Cost>): void {
  for (let changed = true; changed;) {
    changed = false
    for (const [operation, cost] of costs) {
      for (const [other, least] of costs) {
        const goesAlong = operation !== other && (needs(operation, other) || entangled(operation, other))
        if (!goesAlong || least <= cost || least <= (costs.get(operation) ?? 0)) continue
        costs.set(operation, least)
        changed = true
      }
    }
  }
}

/** Together where that is as cheap as each by itself. */
function cheapParts(
  table: Name,
  operations: readonly Operation[],
  before: readonly Operation[],
  order: number,
  view: RecipeView
): Part[] {
  if (operations.length === 0) return []
  const together = whenDone(before, view, () => findWay(table, operations, view))
  const isCheap = together && !together.rewrites && (order > 0 || together.effect.algorithm === 'INSTANT')
  if (isCheap) return takesClause(operations) ? [{kind: 'online', table, operations, before, order, way: together}] : []
  const [first] = operations
  if (first === undefined) return []
  const head = knotOf(first, operations)
  const tail = operations.filter((each) => !head.includes(each))
  const way = whenDone(before, view, () => findWay(table, head, view))
  const own: Part[] = way && takesClause(head) ? [{kind: 'online', table, operations: head, before, order, way}] : []
  return [...own, ...cheapParts(table, tail, [...before, ...head], order, view)]
}

/** `RENAME`, and what is done to partitions, are as they are; some take no clause. */
function takesClause(operations: readonly Operation[]): boolean {
  return operations.every(
    ({kind}) => !kind.startsWith('partition.') && kind !== 'table.rename' && kind !== 'table.optimize'
  )
}

function heavyParts(
  table: Name,
  heavy: readonly Operation[],
  online: readonly Operation[],
  instant: readonly Operation[],
  view: RecipeView
): Part | undefined {
  const plain = whenDone(instant, view, () => effectOf(table, heavy, view))
  // Nothing is read or written: it takes a moment, whatever the lock.
  if (plain && plain.rewrite === 'none' && plain.scan === 'none') return undefined
  const way = whenDone([...instant, ...online], view, () => findWay(table, heavy, view))
  const about = {table, order: 2}
  const isOnlineCopy = way?.effect.algorithm === 'COPY'
  const limit = isAboveLimit(table, view)
  if (way && takesClause(heavy) && (limit === false || (isOnlineCopy && limit === undefined) || !way.rewrites)) {
    const note = way.rewrites ? stallNote(table, way) : undefined
    return {
      ...about,
      kind: 'online',
      operations: heavy,
      before: [...instant, ...online],
      way,
      ...(note !== undefined && {note})
    }
  }
  const operations = [...heavy, ...online].sort((a, b) => a.range.start - b.range.start)
  const refusal = shadowRefusal(table, operations, instant, view)
  if (refusal === undefined) {
    const because = way ? 'rebuild' : (plain?.because ?? '')
    return {...about, kind: 'shadow', operations, before: instant, because}
  }
  if (way && takesClause(heavy)) {
    const note = `${stallNote(table, way)}. A shadow table cannot do it: ${refusal}`
    return {...about, kind: 'online', operations: heavy, before: [...instant, ...online], way, note}
  }
  const reason = `\`${table.name}\` ${refusal}, so that no shadow table can take its place; the server would keep writers out (${plain?.because ?? 'as written'})`
  return {...about, kind: 'unsafe', operations, before: instant, reason}
}

function stallNote({name}: Name, {effect}: Way): string {
  return `\`${name}\` is written afresh with ALGORITHM=${effect.algorithm ?? ''} while others read and write; replicas do it after that in one piece, and stand still as long`
}
