/** Of which columns, functions and types a query is made: what a view depends on. */
import type {Node, ResTarget, SelectStmt} from 'libpg-query'
import type {QueryUses} from '../../definitions.js'
import {allOf, as} from '../node.js'

/** Look for names in a query, at any depth. */
export function usesOf(query: unknown): QueryUses {
  const found = {
    columns: new Set<string>(),
    joined: new Set<string>(),
    functions: new Set<string>(),
    types: new Set<string>(),
    operators: new Set<string>(),
    collations: new Set<string>(),
    star: false,
    readsFunctions: false
  }
  /** Names that something in the query gives to what it computes. */
  const given = new Set<string>()
  const last = (list: unknown): string | undefined => allOf(asNodes(list), 'String').at(-1)?.sval
  const note = (kind: string, node: Record<string, unknown>): void => {
    const column = kind === 'ColumnRef' ? last(node.fields) : undefined
    const called = kind === 'FuncCall' ? last(node.funcname) : undefined
    const type = kind === 'typeName' || kind === 'TypeName' ? last(node.names) : undefined
    if (column !== undefined) found.columns.add(column)
    if (called !== undefined) found.functions.add(called)
    if (type !== undefined) found.types.add(type)
    const operator = kind === 'A_Expr' ? last(node.name) : undefined
    const collation = kind === 'CollateClause' ? last(node.collname) : undefined
    if (operator !== undefined) found.operators.add(operator)
    if (collation !== undefined) found.collations.add(collation)
    if (kind === 'ResTarget') for (const name of namesGiven(node)) given.add(name)
    if (kind === 'alias' || kind === 'CommonTableExpr') {
      for (const {sval = ''} of allOf(asNodes(node.colnames ?? node.aliascolnames), 'String')) given.add(sval)
    }
    for (const part of ['aliasname', 'relname', 'search_seq_column', 'cycle_mark_column', 'cycle_path_column']) {
      const name = node[part]
      if (typeof name === 'string') given.add(name)
    }
    if (kind === 'RangeFunction' || kind === 'RangeTableFunc' || kind === 'JsonTable') found.readsFunctions = true
    if (kind === 'A_Star' || (kind === 'JoinExpr' && node.isNatural === true)) found.star = true
    if (kind === 'JoinExpr')
      for (const {sval} of allOf(asNodes(node.usingClause), 'String')) found.joined.add(sval ?? '')
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [kind, inner] of Object.entries(value)) {
      if (typeof inner === 'object' && inner !== null) note(kind, inner as Record<string, unknown>)
      visit(inner)
    }
  }
  visit(query)
  return {
    columns: [...found.columns],
    joined: [...found.joined],
    functions: [...found.functions],
    types: [...found.types],
    operators: [...found.operators],
    collations: [...found.collations],
    star: found.star,
    ofRelations: found.readsFunctions ? [] : [...found.columns].filter((name) => !given.has(name) && !isOfValues(name)),
    ...(takesAllOfOne(query) ? {allOfOne: true} : {})
  }
}

/** What the server calls the columns of `VALUES`. */
const isOfValues = (name: string): boolean => /^column\d+$/.test(name)

/** The name of a column that is not that of a column below. https://www.postgresql.org/docs/current/sql-select.html#SQL-SELECT-LIST */
function namesGiven({name, val}: ResTarget): string[] {
  const column = allOf(as(val, 'ColumnRef')?.fields, 'String').at(-1)?.sval
  if (name !== undefined) return name === column ? [] : [name]
  return column === undefined ? [...textsIn(val), ...namesOfServer] : []
}

/** The server makes the name out of what stands there: a function's, a type's, a field's. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What the server calls an expression that has no name of its own. */
const namesOfServer = [
  ...['array', 'case', 'coalesce', 'exists', 'greatest', 'grouping', 'least', 'nullif', 'row'],
  ...['current_catalog', 'current_date', 'current_role', 'current_schema', 'current_time', 'current_timestamp'],
  ...['current_user', 'localtime', 'localtimestamp', 'session_user', 'user', 'xmlconcat', 'xmlelement'],
  ...['xmlforest', 'xmlparse', 'xmlpi', 'xmlroot', 'xmlserialize', 'json', 'json_array', 'json_object', 'json_scalar']
]

/** `SELECT *` of one relation, which may be computed with besides. */
function takesAllOfOne(query: unknown): boolean {
  const select: SelectStmt | undefined = as(query as Node | undefined, 'SelectStmt')
  const [from, ...others] = select?.fromClause ?? []
  if (others.length > 0 || !as(from, 'RangeVar') || select?.withClause || select?.op !== 'SETOP_NONE') return false
  return allOf(select.targetList, 'ResTarget').some(({val}) => allOf(as(val, 'ColumnRef')?.fields, 'A_Star').length > 0)
}

const asNodes = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : [])
