/** What a statement reads and writes, as the tree of node-sql-parser has it. */
import type {Cursor} from '../../../parse/mysql/cursor.js'
import type {Tree} from '../../../parse/mysql/query/parse.js'
import {isTree, parseQuery} from '../../../parse/mysql/query/parse.js'
import type {Name} from '../../definitions.js'
import {isDual} from './query.js'
import type {TableReference} from './tables.js'
import {resolveReference} from './tables.js'

/** How many rows at most, and after how many; as text. */
export interface Limit {
  limit?: string
  offset?: string
}

/** What a query is, whoever reads it. */
export interface QueryStructure extends Limit {
  /** Relations in `FROM` and `JOIN`, of sub-queries too, without common tables. */
  reads: Name[]
}

/** What an `UPDATE` or `DELETE` is, whoever reads it. */
export interface WriteStructure extends QueryStructure {
  /** Tables of which `DELETE` removes rows. */
  targets: Name[]
  /** Columns that `UPDATE` sets, in their order. */
  sets: Array<{table: Name; column: string}>
  where: boolean
  orderBy: boolean
}

/** Read a query by its tree; `undefined` where there is none. */
export function parseQueryStructure(cursor: Cursor, from: number, to: number): QueryStructure | undefined {
  const tree = parseQuery(cursor, from, to)
  if (tree?.['type'] !== 'select') return undefined
  return {reads: readsOf(tree), ...limitOf(cursor, lastOf(tree))}
}

/** Read a whole `UPDATE` or `DELETE`, with its `WITH`, by its tree; `undefined` where there is none. */
export function parseWriteStructure(cursor: Cursor, type: 'update' | 'delete'): WriteStructure | undefined {
  const tree = parseQuery(cursor, 0, cursor.tokens.length)
  if (tree?.['type'] !== type) return undefined
  const references = referencesOf(tree[type === 'update' ? 'table' : 'from'])
  return {
    reads: readsOf(tree),
    targets: type === 'delete' ? namesOf(tree['table']).map((name) => resolveReference(references, name)) : [],
    sets: type === 'update' ? setsOf(tree, references) : [],
    where: isTree(tree['where']),
    orderBy: isTree(tree['orderby']),
    ...limitOf(cursor, tree)
  }
}

/** Of queries in a `UNION`, the last has the limit of all, unless each has parentheses. */
function lastOf(tree: Tree): Tree {
  let last = tree
  while (isTree(last['_next'])) last = last['_next']
  if (last !== tree && last['parentheses_symbol'] === true) return {limit: tree['_limit']}
  return last
}

function limitOf(cursor: Cursor, {limit}: Tree): Limit {
  if (!isTree(limit) || !Array.isArray(limit['value'])) return {}
  const [first, second] = limit['value'].map((value: unknown) => textOf(cursor, value))
  if (first === undefined) return {}
  if (second === undefined) return {limit: first}
  return limit['seperator'] === ',' ? {limit: second, offset: first} : {limit: first, offset: second}
}

/** Numbers of the tree are those of their tokens. */
function textOf(cursor: Cursor, value: unknown): string | undefined {
  if (!isTree(value)) return undefined
  const token = typeof value['value'] === 'number' ? cursor.tokens[value['value']] : undefined
  return token ? cursor.textOf(token) : String(value['value'])
}

/** `UPDATE a JOIN b SET a.x = 1, y = 2`: a column without its table is one of the first. */
function setsOf(tree: Tree, references: readonly TableReference[]): WriteStructure['sets'] {
  const first = references[0]?.table ?? {name: ''}
  return itemsOf(tree['set']).map(({column, table}) => ({
    table: typeof table === 'string' ? resolveReference(references, {name: table}) : first,
    column: String(column)
  }))
}

function itemsOf(value: unknown): Tree[] {
  return Array.isArray(value) ? value.filter(isTree) : []
}

function namesOf(value: unknown): Name[] {
  return itemsOf(value).flatMap((item) => nameOf(item) ?? [])
}

function nameOf({db, table}: Tree): Name | undefined {
  if (typeof table !== 'string') return undefined
  return typeof db === 'string' ? {schema: db, name: table} : {name: table}
}

function referencesOf(value: unknown): TableReference[] {
  return itemsOf(value).flatMap((item) => {
    const table = nameOf(item)
    return table ? [{table, alias: typeof item['as'] === 'string' ? item['as'] : table.name}] : []
  })
}

function readsOf(tree: Tree): Name[] {
  const reads = new Map<string, Name>()
  collect(tree, new Set(), reads)
  return [...reads.values()]
}

/**
 * Walk through the tree; a common table is known to the queries after it, and to its own if it is recursive:
 * https://dev.mysql.com/doc/refman/9.7/en/with.html
 */
function collect(value: unknown, outer: ReadonlySet<string>, reads: Map<string, Name>): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, outer, reads)
    return
  }
  if (!isTree(value)) return
  const common = new Set(outer)
  const definitions = itemsOf(value['with'])
  const recursive = definitions.some((definition) => definition['recursive'] === true)
  for (const {name, stmt} of definitions) {
    const word = isTree(name) ? String(name['value']).toLowerCase() : ''
    if (recursive) common.add(word)
    collect(stmt, common, reads)
    common.add(word)
  }
  for (const [key, part] of Object.entries(value)) {
    if (key === 'with') continue
    // In their order: a sub-query between two tables is read between them.
    if (key === 'from' || (key === 'table' && value['type'] === 'update')) {
      for (const item of itemsOf(part)) {
        const name = nameOf(item)
        if (name) addRead(name, common, reads)
        collect(item, common, reads)
      }
    } else collect(part, common, reads)
  }
}

function addRead(name: Name, common: ReadonlySet<string>, reads: Map<string, Name>): void {
  if (isDual(name) || (name.schema === undefined && common.has(name.name.toLowerCase()))) return
  reads.set(`${name.schema ?? ''}\0${name.name}`, name)
}
