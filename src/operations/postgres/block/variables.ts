/** Names in a statement that are variables of the body around it. */
import type {ColumnRef, Node} from 'libpg-query'
import {strings} from '../node.js'

/**
 * Put parameters in the place of variables, as the server does: a name that is a column of the statement's tables, too, is
 * an error at run time. https://www.postgresql.org/docs/current/plpgsql-implementation.html#PLPGSQL-VAR-SUBST
 *
 * @param node Changed in place.
 */
export function replaceVariables(node: Node, variables: ReadonlySet<string>): void {
  if (variables.size > 0) visit(node, variables, namesOfRelations(node))
}

function visit(value: unknown, variables: ReadonlySet<string>, relations: ReadonlySet<string>): void {
  if (typeof value !== 'object' || value === null) return
  if ('ColumnRef' in value) replace(value as Wrapped, variables, relations)
  for (const inner of Object.values(value)) visit(inner, variables, relations)
}

interface Wrapped {
  ColumnRef?: ColumnRef
  ParamRef?: {number: number; location?: number}
}

function replace(node: Wrapped, variables: ReadonlySet<string>, relations: ReadonlySet<string>): void {
  const {fields = [], location} = node.ColumnRef ?? {}
  const names = strings(fields)
  const [first] = names
  // `account.*` is of a length that names are not; a field of a record has two, and so has a column.
  if (first === undefined || names.length !== fields.length || names.length > 2 || !variables.has(first)) return
  if (names.length === 2 && relations.has(first)) return
  delete node.ColumnRef
  node.ParamRef = {number: 1, ...(location !== undefined && {location})}
}

/** What stands before the dot of a column: a table, or its other name. */
function namesOfRelations(node: Node): Set<string> {
  const names = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const key of ['relname', 'aliasname', 'ctename'] as const) {
      const name: unknown = (value as Record<string, unknown>)[key]
      if (typeof name === 'string') names.add(name)
    }
    for (const inner of Object.values(value)) look(inner)
  }
  look(node)
  return names
}
