/**
 * Attaching and making partitions: do the checks of a table prove its bound, so that the rows need not be
 * read? https://www.postgresql.org/docs/current/ddl-partitioning.html
 */
import type {Expression, PartitionBound, PartitionBy} from '../../../operations/definitions.js'
import type {Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {implies, type Clause, type Comparison} from '../expressions/implication.js'
import {columnOf, constantOf} from '../expressions/tree.js'
import {targetOf, type Look} from '../look.js'
import {knownClause, storedTypeOf} from './checks.js'

interface Attached {
  parent: Table
  bound: PartitionBound
}

/** The parent and the bound that an operation puts below it. */
export function attachedBelow(look: Look): Attached | undefined {
  const {operation} = look
  if (operation.kind === 'partition.attach') {
    const parent = targetOf(look, operation.table).table
    return parent && {parent, bound: operation.bound}
  }
  if (operation.kind === 'table.create' && operation.partitionOf) {
    const parent = targetOf(look, operation.partitionOf.parent).table
    return parent && {parent, bound: operation.partitionOf.bound}
  }
  return undefined
}

/** Whether the rows of the attached table are known to be within its bound. */
export function isWithinBound(look: Look): Verdict {
  const {relation} = look
  const attached = attachedBelow(look)
  if (!attached?.parent.partitionBy || !relation.table) return undefined
  const {bound, parent} = attached
  // The first partition as default has nothing to keep out.
  if (bound.default === true) return look.catalog.children.get(keyOfTable(parent)) === undefined
  const goal = boundClause(bound, attached.parent.partitionBy, storedTypeOf(relation.table, look))
  if (goal === undefined) return bound.modulus === undefined ? undefined : false
  return implies(knownClause(relation.table, look, true), goal)
}

const keyOfTable = ({schema, name}: Table): string => `${schema}\0${name}`

/** Whether the rows of the default partition are known to be outside of a new bound. */
export function isOutsideBound(look: Look): Verdict {
  const {relation} = look
  const attached = attachedBelow(look)
  if (!attached?.parent.partitionBy || !relation.table) return undefined
  const goal = boundClause(attached.bound, attached.parent.partitionBy, storedTypeOf(relation.table, look))
  return goal === undefined ? undefined : implies(knownClause(relation.table, look, true), negate(goal))
}

/** The partition constraint that the server derives from a bound; `undefined` for what is not read here. */
function boundClause(
  bound: PartitionBound,
  by: PartitionBy,
  typeOfColumn: (column: string) => string | undefined
): Clause | undefined {
  const columns = by.key.flatMap(({column}) => column ?? [])
  const [column] = columns
  if (column === undefined || columns.length < by.key.length || by.strategy === 'hash') return undefined
  if (bound.in) return listClause(bound.in, column, typeOfColumn(column))
  if (!bound.from || !bound.to) return undefined
  const typed = columns.map((name): Typed => ({name, type: typeOfColumn(name)}))
  const low = edgeClause(typed, bound.from, '>')
  const high = edgeClause(typed, bound.to, '<')
  if (low === undefined || high === undefined) return undefined
  const notNull = columns.map((name): Clause => ({kind: 'null', column: name, isNull: false}))
  return {kind: 'and', parts: [...notNull, ...low, ...high]}
}

interface Typed {
  name: string
  type: string | undefined
}

/**
 * One edge of a range: `(a > 1) OR (a = 1 AND b >= 2)` for the lower one of two columns. Nothing where it
 * is unbounded, `undefined` where it cannot be read.
 */
function edgeClause(columns: readonly Typed[], values: readonly Expression[], strict: '<' | '>'): Clause[] | undefined {
  const arms: Clause[] = []
  const equal: Clause[] = []
  for (const [index, {name, type}] of columns.entries()) {
    const value = edge(values[index])
    if (value === undefined) return undefined
    if (typeof value !== 'string') break
    const next = index + 1 < columns.length ? edge(values[index + 1]) : undefined
    const isInclusive = strict === '>' ? index + 1 === columns.length || next === minimum : next === maximum
    const operator: Comparison = isInclusive ? `${strict}=` : strict
    const parts: Clause[] = [...equal, {kind: 'compare', column: name, operator, value, type}]
    arms.push({kind: 'and', parts})
    // What follows adds nothing: the edge is met by the columns so far, or never.
    if (typeof next === 'symbol') break
    equal.push({kind: 'compare', column: name, operator: '=', value, type})
  }
  const [only] = arms
  if (!only) return []
  return arms.length === 1 ? [only] : [{kind: 'or', parts: arms}]
}

const minimum = Symbol('MINVALUE')
const maximum = Symbol('MAXVALUE')

/** A bound as text, or what stands for no bound. */
function edge(expression: Expression | undefined): string | symbol | undefined {
  const word = columnOf(expression?.tree)?.toLowerCase()
  if (word === 'minvalue') return minimum
  if (word === 'maxvalue') return maximum
  return constantOf(expression?.tree) ?? undefined
}

function listClause(values: readonly Expression[], column: string, type: string | undefined): Clause | undefined {
  const constants = values.map(({tree}) => constantOf(tree))
  if (constants.includes(undefined)) return undefined
  const equal = constants.flatMap((value): Clause[] =>
    typeof value === 'string' ? [{kind: 'compare', column, operator: '=', value, type}] : []
  )
  const [first] = equal
  const any: Clause | undefined = equal.length === 1 ? first : {kind: 'or', parts: equal}
  if (constants.includes(null)) {
    return {kind: 'or', parts: [{kind: 'null', column, isNull: true}, ...equal]}
  }
  return any && {kind: 'and', parts: [{kind: 'null', column, isNull: false}, any]}
}

function negate(clause: Clause): Clause {
  switch (clause.kind) {
    case 'and':
    case 'or':
      return {kind: clause.kind === 'and' ? 'or' : 'and', parts: clause.parts.map(negate)}
    case 'null':
      return {...clause, isNull: !clause.isNull}
    case 'compare':
      return {...clause, operator: opposite[clause.operator]}
    case 'constant':
      return {kind: 'constant', value: !clause.value}
    case 'other':
      return {...clause, negated: !clause.negated}
  }
}

const opposite = {'=': '<>', '<>': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>'} as const
