/** Whether a row is let alone once it is right. */
import {
  columnOf,
  columnsIn,
  constantOf,
  isEqual,
  listOf,
  nameParts,
  nodeOf
} from '../../knowledge/postgres/expressions/tree.js'
import type {DataType, Expression} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Column} from '../../schema/objects.js'
import type {RecipeView} from '../recipe.js'
import {isNeverNull, isSteady} from './values.js'

type Update = Operation<'rows.update'>

/** Whether the condition does not hold for a row any longer once it has its new values. */
export function isFalsified({columns, values, where}: Pick<Update, 'columns' | 'values' | 'where'>): boolean {
  return conjuncts(where?.tree).some((term) =>
    columns.some((column, index) => {
      const value = values[index]
      return value !== undefined && isTermFalsified(term, column, value)
    })
  )
}

/** Columns that are NULL wherever the condition holds. */
export function nullColumns(where: Expression | undefined): Set<string> {
  const columns = conjuncts(where?.tree).flatMap((term) => {
    const [name, fields] = nodeOf(term) ?? []
    const column = name === 'NullTest' && fields?.['nulltesttype'] === 'IS_NULL' ? columnOf(fields['arg']) : undefined
    return column === undefined ? [] : [column]
  })
  return new Set(columns)
}

/** The conditions that all rows meet. */
function conjuncts(tree: unknown): unknown[] {
  const node = nodeOf(tree)
  if (node?.[0] === 'BoolExpr' && node[1]['boolop'] === 'AND_EXPR') return listOf(node[1]['args']).flatMap(conjuncts)
  return tree === undefined ? [] : [tree]
}

function isTermFalsified(term: unknown, column: string, value: Expression): boolean {
  const node = nodeOf(term)
  const constant = constantOf(value.tree)
  if (node === undefined) return false
  const [name, fields] = node
  const isColumn = (tree: unknown): boolean => columnOf(tree) === column
  switch (name) {
    case 'NullTest':
      return fields['nulltesttype'] === 'IS_NULL' && isColumn(fields['arg']) && isNeverNull(value)
    case 'ColumnRef':
      return isColumn(term) && constant === 'false'
    case 'BoolExpr':
      return fields['boolop'] === 'NOT_EXPR' && isColumn(listOf(fields['args'])[0]) && constant === 'true'
    case 'BooleanTest':
      return (
        isColumn(fields['arg']) &&
        ((constant === 'true' && /^IS_(?:NOT_TRUE|FALSE)$/.test(String(fields['booltesttype']))) ||
          (constant === 'false' && /^IS_(?:NOT_FALSE|TRUE)$/.test(String(fields['booltesttype']))))
      )
    case 'A_Expr':
      return isColumn(fields['lexpr']) && isComparisonFalsified(fields, value.tree, constant)
    default:
      return false
  }
}

function isComparisonFalsified(
  {kind, name, rexpr}: Readonly<Record<string, unknown>>,
  value: unknown,
  constant: string | null | undefined
): boolean {
  const operator = nameParts(name).at(-1)
  if (kind === 'AEXPR_IN' && operator === '=') {
    const items = listOf(nodeOf(rexpr)?.[1]['items']).map(constantOf)
    return typeof constant === 'string' && items.every((item) => typeof item === 'string' && differs(item, constant))
  }
  const other = constantOf(rexpr)
  if (kind === 'AEXPR_OP' && operator === '=') {
    return typeof constant === 'string' && typeof other === 'string' && differs(other, constant)
  }
  const isUnequal = kind === 'AEXPR_DISTINCT' || (kind === 'AEXPR_OP' && operator === '<>')
  return isUnequal && constant !== undefined && isEqual(value, rexpr)
}

/** As texts, and as numbers: `1` and `1.0` are the same. */
function differs(a: string, b: string): boolean {
  if (a.trim().toLowerCase() === b.trim().toLowerCase()) return false
  const [x, y] = [Number(a), Number(b)]
  return Number.isNaN(x) || Number.isNaN(y) ? true : x !== y
}

/** Functions of which the result of the result is the result. */
const settling = new Set(['lower', 'upper', 'btrim', 'ltrim', 'rtrim', 'initcap', 'abs', 'unaccent'])

/** Why it would not be the same to do it once or twice; `undefined`: it is. */
export function whyNotRepeatable(update: Update, view: RecipeView): string | undefined {
  for (const [index, value] of update.values.entries()) {
    const column = update.columns[index] ?? ''
    if (!isSteady(value, view)) return `the value of \`${column}\` is another one each time`
    const read = update.columns.find((each) => columnsIn(value.tree).has(each))
    if (read !== undefined && !(read === column && isSettling(value.tree, column))) {
      return `the value of \`${column}\` depends on \`${read}\`, which it changes`
    }
  }
  return undefined
}

function isSettling(tree: unknown, column: string): boolean {
  const node = nodeOf(tree)
  const isOperand = (part: unknown): boolean => columnOf(part) === column || constantOf(part) !== undefined
  if (node?.[0] === 'CoalesceExpr') return listOf(node[1]['args']).every(isOperand)
  if (node?.[0] !== 'FuncCall') return false
  const parameters = listOf(node[1]['args'])
  return (
    settling.has(nameParts(node[1]['funcname']).at(-1) ?? '') &&
    columnOf(parameters[0]) === column &&
    parameters.every(isOperand)
  )
}

/** Types whose values can be told apart, by the name in the catalog. */
const comparable = new Set(
  (
    'int2 int4 int8 numeric float4 float8 money text varchar bpchar name bytea bool uuid date time timetz timestamp ' +
    'timestamptz interval inet cidr macaddr bit varbit jsonb oid'
  ).split(' ')
)

/** Whether it is a type of the server whose values can be told apart: it is found by any search path. */
export function isPlainType({name, schema}: DataType): boolean {
  return schema === undefined && comparable.has(name)
}

/** Whether a value of the column can be compared with the one that it is to have. */
export function isComparable(column: Column | undefined, {catalog, session}: RecipeView): boolean {
  const type = column?.type
  if (type === undefined) return false
  if (isPlainType(type)) return true
  const names = type.schema === undefined ? session.searchPath() : [type.schema]
  return names.some((schema) => catalog.types.get(`${schema}\0${type.name}`)?.kind === 'enum')
}
