/** Bodies of functions in SQL: the server parses them when the function is made, and so do we. */
import type {Node} from 'libpg-query'
import type {Library} from '../../../parse/postgres/library.js'
import {parseScript} from '../../../parse/postgres/parse.js'
import type {Operation} from '../../operation.js'
import {relationsIn} from '../rows/reads.js'

/** Add the tree of the body, and the relations that it names, where the language is SQL. */
export function withSqlBody(library: Library, operation: Operation): Operation {
  if (operation.kind !== 'function.create' || operation.language !== 'sql') return operation
  const trees = treesOf(library, operation)
  const bodyReads = relationsIn(...trees)
  const bodyWrites = relationsIn(...trees.flatMap(targetOf))
  return {
    ...operation,
    ...(trees.length === 1 ? {bodyTree: trees[0]} : {}),
    ...(bodyReads.length > 0 ? {bodyReads} : {}),
    ...(bodyWrites.length > 0 ? {bodyWrites} : {})
  }
}

function treesOf(library: Library, {body, bodyTree}: Operation<'function.create'>): unknown[] {
  if (bodyTree !== undefined) return [bodyTree]
  if (body === undefined) return []
  // Of a body that cannot be read nothing is known; that it fails is for the server to say.
  return parseScript(library, body).items.flatMap((item): Node[] => ('statement' in item ? [item.statement.node] : []))
}

/** What a statement writes to; the walk over what it reads leaves it out. */
function targetOf(tree: unknown): unknown[] {
  if (typeof tree !== 'object' || tree === null) return []
  return Object.values(tree).flatMap((fields: unknown) => {
    if (typeof fields !== 'object' || fields === null) return []
    // `BEGIN ATOMIC` makes lists of lists.
    if ('items' in fields && Array.isArray(fields.items)) return fields.items.flatMap(targetOf)
    return 'relation' in fields ? [{RangeVar: fields.relation}] : []
  })
}
