/**
 * SQL-language functions that the planner replaces by their body, so that it is the body that counts.
 * The rules are those of `inline_function` in the server's `clauses.c`; the manual only hints at them:
 * https://www.postgresql.org/docs/current/xfunc-optimization.html
 */
import type {Routine} from '../../../schema/objects.js'
import {isRecord, listOf, nodeOf, walk} from './tree.js'

/** The one expression of the body, or `undefined` where the call stays a call. */
export function inlinedBody(routine: Routine): unknown {
  if (routine.language !== 'sql' || routine.procedure || routine.opaque === true) return undefined
  const statement = onlyStatement(routine.bodyTree)
  const node = nodeOf(statement)
  if (node?.[0] === 'ReturnStmt') return routine.strict === true ? undefined : node[1].returnval
  if (node?.[0] !== 'SelectStmt' || !isPlainSelect(node[1])) return undefined
  const targets = listOf(node[1].targetList)
  const target = nodeOf(targets[0])
  if (targets.length !== 1 || target?.[0] !== 'ResTarget') return undefined
  const expression = target[1].val
  // Of a strict function the body must be strict too, and so use what it is given.
  if (hasSubquery(expression) || (routine.strict === true && !usesParameters(expression))) return undefined
  return expression
}

function usesParameters(tree: unknown): boolean {
  const names = new Set<string>()
  walk(tree, (name) => {
    names.add(name)
  })
  return (names.has('ParamRef') || names.has('ColumnRef')) && ![...names].some((name) => lenientNodes.has(name))
}

/** Expressions that may be something where a part of them is NULL. */
const lenientNodes = new Set([
  'CoalesceExpr',
  'CaseExpr',
  'NullTest',
  'BoolExpr',
  'MinMaxExpr',
  'A_ArrayExpr',
  'RowExpr'
])

/** The statement of a body with only one, whether it is a list, `BEGIN ATOMIC` or the statement itself. */
function onlyStatement(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.length === 1 ? onlyStatement(tree[0]) : undefined
  const node = nodeOf(tree)
  if (node?.[0] === 'List') return onlyStatement(listOf(node[1].items))
  if (node?.[0] === 'RawStmt') return onlyStatement(node[1].stmt)
  if (isRecord(tree) && 'stmt' in tree) return onlyStatement(tree.stmt)
  return tree
}

const clauses = [
  'fromClause',
  'whereClause',
  'groupClause',
  'havingClause',
  'windowClause',
  'sortClause',
  'limitCount',
  'limitOffset',
  'withClause',
  'distinctClause',
  'larg',
  'valuesLists',
  'intoClause',
  'lockingClause'
]

const isPlainSelect = (select: Readonly<Record<string, unknown>>): boolean =>
  clauses.every(
    (clause) => select[clause] === undefined || (listOf(select[clause]).length === 0 && !isRecord(select[clause]))
  )

function hasSubquery(tree: unknown): boolean {
  let found = false
  walk(tree, (name, fields) => {
    found ||= name === 'SubLink' || (name === 'FuncCall' && (fields.agg_star === true || fields.over !== undefined))
  })
  return found
}
