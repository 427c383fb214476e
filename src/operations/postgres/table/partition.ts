import type {Node, PartitionBoundSpec, PartitionSpec} from 'libpg-query'
import type {Expression, PartitionBound, PartitionBy} from '../../definitions.js'
import {toExpression} from '../expression.js'
import {allOf} from '../node.js'
import type {Stretch} from '../source.js'
import {findToken, indexAt, insideBrackets, splitAtCommas} from '../source.js'

/** `FOR VALUES …` or `DEFAULT`. */
export function toBound(bound: PartitionBoundSpec, stretch: Stretch): PartitionBound {
  if (bound.is_default) return {default: true}
  const start = indexAt(stretch.source, bound.location)
  if (bound.strategy === 'h') return {modulus: bound.modulus ?? 0, remainder: bound.remainder ?? 0}
  if (bound.strategy === 'l') return {in: toValues(bound.listdatums, bracketsAfter(stretch, 'IN', start))}
  return {
    from: toValues(bound.lowerdatums, bracketsAfter(stretch, 'FROM', start)),
    to: toValues(bound.upperdatums, bracketsAfter(stretch, 'TO', start))
  }
}

function bracketsAfter(stretch: Stretch, word: string, from: number): Stretch | undefined {
  const index = findToken(stretch, [word], from)
  return index === -1 ? undefined : insideBrackets(stretch, index + 1)
}

function toValues(nodes: readonly Node[] | undefined, stretch: Stretch | undefined): Expression[] {
  const parts = stretch ? splitAtCommas(stretch) : []
  return (nodes ?? []).map((node, index) => toExpression(node, parts[index]))
}

/** `PARTITION BY …`; `stretch` is the whole statement. */
export function toPartitionBy({location, partParams, strategy}: PartitionSpec, stretch: Stretch): PartitionBy {
  const start = indexAt(stretch.source, location)
  const open = findToken(stretch, ['('], start)
  const brackets = open === -1 ? undefined : insideBrackets(stretch, open)
  const parts = brackets ? splitAtCommas(brackets) : []
  return {
    strategy:
      strategy === 'PARTITION_STRATEGY_HASH' ? 'hash' : strategy === 'PARTITION_STRATEGY_LIST' ? 'list' : 'range',
    key: allOf(partParams, 'PartitionElem').map(({expr, name}, index) => {
      if (expr === undefined) return {column: name}
      const part = parts[index]
      return {expression: toExpression(expr, part && (insideBrackets(part, part.from) ?? part))}
    })
  }
}
