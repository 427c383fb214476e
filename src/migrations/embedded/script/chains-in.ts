import type {Node} from '@babel/types'
import {chainOf} from './chain.js'
import type {Chain} from './chain.js'
import {childrenOf} from './children.js'
import {bare, bindDeclarations, bindPattern, createScope, functionOf} from './scope.js'
import type {Expression, Scope} from './scope.js'

/** A chain of calls, and all of it as an expression. */
export interface FoundChain {
  chain: Chain
  whole: Expression
}

/**
 * The chains in a function that begin at its first parameter, or at `this`: what builders are called with. One without
 * links stands for what other scripts may do with the builder.
 */
export function chainsIn(callback: Expression): FoundChain[] {
  const chains: FoundChain[] = []
  collectCalled(callback, [], 0, callback, {chains, open: new Set()})
  return chains
}

interface Collected {
  chains: FoundChain[]
  /** Functions that are being looked into: one that calls itself is left. */
  open: Set<Node>
}

/** @param at Which of its parameters is the builder. */
function collectCalled(
  called: Expression,
  args: readonly Expression[],
  at: number,
  whole: Expression,
  collected: Collected
): void {
  const found = functionOf(called)
  if (found === undefined) {
    collected.chains.push({chain: {root: called, rootArgs: undefined, links: []}, whole})
    return
  }
  const {body, params} = found.node
  if (collected.open.has(body)) return
  const scope = createScope(found.scope)
  for (const [index, parameter] of params.entries()) if (index !== at) bindPattern(parameter, args[index], scope)
  const parameter = params[at]
  collected.open.add(body)
  collect(body, scope, parameter?.type === 'Identifier' ? parameter.name : undefined, collected)
  collected.open.delete(body)
}

function collect(wrapped: Node, scope: Scope, name: string | undefined, collected: Collected): void {
  const node = bare(wrapped)
  if (node.type === 'BlockStatement') bindDeclarations(node.body, scope)
  const whole = {node, scope}
  const chain = node.type === 'CallExpression' || node.type === 'MemberExpression' ? chainOf(whole) : undefined
  const root = chain?.root.node
  if (chain && (root?.type === 'ThisExpression' || (root?.type === 'Identifier' && root.name === name))) {
    collected.chains.push({chain, whole})
    return
  }
  if (node.type === 'CallExpression') {
    const at = node.arguments.findIndex((each) => each.type === 'Identifier' && each.name === name)
    if (at >= 0) {
      const args = node.arguments.map((each) => ({node: each, scope}))
      collectCalled({node: node.callee, scope}, args, at, whole, collected)
      return
    }
  }
  for (const child of childrenOf(node)) collect(child, scope, name, collected)
}
