/** Walks through a script as it would run, and notes what it sends. */
import type {Function as FunctionNode, Node} from '@babel/types'
import type {Dialect} from '../../server/server.js'
import {createWords} from './library.js'
import type {Library, Translation} from './library.js'
import {chainOf, linkOf} from './script/chain.js'
import type {Chain} from './script/chain.js'
import type {Up} from './script/find-up.js'
import {
  bare,
  bindDeclarations,
  bindPattern,
  createScope,
  elementsOf,
  entriesOf,
  functionOf,
  lookUp,
  propertyOf,
  resolve
} from './script/scope.js'
import type {Expression, Scope} from './script/scope.js'
import type {Sent} from './text/assemble.js'
import {rangeOf} from './text/pieces.js'

interface Walk {
  library: Library
  up: Up
  translation: Translation
  sent: readonly Sent[]
  /** Of branches, loops and handlers around. */
  conditional: number
  /** That the script has begun. */
  transaction: object | undefined
  /** Functions that are being walked through: one that calls itself is left. */
  open: Set<Node>
}

/** Note what a script sends going up, in order. */
export function walk(up: Up, library: Library, dialect: Dialect, source: string): Sent[] {
  const sent: Sent[] = []
  const state: Walk = {
    library,
    up,
    sent,
    conditional: 0,
    transaction: undefined,
    open: new Set(),
    translation: {
      ...createWords(dialect, source),
      send(sql, {node}, joins = true) {
        const transaction = joins ? state.transaction : undefined
        sent.push({sql, conditional: state.conditional > 0, call: rangeOf(node), transaction})
      },
      unknown({node}, what) {
        const range = rangeOf(node)
        const shown = what ?? source.slice(range.start, range.end).replace(/\s+/g, ' ')
        const cut = shown.length > 60 ? `${shown.slice(0, 59)}…` : shown
        const message = `Unexpected \`${cut}\`, known only when the script runs, expected SQL or a call that sqlsafe knows`
        sent.push({message, range, reason: 'dynamic'})
      },
      walk(callback) {
        const found = functionOf(callback)
        if (found) callFunction(found.node, found.scope, [], state, true)
      },
      transaction(body) {
        const outer = state.transaction
        // One in another is a savepoint of it.
        state.transaction ??= {}
        const found = functionOf(body)
        if (found) callFunction(found.node, found.scope, [], state, true)
        else visit(body, state)
        state.transaction = outer
      },
      begin() {
        state.transaction ??= {}
      }
    }
  }
  const {body, opaque, scope} = up
  if ('type' in body) callFunction(body, scope, [], state, true)
  else visitAll(body, scope, state)
  if (opaque && sent.length === 0) state.translation.unknown({node: opaque, scope})
  return sent
}

/** @param handsOver What it is called with is the library's. */
function callFunction(
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
    const isHandedOver = (handsOver && index === 0) || (given && isReceiver(given, state))
    if (parameter.type === 'Identifier' && isHandedOver) scope.bindings.set(parameter.name, 'receiver')
    else bindPattern(parameter, given, scope)
    // Umzug hands it over as a part.
    const context = isHandedOver === true ? propertyNamed(parameter, 'context') : undefined
    if (context?.type === 'Identifier') scope.bindings.set(context.name, 'receiver')
  }
  state.open.add(node)
  if (node.body.type === 'BlockStatement') visitAll(node.body.body, scope, state)
  else visit({node: node.body, scope}, state)
  state.open.delete(node)
}

function propertyNamed(pattern: Node, name: string): Node | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined
  const property = pattern.properties.find(
    (each) => each.type === 'ObjectProperty' && each.key.type === 'Identifier' && each.key.name === name
  )
  return property?.type === 'ObjectProperty' ? property.value : undefined
}

function visitAll(nodes: readonly Node[], scope: Scope, state: Walk): void {
  bindDeclarations(nodes, scope)
  for (const node of nodes) visit({node, scope}, state)
}

function conditionally(state: Walk, look: () => void): void {
  state.conditional++
  look()
  state.conditional--
}

