/** Functions of a script, where they are called. */
import type {Function as FunctionNode, Node} from '@babel/types'
import {handedIn} from '../handed.js'
import {bindPattern, createScope} from '../script/scope.js'
import type {Expression, Scope} from '../script/scope.js'
import {visitAll} from './walk.js'
import type {Walk} from './walk.js'

/** @param handsOver What it is called with is the library's. */
export function callFunction(
  node: FunctionNode,
  outer: Scope,
  args: readonly Expression[],
  state: Walk,
  handsOver: boolean
): void {
  if (state.open.has(node)) return
  const scope = createScope(outer)
  for (const [index, parameter] of node.params.entries()) {
    const given = args[index]
    const isHandedOver = (handsOver && index === 0) || (given && isWhole(given, state))
    if (parameter.type === 'Identifier' && isHandedOver) scope.bindings.set(parameter.name, 'receiver')
    else if (parameter.type === 'ObjectPattern' && isHandedOver)
      bindPattern(parameter, unnamed(parameter, scope), scope)
    else bindPattern(parameter, given, scope)
    // Umzug hands it over as a part.
    const context = isHandedOver === true ? propertyNamed(parameter, 'context') : undefined
    if (context?.type === 'Identifier') scope.bindings.set(context.name, 'receiver')
  }
  state.open.add(node)
  if (node.body.type === 'BlockStatement') visitAll(node.body.body, scope, state)
  else state.visit({node: node.body, scope})
  state.open.delete(node)
}

/** What is handed over under no name, of which a pattern takes parts. */
function unnamed({end, loc, start}: Node, scope: Scope): Expression {
  const name = '(library)'
  scope.bindings.set(name, 'receiver')
  return {node: {type: 'Identifier', name, start, end, loc}, scope}
}

function propertyNamed(pattern: Node, name: string): Node | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined
  const property = pattern.properties.find(
    (each) => each.type === 'ObjectProperty' && each.key.type === 'Identifier' && each.key.name === name
  )
  return property?.type === 'ObjectProperty' ? property.value : undefined
}

function isWhole(expression: Expression, state: Walk): boolean {
  const found = handedIn({root: expression, rootArgs: undefined, links: []}, state)
  return found?.links.length === 0 && found.rootArgs === undefined
}
