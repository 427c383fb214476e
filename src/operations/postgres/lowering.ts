import type {Operation, OperationFields, OperationKind} from '../operation.js'
import type {Range} from '../../parse/source.js'
import type {Source} from './source.js'

/** Turns the fields of one kind of node into operations. */
export type Lowering<Node> = (node: Node, source: Source) => Operation[]

/** Make an operation. */
export function operation<Kind extends OperationKind>(
  kind: Kind,
  range: Range,
  fields: OperationFields[Kind]
): Operation {
  // One object shape for all: the union cannot be built from its parts without saying so.
  return {kind, range, ...fields} as unknown as Operation
}

/** `{ifExists: true}` and `{cascade: true}` where they are written, as most `DROP`s and `ALTER`s have them. */
export function existing(node: {missing_ok?: boolean; behavior?: string}): {ifExists?: boolean; cascade?: boolean} {
  const result: {ifExists?: boolean; cascade?: boolean} = {}
  if (node.missing_ok) result.ifExists = true
  if (node.behavior === 'DROP_CASCADE') result.cascade = true
  return result
}
