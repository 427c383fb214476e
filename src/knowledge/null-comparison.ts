import type {Expression} from '../operations/definitions.js'

type Node = Record<string, unknown>

const comparing = new Set(['=', '<>', '!='])

/** Whether an expression compares something with the word `NULL`, which is neither true nor false. */
export function comparesWithNull({text, tree}: Expression): boolean {
  if (tree !== undefined) return comparesInTree(tree)
  const bare = text.replace(/'(?:[^'\\]|''|\\.)*'|`[^`]*`|"(?:[^"\\]|\\.)*"/g, "''")
  return /(?:<>|!=|(?<![<>!:])=)\s*null\b/i.test(bare)
}

function comparesInTree(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(comparesInTree)
  if (typeof node !== 'object' || node === null) return false
  const {A_Expr: comparison} = node as {A_Expr?: Node}
  // The list of SET is no comparison; only conditions come here.
  if (comparison?.['kind'] === 'AEXPR_OP' && comparing.has(operatorOf(comparison))) {
    if (isNull(comparison['lexpr']) || isNull(comparison['rexpr'])) return true
  }
  return Object.values(node).some(comparesInTree)
}

function operatorOf({name}: Node): string {
  const [last] = Array.isArray(name) ? (name as Array<{String?: {sval?: string}}>).slice(-1) : []
  return last?.String?.sval ?? ''
}

function isNull(node: unknown): boolean {
  const constant = (node as {A_Const?: {isnull?: boolean}} | undefined)?.A_Const
  return constant?.isnull === true
}
