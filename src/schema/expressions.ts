/** The columns in expressions: which they are, and following a rename. */
import type {Expression} from '../operations/definitions.js'

type Node = Record<string, unknown>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

/** The column that a `ColumnRef` of libpg-query names; `undefined` for `*` and for whole rows. */
function columnOf(reference: unknown): string | undefined {
  if (!isNode(reference) || !Array.isArray(reference['fields'])) return undefined
  const last: unknown = reference['fields'].at(-1)
  if (!isNode(last) || !isNode(last['String'])) return undefined
  const {sval} = last['String']
  return typeof sval === 'string' ? sval : undefined
}

function collect(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found)
  } else if (isNode(node)) {
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'ColumnRef') collect(value, found)
      else {
        const column = columnOf(value)
        if (column !== undefined) found.add(column)
      }
    }
  }
}

/** Tokens of SQL text that matter here: strings are skipped, quoted and bare words may be names. */
const tokens = /'(?:[^'\\]|''|\\.)*'|`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|[\p{L}_$][\p{L}\p{N}_$]*(?!\s*\()/gsu

function unquote(token: string): string {
  if (token.startsWith('`')) return token.slice(1, -1).replaceAll('``', '`')
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"')
  return token
}

/** Columns that an expression uses, in the order in which the table has them. */
export function columnsUsed(expression: Expression, columns: ReadonlyArray<{name: string}>): string[] {
  const found = new Set<string>()
  if (expression.tree !== undefined) {
    collect(expression.tree, found)
    return columns.filter(({name}) => found.has(name)).map(({name}) => name)
  }
  for (const [token] of expression.text.matchAll(tokens)) {
    if (!token.startsWith("'")) found.add(unquote(token).toLowerCase())
  }
  return columns.filter(({name}) => found.has(name.toLowerCase())).map(({name}) => name)
}

function renameInTree(node: unknown, from: string, to: string): unknown {
  if (Array.isArray(node)) return node.map((item) => renameInTree(item, from, to))
  if (!isNode(node)) return node
  if (isNode(node['ColumnRef']) && columnOf(node['ColumnRef']) === from) {
    const fields = (node['ColumnRef']['fields'] as unknown[]).slice(0, -1)
    return {...node, ColumnRef: {...node['ColumnRef'], fields: [...fields, {String: {sval: to}}]}}
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, renameInTree(value, from, to)]))
}

function quoteLike(token: string, name: string, quotes: boolean): string {
  if (token.startsWith('`')) return '`' + name.replaceAll('`', '``') + '`'
  if (token.startsWith('"') || (quotes && !/^[a-z_][a-z0-9_$]*$/.test(name))) return `"${name.replaceAll('"', '""')}"`
  return name
}

/** The expression as the server has it after a column of its table got another name. */
export function renameColumnIn(expression: Expression, from: string, to: string): Expression {
  const {tree} = expression
  const wanted = tree === undefined ? from.toLowerCase() : from
  const text = expression.text.replace(tokens, (token: string) => {
    if (token.startsWith("'")) return token
    const name = tree === undefined ? unquote(token).toLowerCase() : unquote(token)
    return name === wanted ? quoteLike(token, to, tree !== undefined) : token
  })
  return tree === undefined ? {...expression, text} : {...expression, text, tree: renameInTree(tree, from, to)}
}
