/** Creating, dropping, renaming and altering indexes. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {relationExists, sameName} from '../lookup.js'
import type {Index, ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {addIndex as addMysqlIndex} from '../mysql/keys.js'
import {chooseIndexName, makeIndex, recurseIndex} from '../postgres/indexes.js'
import {storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {editTable, findOrAssume, resolveRelation} from './context.js'
import {moveTable} from './move-table.js'
import {dropReferences, withoutConstraints} from './drop-table.js'

type IndexKinds = Extract<keyof Handlers, `index.${string}`>

/** The table of an index: named by the statement on MySQL, found by the index on PostgreSQL. */
function tableOf(context: Context, index: Name, table: Name | undefined): Table | undefined {
  if (table && context.dialect !== 'postgres') return findOrAssume(context, table)
  const owner = context.catalog.indexes.get(keyOf(resolveRelation(context, index)))
  return owner && context.catalog.tables.get(keyOf(owner))
}

function editIndex(context: Context, table: Table, name: string, edit: (index: Index) => Index): Table {
  const indexes = table.indexes.map((index) => (sameName(context.dialect, index.name, name) ? edit(index) : index))
  return {...table, indexes}
}

function createIndex(operation: Operation<'index.create'>, context: Context): void {
  const {ifNotExists, index: definition, only, orReplace, table: written} = operation
  const table = findOrAssume(context, written)
  if (!table) return
  const {name} = definition
  if (context.dialect !== 'postgres') {
    const exists = table.indexes.some((index) => name !== undefined && sameName(context.dialect, index.name, name))
    if (exists && ifNotExists === true) return
    const before = exists && orReplace === true && name !== undefined ? dropIndexOf(context, table, name) : table
    storeTable(context.catalog, addMysqlIndex(context, before, definition))
    return
  }
  if (name !== undefined && relationExists(context.catalog, {schema: table.schema, name})) {
    if (ifNotExists === true) return
    dropIndex(context, {schema: table.schema, name})
  }
  const current = context.catalog.tables.get(keyOf(table)) ?? table
  const index = makeIndex(name ?? chooseIndexName(context, current, definition), definition)
  const hasPartitions = current.kind === 'partitioned-table' && context.catalog.children.has(keyOf(current))
  const made = {...index, valid: only !== true || !hasPartitions}
  storeTable(context.catalog, {...current, indexes: [...current.indexes, made]})
  if (only !== true && hasPartitions) recurseIndex(context, current, made)
}

/** Drop an index and its parts in partitions, with the constraint that owns it. */
function dropIndex(context: Context, name: ObjectName): void {
  const owner = context.catalog.indexes.get(keyOf(name))
  const table = owner && context.catalog.tables.get(keyOf(owner))
  if (table) storeTable(context.catalog, dropIndexOf(context, table, name.name))
}

/** A table without one of its indexes; the partitions lose their parts of it. */
export function dropIndexOf(context: Context, table: Table, name: string): Table {
  const index = table.indexes.find((each) => sameName(context.dialect, each.name, name))
  if (!index) return table
  for (const child of index.parent || table.partitionBy ? (context.catalog.children.get(keyOf(table)) ?? []) : []) {
    const partition = context.catalog.tables.get(keyOf(child))
    const part = partition?.indexes.find(({parent}) => parent?.name === index.name && parent.schema === table.schema)
    if (partition && part) storeTable(context.catalog, dropIndexOf(context, partition, part.name))
  }
  const reduced = withoutConstraints(table, (constraint) => constraint.name === index.constraint)
  return {...reduced, indexes: reduced.indexes.filter((each) => each !== index)}
}

/** A constraint has the name of its index; parts in partitions follow the name of their parent. */
export function renameIndex(context: Context, name: ObjectName, to: string): void {
  const owner = context.catalog.indexes.get(keyOf(name))
  const table = owner && context.catalog.tables.get(keyOf(owner))
  if (!table) return
  storeTable(context.catalog, renameIndexOf(context, table, name.name, to))
  for (const child of context.catalog.children.get(keyOf(table)) ?? []) {
    const partition = context.catalog.tables.get(keyOf(child))
    if (!partition?.indexes.some(({parent}) => parent?.name === name.name)) continue
    const indexes = partition.indexes.map((index) =>
      index.parent?.name === name.name ? {...index, parent: {schema: table.schema, name: to}} : index
    )
    storeTable(context.catalog, {...partition, indexes})
  }
}

