/** What a script does with parts of the library beside calling them: it keeps them, or puts them where they are lost from sight. */
import type {Node} from '@babel/types'
import {handedIn, isPart} from '../handed.js'
import {chainOf} from '../script/chain.js'
import {childrenOf} from '../script/children.js'
import {bare, bindPattern, lookUp} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {visitChildren} from './walk.js'
import type {Walk} from './walk.js'

/** What is kept, or handed on: parts of the library that stand in it are found by who has it. */
export function visitKept(expression: Expression, state: Walk): void {
  const {scope} = expression
  const node = bare(expression.node)
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'ObjectProperty':
    case 'SpreadElement':
    case 'LogicalExpression':
    case 'ConditionalExpression':
      for (const child of childrenOf(node)) visitKept({node: child, scope}, state)
      return
    case 'Identifier':
    case 'MemberExpression':
      if (isPart({node, scope}, state)) return
      break
    default:
  }
  state.visit({node, scope})
}

/** A part that stands where it is not followed, or what a call has given back. */
export function visitMember(member: Expression, state: Walk): void {
  const chain = chainOf(member)
  const isCalled = chain?.rootArgs !== undefined || chain?.links.some(({args}) => args !== undefined)
  if (isCalled !== true && chain && handedIn(chain, state)) {
    if (isPart(member, state)) state.translation.unknown(member)
  } else visitChildren(member.node, member.scope, state)
}

/**
 * Note under which name a part of the library goes on: of a variable that is no constant, or of a property.
 *
 * @returns Whether it is such a part.
 */
export function store(target: Node, value: Expression, state: Walk): boolean {
  if (!isPart(value, state)) return false
  if (target.type === 'Identifier') {
    let {scope} = value
    // It may be declared anywhere around.
    while (scope.outer) scope = scope.outer
    if (lookUp(target.name, value.scope) === undefined) scope.bindings.set(target.name, value)
  } else if (target.type === 'MemberExpression' && target.property.type === 'Identifier') {
    state.stored.set(target.property.name, value)
  } else if (/Pattern$/.test(target.type)) bindPattern(target, value, value.scope)
  else return false
  return true
}
