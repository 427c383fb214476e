import type {IndexElem} from 'libpg-query'
import type {IndexElement} from '../../definitions.js'
import {toExpression} from '../expression.js'
import {strings} from '../node.js'
import type {Stretch} from '../source.js'
import {cut, findToken, insideBrackets, tokenAt} from '../source.js'

/** One key of an index: a column or an expression, with what is written at it. */
export function toIndexElement(element: IndexElem, stretch?: Stretch): IndexElement {
  const result: IndexElement = {}
  if (element.name !== undefined) result.column = element.name
  if (element.expr) result.expression = toExpression(element.expr, stretch && findExpression(stretch))
  if (element.opclass) result.operatorClass = strings(element.opclass).join('.')
  if (element.collation) result.collation = strings(element.collation).join('.')
  if (element.ordering === 'SORTBY_DESC') result.descending = true
  if (element.nulls_ordering === 'SORTBY_NULLS_FIRST') result.nullsFirst = true
  if (element.nulls_ordering === 'SORTBY_NULLS_LAST') result.nullsFirst = false
  return result
}

/** An expression stands in brackets, or is the call of a function. */
function findExpression(stretch: Stretch): Stretch {
  const inBrackets = insideBrackets(stretch, stretch.from)
  if (inBrackets) return inBrackets
  const open = findToken(stretch, ['('])
  const depth = tokenAt(stretch, open)?.depth
  const close = open === -1 ? -1 : findToken(stretch, [')'], open + 1, depth)
  return close === -1 ? cut(stretch, stretch.from, stretch.from + 1) : cut(stretch, stretch.from, close + 1)
}
