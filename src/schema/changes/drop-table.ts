/** Dropping tables and views, with what goes or changes with them. */
import type {Constraint, ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {referencedIndex} from '../postgres/referenced-index.js'
import {removeSequence, removeTable, storeTable} from '../store.js'
import type {Context} from './context.js'

/** Take constraints out of a table, with the indexes behind them. */
export function withoutConstraints(table: Table, drops: (constraint: Constraint) => boolean): Table {
  const dropped = new Set(table.constraints.filter(drops).map(({name}) => name))
  if (dropped.size === 0) return table
  return {
    ...table,
    constraints: table.constraints.filter(({name}) => !dropped.has(name)),
    indexes: table.indexes.filter(({constraint}) => constraint === undefined || !dropped.has(constraint))
  }
}

/** Foreign keys that depend on an index of the table go with it. */
export function dropReferences({catalog}: Context, table: Table, index: string): void {
  for (const name of catalog.referencing.get(keyOf(table)) ?? []) {
    const other = catalog.tables.get(keyOf(name))
    if (!other) continue
    const depends = (constraint: Constraint): boolean =>
      constraint.references !== undefined &&
      keyOf(constraint.references.table) === keyOf(table) &&
      referencedIndex(constraint, table)?.name === index
    storeTable(catalog, withoutConstraints(other, depends))
  }
}

/**
 * Drop a table or view. On PostgreSQL the partitions, children and views that hang on it go too, and
 * the foreign keys that reference it: a statement without `CASCADE` succeeds only where there are none.
 * MySQL keeps them dangling.
 */
export function dropTable(context: Context, name: ObjectName): void {
  const {catalog, dialect} = context
  const key = keyOf(name)
  const table = catalog.tables.get(key)
  if (!table) return
  removeTable(catalog, table)
  for (const sequence of catalog.ownedSequences.get(key) ?? []) removeSequence(catalog, sequence)
  if (dialect !== 'postgres') return

  for (const child of catalog.children.get(key) ?? []) dropTable(context, child)
  for (const view of catalog.readers.get(key) ?? []) dropTable(context, view)
  for (const other of catalog.referencing.get(key) ?? []) {
    const referencing = catalog.tables.get(keyOf(other))
    if (referencing) {
      storeTable(
        catalog,
        withoutConstraints(referencing, ({references}) => references !== undefined && keyOf(references.table) === key)
      )
    }
  }
}
