/** What a script does with what its library hands over to it: where it keeps that, and to whom it hands it on. */
import type {Library} from './library.js'
import {chainOf} from './script/chain.js'
import type {Chain, Link} from './script/chain.js'
import {bare, elementsOf, entriesOf, lookUp, propertyOf, resolve} from './script/scope.js'
import type {Expression} from './script/scope.js'

/** What tells what belongs to the library. */
export interface Handed {
  library: Library
  /** Parts of it that the script has put into objects: `this.knex = knex`, by the names of their properties. */
  stored: ReadonlyMap<string, Expression>
}

/** Settings and names, which nearly every library has. */
const data = /^(?:options|config|dialect|type|name|version|schemaName|database|constructor)$/

/** What awaits one of these goes on with something that sends. */
const opens = /^(?:transaction|startTransaction|startUnmanagedTransaction|createQueryRunner|getQueryInterface)$/

/** Whether an expression is the library's, or a part of it, such as `knex.schema`, that others can send with. */
export function isPart(expression: Expression, handed: Handed): boolean {
  const found = handedIn(chainOf(expression) ?? {root: expression, rootArgs: undefined, links: []}, handed)
  if (found === undefined) return false
  const {links, rootArgs} = found
  if (links.some(({name}) => data.test(name) || handed.library.data?.test(name) === true)) return false
  if (rootArgs === undefined && links.every(({args}) => args === undefined)) return true
  // A builder; what it has answered is rows.
  const isOpen = opens.test(links.at(-1)?.name ?? '')
  return isOpen || (handed.library.kept?.(links, rootArgs) !== undefined && !isAwaited(expression))
}

function isAwaited({node, scope}: Expression, depth = 0): boolean {
  if (node.type === 'AwaitExpression') return true
  const kept = node.type === 'Identifier' && depth < 20 ? lookUp(node.name, scope) : undefined
  return kept !== undefined && kept !== 'receiver' && isAwaited(kept, depth + 1)
}

/** Whether a part of the library is in an object or a list that is written out, too. */
export function holdsPart(expression: Expression, handed: Handed, depth = 0): boolean {
  if (isPart(expression, handed)) return true
  if (depth > 5) return false
  const {node, scope} = resolve(expression)
  if (node.type === 'SpreadElement') return holdsPart({node: node.argument, scope}, handed, depth + 1)
  const inside = elementsOf(expression) ?? entriesOf(resolve(expression))?.map(([, value]) => value) ?? []
  return inside.some((value) => holdsPart(value, handed, depth + 1))
}

/**
 * A chain as it goes on from what the library hands over, also by names that keep that or a part of it:
 * `const {schema} = knex`.
 *
 * @returns `undefined`: it begins elsewhere.
 */
export function handedIn(chain: Chain, handed: Handed, depth = 0): Chain | undefined {
  const found = begunIn(chain, handed, depth)
  return found && goneOn(found, handed.library)
}

function begunIn(chain: Chain, handed: Handed, depth: number): Chain | undefined {
  const {links, root, rootArgs} = chain
  const {scope} = root
  const node = bare(root.node)
  // A name that stands for itself, in a script that will not run.
  if (depth > 20) return undefined
  const from = (other: Expression): Chain | undefined => handedIn({...chain, root: other}, handed, depth + 1)
  // One of them, whatever decides.
  if (node.type === 'LogicalExpression') return from({node: node.left, scope}) ?? from({node: node.right, scope})
  if (node.type === 'ConditionalExpression') {
    return from({node: node.consequent, scope}) ?? from({node: node.alternate, scope})
  }
  if (node.type === 'MemberExpression' || node.type === 'CallExpression') return fromChain(chain, handed, depth)
  const [first, ...rest] = links
  const stored = first && rootArgs === undefined ? handed.stored.get(first.name) : undefined
  const afterStored = (): Chain | undefined =>
    stored && handedIn({root: stored, rootArgs: first?.args, links: rest}, handed, depth + 1)
  if (node.type === 'ThisExpression') return afterStored()
  if (node.type !== 'Identifier') return undefined
  const bound = lookUp(node.name, scope)
  const isNamedSo = handed.library.receivers.includes(node.name)
  if (bound === 'receiver') return chain
  if (bound === undefined) return isNamedSo ? chain : afterStored()

  if (bare(bound.node).type === 'Identifier') {
    const other = from(bound)
    if (other) return other
  }
  const kept = resolve(root)
  if (/^(?:Logical|Conditional)Expression$/.test(kept.node.type)) return from(kept)
  const member = first && !rootArgs ? propertyOf(kept, first.name) : undefined
  if (first && member) {
    return handedIn({root: member, rootArgs: first.args, links: rest}, handed, depth + 1)
  }
  const before = fromChain({...chain, root: kept}, handed, depth)
  if (before) return before
  // A client that the script makes, or takes from another one: nothing but its name tells.
  const isMade = kept.node.type === 'NewExpression' || kept.node.type === 'CallExpression'
  return isNamedSo && (isMade || kept.node.type === 'MemberExpression') ? chain : afterStored()
}

/** What is called on an expression that is itself a chain of the library. */
function fromChain(chain: Chain, handed: Handed, depth: number): Chain | undefined {
  const begun = chainOf(chain.root)
  const before = begun && handedIn(begun, handed, depth + 1)
  return before && goingOn(before, chain, handed.library)
}

/** `knex.schema` kept as `schema`, and `schema.dropTable(…)`: the two as one. */
function goingOn(before: Chain, {links, root, rootArgs}: Chain, library: Library): Chain | undefined {
  const isBound = before.links.at(-1)?.name === 'bind'
  const own = isBound ? before.links.slice(0, -1) : before.links
  const isCalled = before.rootArgs !== undefined || own.some(({args}) => args !== undefined)
  const kept = isCalled ? library.kept?.(own, before.rootArgs) : own
  const last = kept?.at(-1)
  if (kept === undefined) return undefined
  if (rootArgs === undefined) return {...withoutCalls(before, kept), links: [...kept, ...links]}
  if (last === undefined || last.args !== undefined) return {...before, rootArgs, links}
  return {...before, links: [...kept.slice(0, -1), {...last, args: rootArgs, node: root.node}, ...links]}
}

/** `sequelize.getQueryInterface().dropTable(…)` in one: from the last link that hands over the whole library again. */
function goneOn(chain: Chain, library: Library): Chain {
  for (let at = chain.links.length - 2; at >= 0; at--) {
    if (chain.links[at]?.args === undefined) continue
    const before = chain.links.slice(0, at + 1)
    if (library.kept?.(before, chain.rootArgs)?.length === 0 && chain.rootArgs === undefined) {
      return {...chain, links: chain.links.slice(at + 1)}
    }
  }
  return chain
}

function withoutCalls(before: Chain, kept: readonly Link[]): Chain {
  return kept.length === 0 && before.links.length > 0 ? {...before, rootArgs: undefined} : before
}