function visit({node: wrapped, scope}: Expression, state: Walk): void {
  const node = bare(wrapped)
  const go = (child: Node | null | undefined): void => {
    if (child) visit({node: child, scope}, state)
  }
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'ObjectMethod':
      // Where they are called.
      return
    case 'BlockStatement':
      visitAll(node.body, createScope(scope), state)
      return
    case 'IfStatement':
    case 'ConditionalExpression':
      go(node.test)
      conditionally(state, () => {
        go(node.consequent)
        go(node.alternate)
      })
      return
    case 'LogicalExpression':
      go(node.left)
      conditionally(state, () => {
        go(node.right)
      })
      return
    case 'TryStatement':
      go(node.block)
      conditionally(state, () => {
        go(node.handler?.body)
      })
      go(node.finalizer)
      return
    case 'ForOfStatement':
      visitLoop({node, scope}, state)
      return
    case 'ForStatement':
    case 'ForInStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'SwitchCase':
      conditionally(state, () => {
        visitChildren(node, scope, state)
      })
      return
    case 'CallExpression':
    case 'OptionalCallExpression':
      visitCall({node, scope}, state)
      return
    case 'NewExpression': {
      const before = state.sent.length
      visitChildren(node, scope, state)
      const args = node.arguments.map((each) => ({node: each, scope}))
      if (state.sent.length === before) tellHandedOn({node, scope}, args, state)
      return
    }
    case 'VariableDeclarator':
      // What it is kept for is seen where its name stands.
      if (state.library.keepsTemplates !== true || node.init?.type !== 'TaggedTemplateExpression') go(node.init)
      return
    case 'TaggedTemplateExpression':
      if (state.library.template?.({node, scope}, state.translation) !== true) visitChildren(node, scope, state)
      return
    default:
      visitChildren(node, scope, state)
  }
}

function visitChildren(node: Node, scope: Scope, state: Walk): void {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'typeParameters' || key === 'loc' || key === 'extra') continue
    for (const child of [value].flat() as unknown[]) if (isNode(child)) visit({node: child, scope}, state)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as {type?: unknown}).type === 'string'
}

/** Over a list that is written out: once for each of its elements. */
function visitLoop({node, scope}: Expression, state: Walk): void {
  if (node.type !== 'ForOfStatement') return
  const elements = elementsOf({node: node.right, scope})
  const {left} = node
  const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
  if (elements === undefined) {
    conditionally(state, () => {
      visit({node: node.body, scope}, state)
    })
    return
  }
  for (const element of elements) {
    const inner = createScope(scope)
    bindPattern(target, element, inner)
    visit({node: node.body, scope: inner}, state)
  }
}

function visitCall(call: Expression, state: Walk): void {
  const {node, scope} = call
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return
  const callee = bare(node.callee)
  const args = node.arguments.map((each) => ({node: each, scope}))
  const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''

  if (callee.type === 'MemberExpression' && ['then', 'catch', 'finally'].includes(name)) {
    visit({node: callee.object, scope}, state)
    if (name === 'catch') conditionally(state, () => visitCallbacks(args, state))
    else visitCallbacks(args, state)
    return
  }
  if (callee.type === 'MemberExpression' && (name === 'forEach' || name === 'map')) {
    const elements = elementsOf({node: callee.object, scope})
    const found = args[0] && functionOf(args[0])
    if (elements !== undefined && found !== undefined) {
      for (const element of elements) callFunction(found.node, found.scope, [element], state, false)
      return
    }
  }
  // Of a transaction that is kept under a name; in a handler it is taken back, and what is below is not reached so.
  if (name === 'commit' && args.length === 0 && state.conditional === 0) state.transaction = undefined
  // What is bound is seen where its name is called.
  if (name === 'bind' && args.length === 1) return
  const chain = chainOf(call)
  const handed = chain && handedIn(chain, state)
  if (handed !== undefined && state.library.chain(handed, state.translation, call)) return
  const kept = chain && linkOf(chain, 'execute') ? resolve(chain.root) : undefined
  if (kept?.node.type === 'TaggedTemplateExpression' && chain?.root.node.type === 'Identifier') {
    if (state.library.keepsTemplates === true && state.library.template?.(kept, state.translation) === true) return
  }
  const method =
    callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression'
      ? state.up.methods.get(name)
      : undefined
  const own = method ? {node: method, scope: state.up.scope} : functionOf({node: callee, scope})
  if (own !== undefined) {
    callFunction(own.node, own.scope, args, state, false)
    return
  }
  const before = state.sent.length
  visit({node: callee, scope}, state)
  for (const argument of args) visit(argument, state)
  visitCallbacks(args, state)
  if (handed === undefined && state.sent.length === before) tellHandedOn(call, args, state)
}

