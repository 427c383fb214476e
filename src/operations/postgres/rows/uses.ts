/** Of which columns, functions and types a query is made: what a view depends on. */
import type {Node} from 'libpg-query'
import type {QueryUses} from '../../definitions.js'
import {allOf} from '../node.js'

/** Look for names in a query, at any depth. */
export function usesOf(query: unknown): QueryUses {
  const found = {
    columns: new Set<string>(),
    joined: new Set<string>(),
    functions: new Set<string>(),
    types: new Set<string>(),
    operators: new Set<string>(),
    collations: new Set<string>(),
    star: false
  }
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
    star: found.star
  }
}

const asNodes = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : [])
