import type {Cursor} from '../../../parse/mysql/cursor.js'
import {findWord, readLimit} from './clauses.js'
import type {QueryReading} from './query.js'
import {readQuery} from './query.js'
import {parseQueryStructure} from './tree.js'
import type {QueryStructure} from './tree.js'

/**
 * Find out what the query from one token to before another reads.
 *
 * The tree of the parser decides. Where it has none, the tokens do: they know no scopes of common tables and
 * guess where a list of tables ends, but there is no query that they cannot read.
 */
export function readQueryStructure(cursor: Cursor, from: number, to: number): QueryStructure {
  return parseQueryStructure(cursor, from, to) ?? scanQueryStructure(cursor, from, to)
}

/** The same from the tokens alone. */
function scanQueryStructure(cursor: Cursor, from: number, to: number): QueryStructure {
  const {reads} = readQuery(cursor, from, to)
  const limit = findWord(cursor, from, to, new Set(['LIMIT']))
  return {reads, ...(limit < to && readLimit(cursor, limit + 1, to))}
}

/** What a view or a table that a query fills is made of. */
export function describeQuery(
  cursor: Cursor,
  from: number,
  to: number
): Pick<QueryReading, 'columns' | 'reads' | 'star'> {
  const {columns, star} = readQuery(cursor, from, to)
  return {columns, star, reads: readQueryStructure(cursor, from, to).reads}
}
