/** What names stand for in a script, as far as that is known before it runs. */
import type {Function as FunctionNode, Node} from '@babel/types'

/** A node, and where its names are looked for. */
export interface Expression {
  node: Node
  scope: Scope
}

/** Names that are bound once. */
export interface Scope {
  /** `receiver`: what the library hands over to migrations, such as `knex`. */
  bindings: Map<string, Expression | 'receiver'>
  outer: Scope | undefined
}

/** Create a scope inside of another one. */
export function createScope(outer?: Scope): Scope {
  return {bindings: new Map(), outer}
}

/** What a name stands for; `undefined`: that is known only when it runs. */
export function lookUp(name: string, scope: Scope | undefined): Expression | 'receiver' | undefined {
  return scope && (scope.bindings.get(name) ?? lookUp(name, scope.outer))
}

/** Bind the constants and functions of a list of statements, and of the blocks in it. */
export function bindDeclarations(statements: readonly Node[], scope: Scope): void {
  for (const statement of statements) {
    const declaration =
      (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') &&
      statement.declaration
        ? statement.declaration
        : statement
    if (declaration.type === 'FunctionDeclaration' && declaration.id) {
      scope.bindings.set(declaration.id.name, {node: declaration, scope})
    } else if (declaration.type === 'VariableDeclaration' && declaration.kind === 'const') {
      for (const {id, init} of declaration.declarations) {
        if (init) bindPattern(id, {node: init, scope}, scope)
      }
    } else if (declaration.type === 'TSEnumDeclaration') {
      scope.bindings.set(declaration.id.name, {node: declaration, scope})
    }
  }
}

/** Without what says nothing at run time: types, `await`, brackets. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TypeCastExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression)
    case 'AwaitExpression':
      return bare(node.argument)
    default:
      return node
  }
}

/** Follow names and members of constant objects to what they stand for. */
export function resolve(expression: Expression, depth = 0): Expression {
  const node = bare(expression.node)
  const here = {node, scope: expression.scope}
  // A name that stands for itself, in a script that will not run.
  if (depth > 20) return here
  if (node.type === 'Identifier') {
    const found = lookUp(node.name, here.scope)
    return found === undefined || found === 'receiver' ? here : resolve(found, depth + 1)
  }
  if (node.type === 'MemberExpression') {
    const name = memberName(here)
    const owner = resolve({node: node.object, scope: here.scope}, depth + 1)
    const found = name === undefined ? undefined : propertyOf(owner, name)
    if (found !== undefined) return resolve(found, depth + 1)
  }
  // `Object.freeze({…})`
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.arguments.length === 1) {
    const [argument] = node.arguments
    const {callee} = node
    const isFreeze = callee.object.type === 'Identifier' && callee.object.name === 'Object'
    if (isFreeze && argument) return resolve({node: argument, scope: here.scope}, depth + 1)
  }
  return here
}

/** The name of a member: `a.name`, `a['name']`. */
export function memberName({node, scope}: Expression): string | undefined {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined
  const {computed, property} = node
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  const key = resolve({node: property, scope}).node
  if (key.type === 'StringLiteral') return key.value
  return key.type === 'NumericLiteral' ? String(key.value) : undefined
}

/** A property of an object that is written out, an element of such a list, a member of an enumeration. */
export function propertyOf(owner: Expression, name: string): Expression | undefined {
  const {node, scope} = owner
  if (node.type === 'ArrayExpression') {
    const element = node.elements[Number(name)]
    return element ? {node: element, scope} : undefined
  }
  if (node.type === 'TSEnumDeclaration') {
    const member = node.members.find(({id}) => (id.type === 'Identifier' ? id.name : id.value) === name)
    return member?.initializer ? {node: member.initializer, scope} : undefined
  }
  const entry = entriesOf(owner)?.findLast(([key]) => key === name)
  return entry?.[1]
}

/** The properties of an object that is written out; `undefined`: it is none, or not all of it is known. */
export function entriesOf({node, scope}: Expression): Array<[string, Expression]> | undefined {
  if (node.type !== 'ObjectExpression') return undefined
  const entries: Array<[string, Expression]> = []
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = entriesOf(resolve({node: property.argument, scope}))
      if (spread === undefined) return undefined
      entries.push(...spread)
      continue
    }
    const {key} = property
    const computed = property.computed ? resolve({node: key, scope}).node : key
    const name =
      computed.type === 'Identifier' ? computed.name : computed.type === 'StringLiteral' ? computed.value : undefined
    if (name === undefined) return undefined
    entries.push([name, {node: property.type === 'ObjectMethod' ? property : property.value, scope}])
  }
  return entries
}

/** The elements of a list that is written out; `undefined`: it is none. */
export function elementsOf(expression: Expression): Expression[] | undefined {
  const {node, scope} = resolve(expression)
  if (node.type !== 'ArrayExpression') return undefined
  const elements: Expression[] = []
  for (const element of node.elements) {
    if (element === null) continue
    if (element.type === 'SpreadElement') {
      const spread = elementsOf({node: element.argument, scope})
      if (spread === undefined) return undefined
      elements.push(...spread)
    } else elements.push({node: element, scope})
  }
  return elements
}

/** The function that an expression is. */
export function functionOf(expression: Expression): {node: FunctionNode; scope: Scope} | undefined {
  const {node, scope} = resolve(expression)
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
      return {node, scope}
    default:
      return undefined
  }
}

/** Bind the names of a parameter, or of what a loop goes over, to what they are given; `undefined`: nothing is. */
export function bindPattern(pattern: Node | null | undefined, value: Expression | undefined, scope: Scope): void {
  switch (pattern?.type) {
    case 'Identifier':
      if (value) scope.bindings.set(pattern.name, value)
      return
    case 'AssignmentPattern':
      bindPattern(pattern.left, value ?? {node: pattern.right, scope}, scope)
      return
    case 'ArrayPattern': {
      const elements = value ? (elementsOf(value) ?? []) : []
      for (const [index, each] of pattern.elements.entries()) {
        const element = elements[index]
        if (element) bindPattern(each, element, scope)
      }
      return
    }
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') continue
        bindPattern(property.value, value && memberIn(value, property.key), scope)
      }
      return
    default:
  }
}

/** A member that an object may have; `undefined`: all of it is known, and it has none. */
function memberIn(owner: Expression, key: Node & {type: 'Identifier'}): Expression | undefined {
  const entries = entriesOf(resolve(owner))
  if (entries && !entries.some(([name]) => name === key.name)) return undefined
  const member = {type: 'MemberExpression', object: owner.node, property: key, computed: false} as Node
  return {node: member, scope: owner.scope}
}
