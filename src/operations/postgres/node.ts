/** Typed access to the trees of libpg-query. */
import type {Node} from 'libpg-query'

type KeysOf<Union> = Union extends unknown ? keyof Union : never
type ValueOf<Union, Key extends PropertyKey> = Union extends Record<Key, infer Value> ? Value : never

/** Names of the kinds of nodes. */
export type NodeKind = KeysOf<Node>
/** The fields of a kind of node. */
export type Fields<Kind extends NodeKind> = ValueOf<Node, Kind>

/** The fields of a node, if it is of that kind. */
export function as<Kind extends NodeKind>(node: Node | undefined, kind: Kind): Fields<Kind> | undefined {
  return node && kind in node ? (node as Record<Kind, Fields<Kind>>)[kind] : undefined
}

/** The fields of all nodes of a list that are of a kind. */
export function allOf<Kind extends NodeKind>(nodes: readonly Node[] | undefined, kind: Kind): Array<Fields<Kind>> {
  const found: Array<Fields<Kind>> = []
  for (const node of nodes ?? []) {
    const fields = as(node, kind)
    if (fields) found.push(fields)
  }
  return found
}

/** The strings of a list of `String` nodes. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return allOf(nodes, 'String').map(({sval}) => sval ?? '')
}

/** The items of a `List`, or the node alone. */
export function itemsOf(node: Node | undefined): Node[] {
  if (!node) return []
  return as(node, 'List')?.items ?? (as(node, 'List') ? [] : [node])
}

/** The kind of a node and its fields. */
export function entryOf(node: Node): {kind: string; fields: object} {
  for (const [kind, fields] of Object.entries(node)) return {kind, fields: fields}
  return {kind: '', fields: {}}
}
