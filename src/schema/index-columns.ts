/** What indexes are good for: which columns they find rows by. */
import type {Dialect} from '../server/server.js'
import type {IndexDefinition} from '../operations/definitions.js'
import {sameName} from './lookup.js'

type Keys = Pick<IndexDefinition, 'elements' | 'method' | 'where'>

/** The columns of an index in order; `undefined` where an expression or a part of a column is among them. */
export function indexColumns({elements}: Keys): string[] | undefined {
  const columns = elements.flatMap(({column, length}) => (column === undefined || length !== undefined ? [] : [column]))
  return columns.length === elements.length ? columns : undefined
}

/** Whether rows can be found by these columns alone, in any order: they are the first ones of an index of all rows. */
export function findsBy(index: Keys, columns: readonly string[], dialect: Dialect): boolean {
  if (index.where !== undefined || !isOrdered(index)) return false
  const first = index.elements.slice(0, columns.length).map(({column}) => column)
  return columns.every((name) => first.some((column) => column !== undefined && sameName(dialect, column, name)))
}

/** Whether one index begins with all columns of another, in the same order and direction. */
export function beginsWith(index: Keys, other: Keys, dialect: Dialect): boolean {
  if (other.elements.length > index.elements.length || (index.method ?? 'btree') !== (other.method ?? 'btree')) {
    return false
  }
  return other.elements.every((element, place) => {
    const same = index.elements[place]
    if (element.column === undefined || same?.column === undefined) return false
    const rest = ({collation, descending, length, operatorClass}: typeof element) =>
      JSON.stringify([collation, descending === true, length, operatorClass])
    return sameName(dialect, element.column, same.column) && rest(element) === rest(same)
  })
}

function isOrdered({method}: Keys): boolean {
  return method === undefined || method === 'btree'
}
