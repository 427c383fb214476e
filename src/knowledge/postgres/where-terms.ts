/** The conjuncts of a WHERE as libpg-query parses it. */
import type {Term} from '../where-term.js'
import {truthOf} from './where-truth.js'

type Node = Readonly<Record<string, unknown>>

/**
 * Read the conjuncts of a condition.
 *
 * @param listed Names of lists (`VALUES`), whose columns are values that are written there.
 */
export function postgresTerms(tree: unknown, listed: readonly string[] = []): Term[] {
  const node = asNode(tree)
  const bool = inside(node, 'BoolExpr')
  if (bool?.['boolop'] === 'AND_EXPR')
    return asList(bool['args']).flatMap((argument) => postgresTerms(argument, listed))
  return [readTerm(node, listed)]
}

function readTerm(node: Node, listed: readonly string[]): Term {
  const truth = truthOf(node)
  if (truth !== undefined) return {kind: truth ? 'true' : 'false'}

  const link = inside(node, 'SubLink')
  if (link) {
    const select = inside(asNode(link['subselect']), 'SelectStmt')
    return select?.['limitCount'] === undefined ? {kind: 'other'} : {kind: 'limited'}
  }

  const test = inside(node, 'NullTest')
  const tested = test && columnOf(asNode(test['arg']))
  if (tested !== undefined) return {kind: test?.['nulltesttype'] === 'IS_NULL' ? 'null' : 'set', column: tested}

  const comparison = inside(node, 'A_Expr')
  return comparison ? readComparison(comparison, listed) : {kind: 'other'}
}

function readComparison({kind, lexpr, name, rexpr}: Node, listed: readonly string[]): Term {
  const operator = asList(name).map((part) => inside(asNode(part), 'String')?.['sval'])[0]
  const [left, right] = [asNode(lexpr), asNode(rexpr)]

  const column = columnOf(left)
  const values = 'List' in right ? asList(inside(right, 'List')?.['items']) : Array.isArray(rexpr) ? rexpr : [rexpr]
  if (column === undefined) {
    const mirrored = columnOf(right)
    return mirrored !== undefined && isValue(left) ? term(mirror[String(operator)], mirrored) : {kind: 'other'}
  }
  if (operator === '=' && kind === 'AEXPR_OP' && columnOf(right) !== undefined) {
    const ofTable = isOfList(left, listed) ? columnOf(right) : column
    return ofTable !== undefined && isOfList(left, listed) !== isOfList(right, listed)
      ? {kind: 'equals', column: ofTable}
      : {kind: 'join'}
  }
  if (!values.every((value) => isValue(asNode(value)))) return {kind: 'other'}
  if (kind === 'AEXPR_BETWEEN') return {kind: 'between', column}
  if (kind === 'AEXPR_IN') return operator === '=' ? {kind: 'equals', column} : {kind: 'other'}
  return kind === 'AEXPR_OP' || kind === 'AEXPR_OP_ANY' ? term(direct[String(operator)], column) : {kind: 'other'}
}

type Comparing = 'equals' | 'from' | 'to'

const direct: Readonly<Record<string, Comparing>> = {'=': 'equals', '>': 'from', '>=': 'from', '<': 'to', '<=': 'to'}
const mirror: Readonly<Record<string, Comparing>> = {'=': 'equals', '>': 'to', '>=': 'to', '<': 'from', '<=': 'from'}

function term(kind: Comparing | undefined, column: string): Term {
  return kind === undefined ? {kind: 'other'} : {kind, column}
}

function columnOf(node: Node): string | undefined {
  const fields = asList(inside(node, 'ColumnRef')?.['fields'])
  const last = inside(asNode(fields.at(-1)), 'String')?.['sval']
  return typeof last === 'string' ? last : undefined
}

/** A column that is written with the name of a list. */
function isOfList(node: Node, listed: readonly string[]): boolean {
  const [first, ...others] = asList(inside(node, 'ColumnRef')?.['fields'])
  return others.length === 1 && listed.includes(String(inside(asNode(first), 'String')?.['sval']))
}

/** Functions that give one moment to all rows of a statement. */
const moments = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'date_trunc', 'timezone'])

/** A constant, a parameter, or the time that it is; or one of them cast, negated, or reckoned with another. */
function isValue(node: Node): boolean {
  if ('A_Const' in node || 'ParamRef' in node || 'SQLValueFunction' in node) return true
  const call = inside(node, 'FuncCall')
  if (call) {
    const name = inside(asNode(asList(call['funcname']).at(-1)), 'String')?.['sval']
    return moments.has(String(name)) && asList(call['args']).every((argument) => isValue(asNode(argument)))
  }
  const cast = inside(node, 'TypeCast')
  if (cast) return isValue(asNode(cast['arg']))
  const array = inside(node, 'A_ArrayExpr')
  if (array) return asList(array['elements']).every((element) => isValue(asNode(element)))
  const reckoned = inside(node, 'A_Expr')
  if (reckoned?.['kind'] !== 'AEXPR_OP' || !isValue(asNode(reckoned['rexpr']))) return false
  return reckoned['lexpr'] === undefined || isValue(asNode(reckoned['lexpr']))
}

function inside(node: Node, name: string): Node | undefined {
  return name in node ? asNode(node[name]) : undefined
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
