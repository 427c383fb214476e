/**
 * Whether a valid CHECK proves a condition, as the server's `predicate_implied_by` proves it in its weak
 * form: a check that is NULL is fulfilled. Nothing else is believed, however true it is.
 */
import type {Verdict} from '../../effect.js'
import {compareValues} from './compare-values.js'
import {columnOf, constantOf, isEqual, isRecord, listOf, nameParts, nodeOf, type Fields} from './tree.js'
import {all, any} from './verdict.js'

export type Clause =
  | {kind: 'and' | 'or'; parts: Clause[]}
  | {kind: 'null'; column: string; isNull: boolean}
  | {kind: 'compare'; column: string; operator: Comparison; value: string; type: string | undefined}
  | {kind: 'constant'; value: boolean}
  | {kind: 'other'; tree: unknown; negated: boolean}

export type Comparison = '=' | '<' | '<=' | '>' | '>=' | '<>'

const negations: Record<Comparison, Comparison> = {'=': '<>', '<>': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>'}
const mirrored: Record<Comparison, Comparison> = {'=': '=', '<>': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<='}

const isComparison = (operator: string): operator is Comparison => operator in negations

/** Types of columns, for the values that they are compared with. */
export type TypeOfColumn = (column: string) => string | undefined

/** Read an expression the way the planner simplifies it: NOT pushed down, AND and OR flat. */
export function toClause(tree: unknown, typeOfColumn: TypeOfColumn, negated = false): Clause {
  const node = nodeOf(tree)
  const read = (part: unknown, not = negated): Clause => toClause(part, typeOfColumn, not)
  const other: Clause = {kind: 'other', tree, negated}
  if (!node) return other
  const [name, fields] = node
  if (name === 'BoolExpr') return readBoolean(fields, negated, read)
  if (name === 'NullTest') return readNullTest(fields, negated) ?? other
  if (name === 'A_Expr') return readExpression(fields, negated, typeOfColumn, read) ?? other
  const constant = constantOf(tree)
  if (name === 'A_Const' && (constant === 'true' || constant === 'false')) {
    return {kind: 'constant', value: (constant === 'true') !== negated}
  }
  return other
}

function join(kind: 'and' | 'or', parts: Clause[]): Clause {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  const neutral = kind === 'and'
  const rest = flat.filter((part) => part.kind !== 'constant' || part.value !== neutral)
  if (rest.some((part) => part.kind === 'constant')) return {kind: 'constant', value: !neutral}
  const [first] = rest
  if (!first) return {kind: 'constant', value: neutral}
  return rest.length === 1 ? first : {kind, parts: rest}
}

function readBoolean(fields: Fields, negated: boolean, read: (tree: unknown, not?: boolean) => Clause): Clause {
  const parts = listOf(fields.args)
  if (fields.boolop === 'NOT_EXPR') return read(parts[0], !negated)
  const kind = (fields.boolop === 'AND_EXPR') === negated ? 'or' : 'and'
  return join(
    kind,
    parts.map((part) => read(part))
  )
}

function readNullTest(fields: Fields, negated: boolean): Clause | undefined {
  const isNull = (fields.nulltesttype === 'IS_NULL') !== negated
  const column = columnOf(fields.arg)
  if (column !== undefined) return {kind: 'null', column, isNull}
  const row = nodeOf(fields.arg)
  if (row?.[0] !== 'RowExpr') return undefined
  // `ROW(a, b) IS NOT NULL` is both; its contrary by NOT is not what `IS NULL` says.
  const columns = listOf(row[1].args).map(columnOf)
  if (negated || columns.some((one) => one === undefined)) return undefined
  return join(
    'and',
    columns.map((one) => ({kind: 'null', column: one ?? '', isNull}))
  )
}

function readExpression(
  fields: Fields,
  negated: boolean,
  typeOfColumn: TypeOfColumn,
  read: (tree: unknown, not?: boolean) => Clause
): Clause | undefined {
  const operator = nameParts(fields.name).at(-1) ?? ''
  switch (fields.kind) {
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return readDistinct(fields, (fields.kind === 'AEXPR_NOT_DISTINCT') !== negated)
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const [low, high] = listOf(fields.rexpr).length > 0 ? listOf(fields.rexpr) : itemsOf(fields.rexpr)
      const not = (fields.kind === 'AEXPR_NOT_BETWEEN') !== negated
      const bounds = [
        compare(fields.lexpr, '>=', low, not, typeOfColumn),
        compare(fields.lexpr, '<=', high, not, typeOfColumn)
      ]
      return bounds.some((bound) => !bound)
        ? undefined
        : join(
            not ? 'or' : 'and',
            bounds.filter((bound) => bound !== undefined)
          )
    }
    case 'AEXPR_IN': {
      const not = (operator === '<>') !== negated
      const values = itemsOf(fields.rexpr).map((value) => compare(fields.lexpr, '=', value, not, typeOfColumn))
      return values.some((value) => !value)
        ? undefined
        : join(
            not ? 'and' : 'or',
            values.filter((value) => value !== undefined)
          )
    }
    case 'AEXPR_OP_ANY': {
      const elements = operator === '=' ? elementsOf(fields.rexpr) : undefined
      if (!elements) return undefined
      const values = elements.map((value) => compare(fields.lexpr, '=', value, negated, typeOfColumn))
      return values.some((value) => !value)
        ? undefined
        : join(
            negated ? 'and' : 'or',
            values.filter((value) => value !== undefined)
          )
    }
    case 'AEXPR_OP':
      return (
        readBooleanEquality(fields, operator, negated, read) ?? readComparison(fields, operator, negated, typeOfColumn)
      )
    default:
      return undefined
  }
}

const itemsOf = (tree: unknown): readonly unknown[] =>
  Array.isArray(tree)
    ? (tree as readonly unknown[])
    : listOf(nodeOf(tree)?.[0] === 'List' ? nodeOf(tree)?.[1].items : undefined)

/** Of `ARRAY[…]` or a plain `'{…}'`. */
function elementsOf(tree: unknown): readonly unknown[] | undefined {
  const array = nodeOf(stripCast(tree))
  if (array?.[0] === 'A_ArrayExpr') return listOf(array[1].elements)
  const literal = /^\{([^{}"\\]*)\}$/.exec(constantOf(tree) ?? '')?.[1]
  return literal?.split(',').map((value) => ({A_Const: {sval: {sval: value.trim()}}}))
}

const stripCast = (tree: unknown): unknown => {
  const node = nodeOf(tree)
  return node?.[0] === 'TypeCast' ? stripCast(node[1].arg) : tree
}

/** `a IS DISTINCT FROM NULL` is read by the grammar as `a IS NOT NULL`. */
function readDistinct(fields: Fields, isNull: boolean): Clause | undefined {
  const column = constantOf(fields.rexpr) === null ? columnOf(fields.lexpr) : undefined
  const other = constantOf(fields.lexpr) === null ? columnOf(fields.rexpr) : undefined
  const found = column ?? other
  return found === undefined ? undefined : {kind: 'null', column: found, isNull}
}

/** `(…) = true` is `…`. */
function readBooleanEquality(
  fields: Fields,
  operator: string,
  negated: boolean,
  read: (tree: unknown, not?: boolean) => Clause
): Clause | undefined {
  if (operator !== '=' && operator !== '<>') return undefined
  for (const [side, other] of [
    [fields.rexpr, fields.lexpr],
    [fields.lexpr, fields.rexpr]
  ]) {
    const node = nodeOf(side)
    const constant = node?.[0] === 'A_Const' && isRecord(node[1].boolval) ? constantOf(side) : undefined
    if (constant !== undefined && columnOf(other) === undefined) {
      return read(other, ((constant === 'true') === (operator === '=')) === negated)
    }
  }
  return undefined
}

function readComparison(
  fields: Fields,
  operator: string,
  negated: boolean,
  typeOfColumn: TypeOfColumn
): Clause | undefined {
  if (!isComparison(operator)) return undefined
  return (
    compare(fields.lexpr, operator, fields.rexpr, negated, typeOfColumn) ??
    compare(fields.rexpr, mirrored[operator], fields.lexpr, negated, typeOfColumn)
  )
}

function compare(
  left: unknown,
  operator: Comparison,
  right: unknown,
  negated: boolean,
  typeOfColumn: TypeOfColumn
): Clause | undefined {
  const column = columnOf(left)
  const value = constantOf(right)
  if (column === undefined || typeof value !== 'string') return undefined
  return {
    kind: 'compare',
    column,
    operator: negated ? negations[operator] : operator,
    value,
    type: typeOfColumn(column)
  }
}

/** Whether `clause` being true or NULL makes sure that `goal` is. */
export function implies(clause: Clause, goal: Clause): Verdict {
  if (goal.kind === 'constant') return goal.value
  if (clause.kind === 'constant') return !clause.value
  if (clause.kind === 'and') {
    if (goal.kind === 'and') return all(goal.parts, (part) => implies(clause, part))
    if (goal.kind === 'or') {
      return any(
        [
          ...goal.parts.map((part) => () => implies(clause, part)),
          ...clause.parts.map((part) => () => implies(part, goal))
        ],
        (test) => test()
      )
    }
    return any(clause.parts, (part) => implies(part, goal))
  }
  if (clause.kind === 'or') {
    if (goal.kind === 'or') return all(clause.parts, (part) => any(goal.parts, (wanted) => implies(part, wanted)))
    return all(clause.parts, (part) => implies(part, goal))
  }
  if (goal.kind === 'and') return all(goal.parts, (part) => implies(clause, part))
  if (goal.kind === 'or') return any(goal.parts, (part) => implies(clause, part))
  return impliesSimply(clause, goal)
}

function impliesSimply(clause: Clause, goal: Clause): Verdict {
  if (clause.kind === 'null' && goal.kind === 'null') {
    return clause.column === goal.column && clause.isNull === goal.isNull
  }
  if (clause.kind === 'compare' && goal.kind === 'compare') {
    if (clause.column !== goal.column) return false
    const order = compareValues(clause.value, goal.value, goal.type)
    if (order !== 'different')
      return order === undefined ? undefined : followsFrom(clause.operator, goal.operator, order)
    if (clause.operator === '=' && goal.operator === '<>') return true
    return goal.operator === '=' || (goal.operator === '<>' && clause.operator === '<>') ? false : undefined
  }
  if (clause.kind === 'other' && goal.kind === 'other') {
    return clause.negated === goal.negated && isEqual(clause.tree, goal.tree)
  }
  return false
}

/** `x clause v` makes `x goal w` true, where `order` is the sign of `v - w`. */
function followsFrom(clause: Comparison, goal: Comparison, order: number): boolean {
  switch (goal) {
    case '=':
      return clause === '=' && order === 0
    case '<':
      return (clause === '<' && order <= 0) || ((clause === '<=' || clause === '=') && order < 0)
    case '<=':
      return (clause === '<' || clause === '<=' || clause === '=') && order <= 0
    case '>':
      return (clause === '>' && order >= 0) || ((clause === '>=' || clause === '=') && order > 0)
    case '>=':
      return (clause === '>' || clause === '>=' || clause === '=') && order >= 0
    case '<>':
      if (clause === '<>') return order === 0
      if (clause === '=') return order !== 0
      return clause.startsWith('<')
        ? order < 0 || (clause === '<' && order === 0)
        : order > 0 || (clause === '>' && order === 0)
  }
}
