/** Routines that no statement names: expressions of tables and views call them while rows are written, checked or read. */
import type {Expression} from '../../operations/definitions.js'
import type {CalledRoutine} from '../../schema/called-routines.js'
import {keyOf, type Index, type Table} from '../../schema/objects.js'
import {isCallable} from '../../schema/store.js'
import type {Effect} from '../effect.js'
import {isRecord, nameParts, walk} from './expressions/tree.js'
import {tableOf, targetOf, type Scene, type Target} from './look.js'
import {treeOf} from './roles/hierarchy.js'
import {targetsWritten} from './roles/named.js'
import {readThrough} from './roles/readers.js'

/**
 * What an operation calls so, as far as bodies are known.
 *
 * @param effects What the operation does by itself.
 * @param running Routines that run already, or have run.
 */
export function implicitCalls(scene: Scene, effects: readonly Effect[], running: Set<string>): CalledRoutine[] {
  const {callable, routines} = scene.catalog
  if (callable.size === 0) return []
  const found: CalledRoutine[] = []
  for (const called of functionsOf(scene, effects)) {
    for (const key of (callable.get(keyOf({schema: '', name: called})) ?? []).map(keyOf)) {
      if (running.has(key)) continue
      running.add(key)
      for (const {name, runs} of (routines.get(key) ?? []).filter(isCallable)) {
        if (runs) found.push({name, runs, perRow: true})
      }
    }
  }
  return found
}

function functionsOf(scene: Scene, effects: readonly Effect[]): Set<string> {
  const builds = isBuilt(effects)
  const tables = builds || asksTables(scene) ? concerned(scene) : []
  const trees = [...ownTrees(scene), ...tables.flatMap((table) => treesOf(table, scene, builds))]
  const names = new Set(trees.flatMap(calledIn))
  for (const {policyUses = [], rowSecurity, triggers} of tables) {
    if (rowSecurity === true) for (const {uses} of policyUses) for (const name of uses.functions) names.add(name)
    if (writes(scene)) for (const {whenCalls = []} of triggers) for (const name of whenCalls) names.add(name)
  }
  for (const {table} of viewsRead(scene)) for (const name of table?.uses?.functions ?? []) names.add(name)
  return names
}

/** Expressions are never changed in place: what one calls is looked up once. */
const calls = new WeakMap<object, readonly string[]>()

function calledIn(tree: unknown): readonly string[] {
  if (!isRecord(tree)) return []
  const known = calls.get(tree)
  if (known) return known
  const names: string[] = []
  walk(tree, (kind, fields) => {
    if (kind === 'FuncCall') names.push(...nameParts(fields.funcname).slice(-1))
  })
  calls.set(tree, names)
  return names
}

const isBuilt = (effects: readonly Effect[]): boolean =>
  effects.some(({rebuildsIndexes, rewrite}) => rewrite === 'table' || rebuildsIndexes.length > 0)

const writes = ({operation: {kind}}: Scene): boolean => /^rows\.(insert|copy|update|merge)$/.test(kind)

/**
 * Whether the operation meets rows one by one, beside those that it builds anew: a foreign key of rows that are there is
 * looked up by a query, to which policies apply where row security is forced.
 */
function asksTables({operation}: Scene): boolean {
  const {kind} = operation
  if (kind === 'constraint.add')
    return operation.constraint.type === 'foreign-key' && operation.constraint.notValid !== true
  if (kind === 'column.add') {
    const {constraints, default: value} = operation.column
    return value !== undefined && constraints.some(({type}) => type === 'foreign-key')
  }
  return kind.startsWith('rows.') || kind === 'constraint.validate'
}

/** Tables whose own expressions may be asked. */
function concerned(scene: Scene): Table[] {
  const {operation} = scene
  if (operation.kind === 'index.reindex') return reindexed(operation.name?.name, scene)
  if (tableOf(operation) === undefined) return []
  return targetsWritten(scene)
    .flatMap((target) => treeOf(target, scene))
    .flatMap(({table}) => table ?? [])
}

