import type {Node} from '@babel/types'

const types = new Set(['typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'loc', 'extra', 'label'])

/** Words that name no variable, unless they are in brackets. */
const names = new Set(['key', 'property'])

/** What stands in a node, in order: without types, and names of properties. */
export function childrenOf(node: Node): Node[] {
  const isComputed = 'computed' in node && node.computed === true
  return Object.entries(node).flatMap(([key, value]) =>
    types.has(key) || (names.has(key) && !isComputed) ? [] : ([value].flat() as unknown[]).filter(isNode)
  )
}

/** What is awaited in an expression, but for functions in it. */
export function awaitedIn(node: Node): Node[] {
  if (/Function|ObjectMethod|Class/.test(node.type)) return []
  if (node.type === 'AwaitExpression') return [node]
  return childrenOf(node).flatMap(awaitedIn)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as {type?: unknown}).type === 'string'
}
