/** Reading the trees of libpg-query: plain objects `{NodeName: {field: …}}`. */

export type Fields = Readonly<Record<string, unknown>>

/** Name and fields of a node; `undefined` for what is none. */
export function nodeOf(tree: unknown): [name: string, fields: Fields] | undefined {
  if (!isRecord(tree)) return undefined
  const entry = Object.entries(tree)[0]
  return entry && isRecord(entry[1]) ? [entry[0], entry[1]] : undefined
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** The strings of a list of `String` nodes: a qualified name. */
export function nameParts(value: unknown): string[] {
  return listOf(value).flatMap((part) => {
    const node = nodeOf(part)
    return node?.[0] === 'String' && typeof node[1].sval === 'string' ? [node[1].sval] : []
  })
}

/** Call a function for each node of a tree, parents first. */
export function walk(tree: unknown, visit: (name: string, fields: Fields) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree as readonly unknown[]) walk(item, visit)
    return
  }
  if (!isRecord(tree)) return
  for (const [name, value] of Object.entries(tree)) {
    if (isRecord(value) && /^[A-Z]/.test(name)) visit(name, value)
    walk(value, visit)
  }
}

/** The column of a plain reference, also `table.column`; `undefined` for anything else. */
export function columnOf(tree: unknown): string | undefined {
  const node = nodeOf(tree)
  return node?.[0] === 'ColumnRef' ? nameParts(node[1].fields).at(-1) : undefined
}

/** Names of all columns in an expression; `*` where the whole row is meant. */
export function columnsIn(tree: unknown): Set<string> {
  const columns = new Set<string>()
  walk(tree, (name, fields) => {
    if (name !== 'ColumnRef') return
    columns.add(nameParts(fields.fields).at(-1) ?? '*')
  })
  return columns
}

/** The value of a constant as text; `null` for NULL; `undefined` for what is no constant. */
export function constantOf(tree: unknown): string | null | undefined {
  const node = nodeOf(tree)
  if (node?.[0] === 'A_Const') {
    const {isnull, ival, fval, sval, boolval} = node[1]
    if (isnull === true) return null
    if (isRecord(ival)) return String(typeof ival.ival === 'number' ? ival.ival : 0)
    if (isRecord(fval) && typeof fval.fval === 'string') return fval.fval
    if (isRecord(sval)) return typeof sval.sval === 'string' ? sval.sval : ''
    if (isRecord(boolval)) return boolval.boolval === true ? 'true' : 'false'
    return undefined
  }
  if (node?.[0] === 'TypeCast') return constantOf(node[1].arg)
  if (node?.[0] === 'A_Expr' && node[1].lexpr === undefined && nameParts(node[1].name).at(-1) === '-') {
    const value = constantOf(node[1].rexpr)
    return typeof value === 'string' && /^[\d.]/.test(value) ? `-${value}` : undefined
  }
  return undefined
}

/** Two trees that say the same, wherever they stand in the text. */
export function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, withoutPlace) === JSON.stringify(b, withoutPlace)
}

const withoutPlace = (key: string, value: unknown): unknown => (key === 'location' ? undefined : value)

/** A type's name as written in a tree: without `pg_catalog`, with modifiers as text and array bounds. */
export interface TreeType {
  schema: string | undefined
  name: string
  modifiers: string[]
  arrayDimensions: number
}

export function typeOf(tree: unknown): TreeType | undefined {
  if (!isRecord(tree)) return undefined
  const fields = nodeOf(tree)?.[0] === 'TypeName' ? nodeOf(tree)?.[1] : tree
  const parts = nameParts(fields?.names)
  const name = parts.at(-1)
  if (fields === undefined || name === undefined) return undefined
  const schema = parts.length > 1 && parts[0] !== 'pg_catalog' ? parts[0] : undefined
  return {
    schema,
    name,
    modifiers: listOf(fields.typmods).map((modifier) => constantOf(modifier) ?? ''),
    arrayDimensions: listOf(fields.arrayBounds).length
  }
}
