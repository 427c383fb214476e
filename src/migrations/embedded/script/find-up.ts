/** Finds the function of a script that migrates. */
import type {Class, File, Function as FunctionNode, Node, Statement} from '@babel/types'
import {bindDeclarations, createScope, entriesOf, functionOf, memberName, propertyOf, resolve} from './scope.js'
import type {Expression, Scope} from './scope.js'

/** What is run going up. */
export interface Up {
  /** All of the script where it has no such function. */
  body: FunctionNode | readonly Statement[]
  scope: Scope
  /** Methods beside it, which it may call by `this`. */
  methods: ReadonlyMap<string, FunctionNode>
  /** What goes up where that is no function which the script writes out: from another one, say, or made by a call. */
  opaque?: Node
  /** The class that it is a method of. */
  owner?: Class
}

/** Find it: `exports.up`, `export function up`, `module.exports = {up}`, a class with a method `up`. */
export function findUp({program}: File): Up {
  const scope = createScope()
  bindDeclarations(program.body, scope)
  for (const statement of program.body) {
    const found = upIn(statement, scope)
    if (found !== undefined) return found
  }
  const main = mainOf(program.body, scope)
  return main ?? {body: program.body, scope, methods: new Map()}
}

function upIn(statement: Statement, scope: Scope): Up | undefined {
  switch (statement.type) {
    case 'ExportNamedDeclaration': {
      const {declaration, specifiers} = statement
      if (declaration) return upIn(declaration, scope)
      const named = specifiers.find(({exported}) => nameOf(exported) === 'up')
      return named?.type === 'ExportSpecifier' ? asUp({node: named.local, scope}) : undefined
    }
    case 'ExportDefaultDeclaration':
      return isClass(statement.declaration)
        ? upOfClass(statement.declaration, scope)
        : upOfValue({node: statement.declaration, scope})
    case 'TSExportAssignment':
      return upOfValue({node: statement.expression, scope})
    case 'ClassDeclaration':
      return upOfClass(statement, scope)
    case 'FunctionDeclaration':
      return statement.id?.name === 'up' ? asUp({node: statement, scope}) : undefined
    case 'VariableDeclaration': {
      const up = statement.declarations.find(({id}) => id.type === 'Identifier' && id.name === 'up')
      return up?.init ? asUp({node: up.init, scope}) : undefined
    }
    case 'ExpressionStatement': {
      const {expression} = statement
      if (expression.type !== 'AssignmentExpression') return undefined
      const value = {node: expression.right, scope}
      return memberName({node: expression.left, scope}) === 'up' ? asUp(value) : upOfValue(value)
    }
    default:
      return undefined
  }
}

/** What a script exports under a name: `exports.config = …`, `export const config = …`, `module.exports = {config}`. */
export function findExported(name: string, {program}: File): Expression | undefined {
  const scope = createScope()
  bindDeclarations(program.body, scope)
  return program.body.map((statement) => exportedBy(statement, name, scope)).find((value) => value !== undefined)
}

function exportedBy(statement: Statement, name: string, scope: Scope): Expression | undefined {
  if (statement.type === 'ExportNamedDeclaration') {
    const {declaration, specifiers} = statement
    const declared = declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
    const init = declared.find(({id}) => id.type === 'Identifier' && id.name === name)?.init
    if (init) return {node: init, scope}
    const named = specifiers.find(({exported}) => nameOf(exported) === name)
    return named?.type === 'ExportSpecifier' ? {node: named.local, scope} : undefined
  }
  if (statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression') {
    const {left, right} = statement.expression
    const value = {node: right, scope}
    const of = memberName({node: left, scope})
    return of === name ? value : of === 'exports' ? propertyOf(resolve(value), name) : undefined
  }
  return undefined
}

/** `{up() {…}}`, or a class, or what is called with such an object. */
function upOfValue(value: Expression): Up | undefined {
  const resolved = resolve(value)
  if (isClass(resolved.node)) return upOfClass(resolved.node, resolved.scope)
  const up = entriesOf(resolved)?.findLast(([name]) => name === 'up')
  return up && asUp(up[1])
}

function upOfClass(owner: Class, scope: Scope): Up | undefined {
  const {body} = owner
  const methods = new Map<string, FunctionNode>()
  for (const member of body.body) {
    if (member.type === 'ClassMethod' && member.key.type === 'Identifier') methods.set(member.key.name, member)
    if (member.type !== 'ClassProperty' || member.key.type !== 'Identifier' || !member.value) continue
    const found = functionOf({node: member.value, scope})
    if (found) methods.set(member.key.name, found.node)
  }
  const up = methods.get('up')
  return up && {body: up, scope, methods, owner}
}

function asUp(value: Expression): Up | undefined {
  const found = functionOf(value)
  if (found) return {body: found.node, scope: found.scope, methods: new Map()}
  const {node, scope} = resolve(value)
  return {body: [node as Statement], scope, methods: new Map(), opaque: node}
}

/** A script that is run as a whole: its default export, or all of it. */
function mainOf(statements: readonly Statement[], scope: Scope): Up | undefined {
  const main = statements.find((statement) => statement.type === 'ExportDefaultDeclaration')
  const found = main && functionOf({node: main.declaration, scope})
  return found && {body: found.node, scope: found.scope, methods: new Map()}
}

function isClass(node: Node): node is Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : node.type === 'StringLiteral' ? node.value : undefined
}
