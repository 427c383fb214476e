import type {Catalog} from '../../schema/catalog.js'
import type {ObjectName, Table} from '../../schema/objects.js'
import {keyOf} from '../../schema/objects.js'

/** A partition with the level above it. */
export interface Partition {
  table: Table
  parent: Table
}

/** All partitions below a table, parents first; those that the catalog does not know are left out. */
export function partitionsOf(parent: Table, catalog: Catalog): Partition[] {
  return childrenOf(parent, catalog).flatMap((table) => [{table, parent}, ...partitionsOf(table, catalog)])
}

/** The partitions that hold rows. */
export function leavesOf(table: Table, catalog: Catalog): Table[] {
  if (table.kind !== 'partitioned-table') return [table]
  return partitionsOf(table, catalog)
    .map((partition) => partition.table)
    .filter(({kind}) => kind === 'table')
}

/** The partition that takes what no other one does. */
export function defaultPartitionOf(parent: ObjectName, catalog: Catalog): Table | undefined {
  return childrenOf(parent, catalog).find(({partitionOf}) => partitionOf?.bound.default === true)
}

function childrenOf(parent: ObjectName, catalog: Catalog): Table[] {
  return (catalog.children.get(keyOf(parent)) ?? []).flatMap((name) => {
    const table = catalog.tables.get(keyOf(name))
    return table?.partitionOf && keyOf(table.partitionOf.parent) === keyOf(parent) ? [table] : []
  })
}
