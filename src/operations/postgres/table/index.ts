import type {IndexStmt} from 'libpg-query'
import type {IndexDefinition} from '../../definitions.js'
import type {OperationFields} from '../../operation.js'
import {toExpression} from '../expression.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {allOf} from '../node.js'
import {toParameters} from '../option.js'
import type {Source} from '../source.js'
import {cut, findToken, indexAt, insideBrackets, rangeOf, skipName, splitAtCommas, wholeOf} from '../source.js'
import {toIndexElement} from './index-element.js'

/** `CREATE INDEX`. */
export const createIndex: Lowering<IndexStmt> = (node, source) => {
  const fields: OperationFields['index.create'] = {table: toName(node.relation), index: toIndex(node, source)}
  if (node.concurrent) fields.concurrently = true
  if (node.if_not_exists) fields.ifNotExists = true
  if (!node.relation?.inh) fields.only = true
  return [operation('index.create', source.range, fields)]
}

function toIndex(node: IndexStmt, source: Source): IndexDefinition {
  const whole = wholeOf(source)
  const afterTable = skipName(whole, indexAt(source, node.relation?.location))
  const open = findToken(whole, ['('], afterTable, 0)
  const keys = open === -1 ? undefined : insideBrackets(whole, open)
  const parts = keys ? splitAtCommas(keys) : []

  const index: IndexDefinition = {
    unique: node.unique ?? false,
    elements: allOf(node.indexParams, 'IndexElem').map((element, position) => toIndexElement(element, parts[position])),
    include: allOf(node.indexIncludingParams, 'IndexElem').map(({name}) => name ?? ''),
    range: rangeOf(whole)
  }
  if (node.idxname !== undefined) index.name = node.idxname
  if (node.accessMethod !== undefined) index.method = node.accessMethod
  if (node.whereClause) index.where = toExpression(node.whereClause, cut(whole, findToken(whole, ['WHERE']) + 1))
  if (node.nulls_not_distinct) index.nullsNotDistinct = true
  const options = toParameters(node.options)
  if (node.tableSpace !== undefined) options.tablespace = node.tableSpace
  if (Object.keys(options).length > 0) index.options = options
  return index
}
