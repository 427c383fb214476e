/** Walks through a script as it would run, and notes what it sends. */
import type {Function as FunctionNode, Node} from '@babel/types'
import type {Dialect} from '../../server/server.js'
import {createWords} from './library.js'
import {handedIn, holdsPart, isPart} from './handed.js'
import type {Library, Translation} from './library.js'
import {chainOf, linkOf} from './script/chain.js'
import type {Chain, Link} from './script/chain.js'
import {awaitedIn, childrenOf} from './script/children.js'
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
  resolve
} from './script/scope.js'
import type {Expression, Scope} from './script/scope.js'
import type {Sent} from './text/assemble.js'
import {rangeOf} from './text/pieces.js'

interface Walk {
  library: Library
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
}

/** Note what a script sends going up, in order. */
export function walk(up: Up, library: Library, dialect: Dialect, source: string): Sent[] {
  const sent: Sent[] = []
  const state: Walk = {
    library,
    up,
    sent,
    stored: new Map(),
    conditional: 0,
    transaction: undefined,
    inside: undefined,
    open: new Set(),
    translation: {
      ...createWords(dialect, source),
      send(sql, {node}, joins = true) {
        const transaction = joins === 'inside' ? state.inside : joins ? state.transaction : undefined
        sent.push({sql, conditional: state.conditional > 0, call: rangeOf(node), transaction})
      },
      unknown({node}, what) {
        const range = rangeOf(node)
        const shown = what ?? source.slice(range.start, range.end).replace(/\s+/g, ' ')
        const cut = shown.length > 60 ? `${shown.slice(0, 59)}…` : shown
        const message = `Unexpected \`${cut}\`, known only when the script runs, expected SQL or a call that sqlsafe knows`
        sent.push({message, range, reason: 'dynamic'})
      },
      walk(callback, whole) {
        const found = functionOf(callback)
        if (found) callFunction(found.node, found.scope, [], state, true)
        else state.translation.unknown(whole)
      },
      transaction(body, whole) {
        const {inside, transaction: outer} = state
        // One in another is a savepoint of it.
        state.transaction ??= {}
        state.inside = state.transaction
        if (elementsOf(body)) visit(resolve(body), state)
        else state.translation.walk(body, whole)
        state.transaction = outer
        state.inside = inside
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
  else visit({node: node.body, scope}, state)
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
  // Types.
  if (node.type.startsWith('TS') && node.type !== 'TSExportAssignment') return
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
      visitKept({node: node.test, scope}, state)
      conditionally(state, () => {
        go(node.consequent)
        go(node.alternate)
      })
      return
    case 'LogicalExpression':
      visitKept({node: node.left, scope}, state)
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
      for (const argument of node.arguments) visitKept({node: argument, scope}, state)
      const args = node.arguments.map((each) => ({node: each, scope}))
      // `new Promise((resolve) => …)`
      visitCallbacks(args, state)
      tellHandedOn({node, scope}, args, state)
      return
    }
    case 'VariableDeclarator':
      // What it is kept for is seen where its name stands.
      if (state.library.keepsTemplates === true && node.init?.type === 'TaggedTemplateExpression') return
      if (!node.init) return
      store(node.id, {node: node.init, scope}, state)
      visitKept({node: node.init, scope}, state)
      return
    case 'AssignmentExpression':
      if (store(node.left, {node: node.right, scope}, state)) visitKept({node: node.right, scope}, state)
      else go(node.right)
      return
    case 'Identifier':
      // What becomes of it there is not followed.
      if (isPart({node, scope}, state)) state.translation.unknown({node, scope})
      return
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      visitMember({node, scope}, state)
      return
    case 'ImportDeclaration':
      return
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'TemplateLiteral':
    case 'ExpressionStatement':
      // Nobody else gets what is compared, put into a text or left lying.
      for (const child of childrenOf(node)) visitKept({node: child, scope}, state)
      return
    case 'TaggedTemplateExpression':
      if (state.library.template?.({node, scope}, state.translation) !== true) visitChildren(node, scope, state)
      return
    default:
      visitChildren(node, scope, state)
  }
}

function visitChildren(node: Node, scope: Scope, state: Walk): void {
  for (const child of childrenOf(node)) visit({node: child, scope}, state)
}

/** What is kept, or handed on: parts of the library that stand in it are found by who has it. */
function visitKept(expression: Expression, state: Walk): void {
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
  visit({node, scope}, state)
}

/** A part that stands where it is not followed, or what a call has given back. */
function visitMember(member: Expression, state: Walk): void {
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
function store(target: Node, value: Expression, state: Walk): boolean {
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

/** Over a list that is written out: once for each of its elements. */
function visitLoop({node, scope}: Expression, state: Walk): void {
  if (node.type !== 'ForOfStatement') return
  const elements = elementsOf({node: node.right, scope})
  const {left} = node
  visitKept({node: node.right, scope}, state)
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
    if (!isKept) visit({node: callee, scope}, state)
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
  visit({node: callee, scope}, state)
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
  for (const each of awaited) visit(each, state)
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

function isWhole(expression: Expression, state: Walk): boolean {
  const found = handedIn({root: expression, rootArgs: undefined, links: []}, state)
  return found?.links.length === 0 && found.rootArgs === undefined
}

/** What is called with it may send anything, in a function that is not read. */
function tellHandedOn(call: Expression, args: readonly Expression[], state: Walk): void {
  if (args.some((argument) => holdsPart(argument, state))) state.translation.unknown(call)
}

/** Functions that are handed over are called, for all that is known. */
function visitCallbacks(args: readonly Expression[], state: Walk): void {
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