/** By the name of the table or of an index; of all tables where it is not one of these. */
function reindexed(name: string | undefined, {catalog}: Scene): Table[] {
  const found = [...catalog.tables.values()]
  const named = found.filter((table) => table.name === name || table.indexes.some((index) => index.name === name))
  return named.length > 0 ? named : found
}

/** Views that the operation reads, or fills, with those below them. */
function viewsRead(scene: Scene): Target[] {
  const {operation} = scene
  // A definition is not run.
  if (operation.kind === 'view.create' && !operation.materialized) return []
  const asked = operation.kind === 'table.create' ? operation.asQuery?.reads : 'reads' in operation && operation.reads
  const filled = operation.kind === 'view.refresh' ? [operation.view] : []
  const named = tableOf(operation)
  const below = readThrough([...(asked || []), ...(named && writes(scene) ? [named] : [])], scene)
  const refreshed = filled.map((name) => targetOf(scene, name))
  return [
    ...below,
    ...refreshed,
    ...readThrough(
      refreshed.flatMap(({table}) => [...(table?.reads ?? [])]),
      scene
    )
  ].filter(({table}) => table?.kind === 'view' || refreshed.some(({name}) => keyOf(name) === (table && keyOf(table))))
}

type Part = Expression | undefined

const partsOfIndex = ({elements, where}: Pick<Index, 'elements' | 'where'>): Part[] => [
  where,
  ...elements.map(({expression}) => expression)
]

/** Expressions of a table that are asked for the rows that the operation writes, or builds anew. */
function treesOf(table: Table, scene: Scene, builds: boolean): unknown[] {
  const {operation} = scene
  const isWritten = writes(scene)
  if (!isWritten && !builds && operation.kind !== 'constraint.validate') return []
  const inserts = operation.kind !== 'rows.update' && isWritten
  const given = 'columns' in operation && inserts ? (operation.columns as readonly string[] | undefined) : undefined
  const parts: Part[] = [
    ...table.columns.flatMap((column): Part[] => [
      inserts && given?.includes(column.name) !== true ? column.default : undefined,
      isWritten ? column.generated?.expression : undefined,
      ...(isWritten ? checksOfDomain(column.type, scene) : [])
    ]),
    ...table.constraints.map(({expression, name}) =>
      operation.kind !== 'constraint.validate' || operation.name === name ? expression : undefined
    ),
    ...(operation.kind === 'constraint.validate' ? [] : table.indexes.flatMap(partsOfIndex))
  ]
  return parts.flatMap((part) => part?.tree ?? [])
}

function checksOfDomain(type: Table['columns'][number]['type'], {catalog, session}: Scene): Part[] {
  if (!type) return []
  const name = session.resolve(
    {name: type.name, ...(type.schema !== undefined && {schema: type.schema})},
    (candidate) => catalog.types.has(keyOf(candidate))
  )
  const found = catalog.types.get(keyOf(name))
  return found?.kind === 'domain' ? found.constraints.map(({expression}) => expression) : []
}

/** Expressions that the statement itself brings, and that it asks for rows that are there. */
function ownTrees(scene: Scene): unknown[] {
  const {operation} = scene
  const parts = ((): Part[] => {
    switch (operation.kind) {
      case 'constraint.add':
      case 'domain.add-constraint':
        return operation.constraint.notValid === true ? [] : [operation.constraint.expression]
      case 'index.create':
        return partsOfIndex(operation.index)
      case 'column.add': {
        const {constraints, default: value, generated, type} = operation.column
        const own = constraints.map(({expression}) => expression)
        return [value, generated?.expression, ...own, ...checksOfDomain(type, scene)]
      }
      case 'column.set-type':
        return [operation.using, ...checksOfDomain(operation.type, scene)]
      default:
        return []
    }
  })()
  return parts.flatMap((part) => part?.tree ?? [])
}
