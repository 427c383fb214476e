/** Calls: of what the library hands over, of the script's own functions, and of what is not read. */
import {awaitedIn} from '../script/children.js'
import {handedIn, holdsPart} from '../handed.js'
import {chainOf, linkOf} from '../script/chain.js'
import type {Chain, Link} from '../script/chain.js'
import {bare, elementsOf, entriesOf, functionOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {callFunction} from './function.js'
import {visitKept} from './kept.js'
import {conditionally} from './walk.js'
import type {Walk} from './walk.js'

/** Go through a call: first through what is there before it. */
export function visitCall(call: Expression, state: Walk): void {
  const {node, scope} = call
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return
  const callee = bare(node.callee)
  const args = node.arguments.map((each) => ({node: each, scope}))
  const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''

  if (callee.type === 'MemberExpression' && ['then', 'catch', 'finally'].includes(name)) {
    state.visit({node: callee.object, scope})
    if (name === 'catch') conditionally(state, () => visitCallbacks(args, state))
    else visitCallbacks(args, state)
    return
  }
  if (callee.type === 'MemberExpression' && (name === 'forEach' || name === 'map')) {
    const elements = elementsOf({node: callee.object, scope})
    const found = args[0] && functionOf(args[0])
    if (elements !== undefined && found !== undefined) {
      visitKept({node: callee.object, scope}, state)
      for (const element of elements) callFunction(found.node, found.scope, [element], state, false)
      return
    }
  }
  // Of a transaction that is kept under a name; in a handler it is taken back, and what is below is not reached so.
  if (name === 'commit' && args.length === 0 && state.conditional === 0) state.transaction = undefined
  const bound = name === 'bind' && callee.type === 'MemberExpression' ? chainOf({node: callee, scope}) : undefined
  // What is bound is seen where its name is called.
  if (bound && args.length === 1 && handedIn(bound, state)) return
  const chain = chainOf(call)
  const handed = chain && handedIn(chain, state)
  if (handed !== undefined) {
    const links = chain?.links ?? []
    visitHanded(handed, call, [...(chain?.rootArgs ?? []), ...links.flatMap((link) => link.args ?? [])], links, state)
    return
  }
  const template = chain && resolve(chain.root)
  if (template?.node.type === 'TaggedTemplateExpression' && state.library.template) {
    const isKept = chain?.root.node.type === 'Identifier' && state.library.keepsTemplates === true
    if (!isKept) state.visit({node: callee, scope})
    else if (linkOf(chain, 'execute')) state.library.template(template, state.translation)
    return
  }
  const method =
    callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression'
      ? state.up.methods.get(name)
      : undefined
  const own = method ? {node: method, scope: state.up.scope} : functionOf({node: callee, scope})
  for (const argument of args) visitKept(argument, state)
  if (own !== undefined) {
    callFunction(own.node, own.scope, args, state, false)
    return
  }
  state.visit({node: callee, scope})
  visitCallbacks(args, state)
  tellHandedOn(call, args, state)
}

/** Of what has been read or sent, for each. */
const forEach = new Set(['map', 'forEach', 'each', 'mapSeries', 'reduce', 'filter', 'tap', 'flatMap', 'some', 'every'])

/** A chain that begins at what the library hands over. */
function visitHanded(
  handed: Chain,
  call: Expression,
  args: readonly Expression[],
  links: readonly Link[],
  state: Walk
): void {
  // They are there before it is called.
  const awaited = args.flatMap(({node, scope}) => awaitedIn(node).map((each) => ({node: each, scope})))
  for (const each of awaited) state.visit(each)
  const result = state.library.chain(handed, state.translation, call)
  if (result === true) {
    for (const link of links) if (forEach.has(link.name)) visitCallbacks(link.args ?? [], state)
    return
  }
  const before = state.sent.length
  for (const argument of args) if (awaitedIn(argument.node).length === 0) visitKept(argument, state)
  visitCallbacks(args, state)
  if (!result && state.sent.length === before) state.translation.unknown(call)
}

/** What is called with it may send anything, in a function that is not read. */
export function tellHandedOn(call: Expression, args: readonly Expression[], state: Walk): void {
  if (args.some((argument) => holdsPart(argument, state))) state.translation.unknown(call)
}

/** Functions that are handed over are called, for all that is known. */
export function visitCallbacks(args: readonly Expression[], state: Walk): void {
  for (const argument of args) {
    const found = functionOf(argument)
    if (found) callFunction(found.node, found.scope, [], state, false)
    else visitCallbacks(functionsIn(argument), state)
  }
}

/** What a way back is called. */
const back = /^(?:down|revert|rollback|undo)$/

/** Functions of an object or a list that is written out: `retry({run: () => …})`. */
function functionsIn(expression: Expression): Expression[] {
  const entries = entriesOf(resolve(expression))?.filter(([name]) => !back.test(name)) ?? []
  const inside = elementsOf(expression) ?? entries.map(([, value]) => value)
  return inside.filter((each) => functionOf(each) !== undefined)
}
