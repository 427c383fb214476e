import type {Node} from '@babel/types'
import {bare, memberName} from './scope.js'
import type {Expression, Scope} from './scope.js'

/** One link of a chain of calls. */
export interface Link {
  name: string
  /** `undefined`: a property that is not called, such as `schema` of `knex.schema`. */
  args: readonly Expression[] | undefined
  /** From the beginning of the chain to the end of this link. */
  node: Node
}

/** `knex.schema.createTable('a', …).dropTable('b')`: where it begins, and its links. */
export interface Chain {
  root: Expression
  /** How the root is called itself: `knex('account').insert(…)`. */
  rootArgs: readonly Expression[] | undefined
  links: readonly Link[]
}

/** The chain that a call ends; `undefined`: it is none. */
export function chainOf({node, scope}: Expression): Chain | undefined {
  const links: Link[] = []
  let current = bare(node)
  for (;;) {
    if (current.type === 'CallExpression' || current.type === 'OptionalCallExpression') {
      const callee = bare(current.callee)
      const args = argumentsOf(current.arguments, scope)
      if (!isMember(callee)) {
        return {root: {node: callee, scope}, rootArgs: args, links: links.reverse()}
      }
      const name = memberName({node: callee, scope})
      if (name === undefined) return undefined
      links.push({name, args, node: current})
      current = bare(callee.object)
    } else if (isMember(current)) {
      const name = memberName({node: current, scope})
      if (name === undefined) return undefined
      links.push({name, args: undefined, node: current})
      current = bare(current.object)
    } else {
      return links.length === 0
        ? undefined
        : {root: {node: current, scope}, rootArgs: undefined, links: links.reverse()}
    }
  }
}

/** Find a link by its name. */
export function linkOf({links}: Chain, ...names: readonly string[]): Link | undefined {
  return links.find(({name}) => names.includes(name))
}

function argumentsOf(nodes: readonly Node[], scope: Scope): Expression[] {
  return nodes.map((each) => ({node: each, scope}))
}

function isMember(node: Node): node is Node & {type: 'MemberExpression' | 'OptionalMemberExpression'; object: Node} {
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression'
}
