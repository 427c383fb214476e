/** A walk through a script, and the steps that all of its parts take. */
import type {Node} from '@babel/types'
import type {Handed} from '../handed.js'
import type {Translation} from '../library.js'
import {childrenOf} from '../script/children.js'
import type {Up} from '../script/find-up.js'
import {bindDeclarations} from '../script/scope.js'
import type {Expression, Scope} from '../script/scope.js'
import type {Sent} from '../text/assemble.js'

/** What is known while a script is walked through, and the way on. */
export interface Walk extends Handed {
  stored: Map<string, Expression>
  up: Up
  translation: Translation
  sent: readonly Sent[]
  /** Of branches, loops and handlers around. */
  conditional: number
  /** That the script has begun. */
  transaction: object | undefined
  /** The one whose function is being walked through. */
  inside: object | undefined
  /** Functions that are being walked through: one that calls itself is left. */
  open: Set<Node>
  /** Goes through a part of the script as it would run. */
  visit: (part: Expression) => void
}

/** Go through statements one after the other, with what they declare. */
export function visitAll(nodes: readonly Node[], scope: Scope, state: Walk): void {
  bindDeclarations(nodes, scope)
  for (const node of nodes) state.visit({node, scope})
}

/** Go through whatever stands in a node. */
export function visitChildren(node: Node, scope: Scope, state: Walk): void {
  for (const child of childrenOf(node)) state.visit({node: child, scope})
}

/** What is met meanwhile runs perhaps. */
export function conditionally(state: Walk, look: () => void): void {
  state.conditional++
  look()
  state.conditional--
}
