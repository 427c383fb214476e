import type {Cursor} from '../../../parse/mysql/cursor.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'
import type {Name} from '../../definitions.js'
import {isNameAt, nameAt} from './query.js'

/** A table of `UPDATE a AS x JOIN b …`, outside of sub-queries. */
export interface TableReference {
  table: Name
  /** What the rest of the statement calls it. */
  alias: string
}

/** Read the tables of a list with joins, in their order. */
export function readTableReferences(cursor: Cursor, from: number, to: number): TableReference[] {
  const references: TableReference[] = []
  let expecting = true
  let query = 0
  let depth = 0
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper ?? ''
    if (word === '(') {
      depth++
      // A derived table, or an expression of a join's condition.
      if (query === 0 && (!expecting || cursor.tokens[index + 1]?.upper === 'SELECT')) query = depth
    } else if (word === ')') {
      if (query === depth) {
        query = 0
        expecting = false
      }
      depth--
    } else if (query > 0) continue
    else if (word === ',' || word === 'JOIN' || word === 'STRAIGHT_JOIN') expecting = true
    else if (expecting && isNameAt(cursor, index)) {
      expecting = false
      const {end, name} = nameAt(cursor, index)
      references.push({table: name, alias: readAlias(cursor, end, to) ?? name.name})
      index = end - 1
    }
  }
  return references
}

function readAlias(cursor: Cursor, index: number, to: number): string | undefined {
  const at = cursor.tokens[index]?.upper === 'AS' ? index + 1 : index
  const token = cursor.tokens[at]
  return at < to && token && isNameAt(cursor, at) ? unquoteName(cursor.context.text, token) : undefined
}

/** The table that a qualifier or a name in the statement means. */
export function resolveReference(references: readonly TableReference[], name: Name): Name {
  const wanted = name.name.toLowerCase()
  const found = references.find(
    ({alias, table}) => alias.toLowerCase() === wanted && (name.schema === undefined || table.schema === name.schema)
  )
  return found?.table ?? name
}

/** Relations that a statement reads beside those that it writes. */
export function withoutTargets(reads: readonly Name[], targets: readonly Name[]): Name[] {
  return reads.filter((read) => !targets.some((target) => target.name === read.name && target.schema === read.schema))
}
