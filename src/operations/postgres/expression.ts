import type {Node} from 'libpg-query'
import type {Expression} from '../definitions.js'
import type {Stretch} from './source.js'
import {textOf} from './source.js'

/** An expression with its text, where that is known. */
export function toExpression(tree: Node, stretch?: Stretch): Expression {
  return {text: textOf(stretch), tree}
}