/** A table with one of its indexes under another name, and the constraint that owns it. */
export function renameIndexOf(context: Context, table: Table, name: string, to: string): Table {
  const index = table.indexes.find((each) => sameName(context.dialect, each.name, name))
  if (!index) return table
  const constraints = table.constraints.map((constraint) =>
    constraint.name === index.constraint ? {...constraint, name: to, indexName: to} : constraint
  )
  return editIndex(context, {...table, constraints}, name, (each) => ({
    ...each,
    name: to,
    ...(each.constraint !== undefined && {constraint: to}),
    // MySQL: a name that somebody gave makes it theirs.
    automatic: undefined
  }))
}

function attachPartition(context: Context, {index, partition}: Operation<'index.attach-partition'>): void {
  const parent = resolveRelation(context, index)
  const part = resolveRelation(context, partition)
  const table = tableOf(context, partition, undefined)
  if (!table) return
  storeTable(
    context.catalog,
    editIndex(context, table, part.name, (each) => ({...each, parent}))
  )
  const owner = tableOf(context, index, undefined)
  if (!owner) return
  const complete = (context.catalog.children.get(keyOf(owner)) ?? []).every((name) =>
    context.catalog.tables
      .get(keyOf(name))
      ?.indexes.some((each) => each.parent?.name === parent.name && each.parent.schema === parent.schema)
  )
  if (complete)
    storeTable(
      context.catalog,
      editIndex(context, owner, parent.name, (each) => ({...each, valid: true}))
    )
}

export const indexChanges: Pick<Handlers, IndexKinds> = {
  'index.create': createIndex,
  'index.drop': ({cascade, index, table: written}, context) => {
    const table = tableOf(context, index, written)
    if (context.dialect === 'postgres') {
      if (table && cascade === true) dropReferences(context, table, index.name)
      dropIndex(context, resolveRelation(context, index))
      return
    }
    if (table) storeTable(context.catalog, dropIndexOf(context, table, index.name))
  },
  'index.rename': ({index, table: written, to}, context) => {
    if (context.dialect === 'postgres') {
      const name = resolveRelation(context, index)
      const table = context.catalog.tables.get(keyOf(name))
      // `ALTER INDEX t RENAME` renames a table too.
      if (table) moveTable(context, table, {schema: table.schema, name: to})
      else renameIndex(context, name, to)
      return
    }
    const table = tableOf(context, index, written)
    if (table) storeTable(context.catalog, renameIndexOf(context, table, index.name, to))
  },
  'index.reindex': ({name, target}, context) => {
    if (!name || (target !== 'index' && target !== 'table')) return
    const table =
      target === 'table' ? context.session.findTable(context.catalog, name) : tableOf(context, name, undefined)
    if (!table) return
    // It mends what a failed concurrent build left behind.
    const indexes = table.indexes.map((index) =>
      (target === 'table' || index.name === name.name) && !table.partitionBy ? {...index, valid: true} : index
    )
    storeTable(context.catalog, {...table, indexes})
  },
  'index.set-visibility': ({index, invisible, table}, context) => {
    editTable(context, table, (before) =>
      editIndex(context, before, index, (each) => ({...each, invisible: invisible || undefined}))
    )
  },
  'index.attach-partition': (operation, context) => attachPartition(context, operation),
  'index.set-tablespace': ({index, tablespace}, context) => {
    const table = tableOf(context, index, undefined)
    if (!table) return
    const edit = (each: Index): Index => ({...each, options: {...each.options, tablespace}})
    storeTable(context.catalog, editIndex(context, table, index.name, edit))
  },
  'index.set-parameters': ({index, parameters, reset}, context) => {
    const table = tableOf(context, index, undefined)
    if (!table) return
    const edit = (each: Index): Index => {
      const kept = Object.entries(each.options ?? {}).filter(([option]) => !(option in parameters))
      return {...each, options: {...Object.fromEntries(kept), ...(reset === true ? {} : parameters)}}
    }
    storeTable(context.catalog, editIndex(context, table, index.name, edit))
  },
  'index.set-statistics': () => undefined,
  'index.depends-on-extension': () => undefined
}
