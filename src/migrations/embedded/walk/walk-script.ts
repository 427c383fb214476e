/** Walks through a script as it would run, and notes what it sends. */
import type {Node} from '@babel/types'
import type {Dialect} from '../../../server/server.js'
import {isPart} from '../handed.js'
import {createWords} from '../library.js'
import type {Library} from '../library.js'
import {childrenOf} from '../script/children.js'
import type {Up} from '../script/find-up.js'
import {bare, bindPattern, createScope, elementsOf, functionOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Sent} from '../text/assemble.js'
import {rangeOf} from '../text/pieces.js'
import {tellHandedOn, visitCall, visitCallbacks} from './call.js'
import {callFunction} from './function.js'
import {store, visitKept, visitMember} from './kept.js'
import {conditionally, visitAll, visitChildren} from './walk.js'
import type {Walk} from './walk.js'

/** Note what a script sends going up, in order. */
export function walkScript(up: Up, library: Library, dialect: Dialect, source: string): Sent[] {
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
    visit: (part) => visit(part, state),
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
        if (elementsOf(body)) state.visit(resolve(body))
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

/** Over a list that is written out: once for each of its elements. */
function visitLoop({node, scope}: Expression, state: Walk): void {
  if (node.type !== 'ForOfStatement') return
  const elements = elementsOf({node: node.right, scope})
  const {left} = node
  visitKept({node: node.right, scope}, state)
  const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
  if (elements === undefined) {
    conditionally(state, () => {
      state.visit({node: node.body, scope})
    })
    return
  }
  for (const element of elements) {
    const inner = createScope(scope)
    bindPattern(target, element, inner)
    state.visit({node: node.body, scope: inner})
  }
}
