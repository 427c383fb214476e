import type {Node} from '@babel/types'
import {chainOf} from './chain.js'
import type {Chain} from './chain.js'
import {bare, bindDeclarations, createScope, functionOf} from './scope.js'
import type {Expression, Scope} from './scope.js'

/** A chain of calls, and all of it as an expression. */
export interface FoundChain {
  chain: Chain
  whole: Expression
}

/** The chains in a function that begin at its first parameter, or at `this`: what builders are called with. */
export function chainsIn(callback: Expression): FoundChain[] {
  const found = functionOf(callback)
  if (found === undefined) return []
  const [parameter] = found.node.params
  const name = parameter?.type === 'Identifier' ? parameter.name : undefined
  const scope = createScope(found.scope)
  const chains: FoundChain[] = []
  collect(found.node.body, scope, name, chains)
  return chains
}

function collect(wrapped: Node, scope: Scope, name: string | undefined, chains: FoundChain[]): void {
  const node = bare(wrapped)
  if (node.type === 'BlockStatement') bindDeclarations(node.body, scope)
  const whole = {node, scope}
  const chain = node.type === 'CallExpression' || node.type === 'MemberExpression' ? chainOf(whole) : undefined
  const root = chain?.root.node
  if (chain && (root?.type === 'ThisExpression' || (root?.type === 'Identifier' && root.name === name))) {
    chains.push({chain, whole})
    return
  }
  for (const value of Object.values(node)) {
    for (const child of [value].flat() as unknown[]) if (isNode(child)) collect(child, scope, name, chains)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as {type?: unknown}).type === 'string'
}
