import type {Cursor} from '../../../parse/mysql/cursor.js'
import type {TakenRows} from '../../definitions.js'
import {findWord, readLimit} from './clauses.js'
import type {QueryReading} from './query.js'
import {readQuery} from './query.js'
import {readTaken} from './taken.js'
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
export interface DescribedQuery extends Pick<QueryReading, 'columns' | 'star'>, QueryStructure {
  taken?: TakenRows
}

/** Find that out of the query from one token to before another. */
export function describeQuery(cursor: Cursor, from: number, to: number): DescribedQuery {
  const {columns, star} = readQuery(cursor, from, to)
  const structure = readQueryStructure(cursor, from, to)
  const taken = readTaken(cursor, from, to, structure)
  return {columns, star, ...structure, ...(taken && {taken})}
}