/** What is called with it may send anything, in a function that is not read. */
function tellHandedOn(call: Expression, args: readonly Expression[], state: Walk): void {
  const parts = args.flatMap((argument) => [
    argument,
    ...(entriesOf(resolve(argument)) ?? []).map(([, value]) => value)
  ])
  if (parts.some((part) => isReceiver(part, state))) state.translation.unknown(call)
}

/** Functions that are handed over are called, for all that is known. */
function visitCallbacks(args: readonly Expression[], state: Walk): void {
  for (const argument of args) {
    const {type} = bare(argument.node)
    const found = type.endsWith('FunctionExpression') ? functionOf(argument) : undefined
    if (found) callFunction(found.node, found.scope, [], state, false)
  }
}

function isReceiver(expression: Expression, state: Walk): boolean {
  return handedIn({root: expression, rootArgs: undefined, links: []}, state)?.links.length === 0
}

/**
 * A chain as it goes on from what the library hands over, also by names that keep that or a part of it:
 * `const {schema} = knex`.
 *
 * @returns `undefined`: it begins elsewhere.
 */
function handedIn(chain: Chain, state: Walk, depth = 0): Chain | undefined {
  const {links, root, rootArgs} = chain
  const node = bare(root.node)
  // A name that stands for itself, in a script that will not run.
  if (node.type !== 'Identifier' || depth > 20) return undefined
  const bound = lookUp(node.name, root.scope)
  const isNamedSo = state.library.receivers.includes(node.name)
  if (bound === 'receiver') return chain
  if (bound === undefined) return isNamedSo ? chain : undefined

  const kept = resolve(root)
  if (kept.node.type === 'Identifier') return handedIn({...chain, root: kept}, state, depth + 1)
  const [first, ...rest] = links
  const member = first && !rootArgs ? propertyOf(kept, first.name) : undefined
  if (first && member) {
    return handedIn({root: member, rootArgs: first.args, links: rest}, state, depth + 1)
  }
  const begun = chainOf(kept)
  const before = begun && handedIn(begun, state, depth + 1)
  if (before) return goingOn(before, chain, state)
  // A client that the script makes, or takes from another one: nothing but its name tells.
  const isMade = kept.node.type === 'NewExpression' || kept.node.type === 'CallExpression'
  return isNamedSo && (isMade || kept.node.type === 'MemberExpression') ? chain : undefined
}

/** `knex.schema` kept as `schema`, and `schema.dropTable(…)`: the two as one. */
function goingOn(before: Chain, {links, root, rootArgs}: Chain, {library}: Walk): Chain | undefined {
  const isBound = before.links.at(-1)?.name === 'bind'
  const own = isBound ? before.links.slice(0, -1) : before.links
  const isCalled = before.rootArgs !== undefined || own.some(({args}) => args !== undefined)
  const kept = isCalled ? library.kept?.(own) : own
  const last = kept?.at(-1)
  if (kept === undefined) return undefined
  if (rootArgs === undefined) return {...before, links: [...kept, ...links]}
  if (last === undefined || last.args !== undefined) return {...before, rootArgs, links}
  return {...before, links: [...kept.slice(0, -1), {...last, args: rootArgs, node: root.node}, ...links]}
}
