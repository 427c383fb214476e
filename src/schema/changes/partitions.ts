/** Partitions: attaching and detaching on PostgreSQL, the list of names on MySQL. */
import type {PartitionBy} from '../../operations/definitions.js'
import type {Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {forgetPartitionRows, replacePartitionRows} from '../mysql/partition-rows.js'
import {becomePartition} from '../postgres/inheritance.js'
import {storeTable} from '../store.js'
import type {Context, Handlers} from './context.js'
import {editTable, emptyTable, findOrAssume, resolveTable} from './context.js'
import {dropTable} from './drop-table.js'

type PartitionKinds =
  Extract<keyof Handlers, `partition.${string}`> | 'table.partition-by' | 'table.remove-partitioning'

function editPartitions(
  context: Context,
  table: {schema?: string | undefined; name: string},
  edit: (names: readonly string[]) => string[]
): void {
  editTable(context, table, (before) => {
    const partitionBy: PartitionBy = before.partitionBy ?? {strategy: 'range', key: []}
    // What the new ones take is not kept: nothing is known of rows that come later.
    const {values: _values, ...kept} = partitionBy
    return {...before, partitionBy: {...kept, partitions: edit(kept.partitions ?? [])}}
  })
}

function without(names: readonly string[], gone: readonly string[]): string[] {
  const lower = new Set(gone.map((name) => name.toLowerCase()))
  return names.filter((name) => !lower.has(name.toLowerCase()))
}

function replaceNames(names: readonly string[], gone: readonly string[], into: readonly string[]): string[] {
  const position = names.findIndex((name) => name.toLowerCase() === gone[0]?.toLowerCase())
  const kept = without(names, gone)
  return position === -1 ? [...kept, ...into] : [...kept.slice(0, position), ...into, ...kept.slice(position)]
}

function changeCount(context: Context, table: {schema?: string | undefined; name: string}, difference: number): void {
  editTable(context, table, (before) =>
    before.partitionBy?.count === undefined
      ? before
      : {...before, partitionBy: {...before.partitionBy, count: before.partitionBy.count + difference}}
  )
}

/** A former partition keeps everything that its parent gave it, but for the triggers. */
function detached(table: Table): Table {
  const {partitionOf: _partitionOf, ...rest} = table
  return {
    ...rest,
    columns: table.columns.map((column) => ({...column, inherited: undefined})),
    constraints: table.constraints.map((constraint) => ({...constraint, inherited: undefined})),
    indexes: table.indexes.map((index) => ({...index, parent: undefined}))
  }
}

/** MariaDB: a partition leaves as a table of its own, with the columns and indexes of the whole. */
function convertToTable(context: Context, table: Table, name: {schema?: string | undefined; name: string}): void {
  const {partitionBy: _partitionBy, ...shape} = table
  const target = {schema: name.schema ?? table.schema, name: name.name}
  const fresh = emptyTable(target, context.migration)
  const constraints = shape.constraints.filter(({type}) => type !== 'foreign-key')
  storeTable(context.catalog, {...shape, ...target, constraints, triggers: [], createdBy: fresh.createdBy})
}

export const partitionChanges: Pick<Handlers, PartitionKinds> = {
  'table.partition-by': ({partitionBy, table}, context) => {
    forgetPartitionRows(context, table)
    editTable(context, table, (before) => ({...before, partitionBy}))
  },
  'table.remove-partitioning': ({table}, context) => {
    forgetPartitionRows(context, table)
    editTable(context, table, ({partitionBy: _partitionBy, ...before}) => before)
  },
  'partition.attach': ({bound, partition, table}, context) => {
    const parent = findOrAssume(context, table)
    const child = findOrAssume(context, partition)
    if (!parent || !child) return
    if (!context.catalog.tables.has(keyOf(parent))) storeTable(context.catalog, {...parent, kind: 'partitioned-table'})
    const inheritedNames = new Set(parent.constraints.map(({name}) => name))
    const constraints = child.constraints.map((each) =>
      inheritedNames.has(each.name) && each.indexName === undefined && each.type !== 'foreign-key'
        ? {...each, inherited: true}
        : each
    )
    const columns = child.columns.map((column) => ({...column, inherited: true}))
    const attached = {...child, columns, constraints, partitionOf: {parent: resolveTable(context, table), bound}}
    storeTable(context.catalog, becomePartition(context, parent, attached))
  },
  'partition.detach': ({partition, table}, context) => {
    const parent = findOrAssume(context, table)
    const copied = new Set(parent?.triggers.map(({name}) => name))
    editTable(context, partition, (child) => ({
      ...detached(child),
      triggers: child.triggers.filter(({name, row}) => !row || !copied.has(name))
    }))
  },
  'partition.add': ({count, partitions, table}, context) => {
    if (count !== undefined) changeCount(context, table, count)
    if (partitions.length > 0) editPartitions(context, table, (names) => [...without(names, partitions), ...partitions])
  },
  'partition.drop': ({partitions, table}, context) => {
    replacePartitionRows(context, table, partitions)
    editPartitions(context, table, (names) => without(names, partitions))
  },
  'partition.reorganize': ({into, partitions, table}, context) => {
    if (partitions.length === 0) return
    replacePartitionRows(context, table, partitions, into)
    editPartitions(context, table, (names) => replaceNames(names, partitions, into))
  },
  'partition.coalesce': ({count, table}, context) => changeCount(context, table, -count),
  'partition.exchange': ({partition, table}, context) => {
    replacePartitionRows(context, table, [partition])
    editTable(context, table, (before) => before)
  },
  'partition.convert': ({direction, partition, table, with: other}, context) => {
    const found = findOrAssume(context, table)
    if (!found) return
    replacePartitionRows(context, table, [partition])
    if (direction === 'to-table') {
      convertToTable(context, found, other)
      editPartitions(context, table, (names) => without(names, [partition]))
    } else {
      editPartitions(context, table, (names) => [...names, partition])
      dropTable(context, resolveTable(context, other))
    }
  },
  'partition.maintain': ({action, table}, context) => {
    if (action === 'import') forgetPartitionRows(context, table)
    editTable(context, table, (before) => before)
  }
}
