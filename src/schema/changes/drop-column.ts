/** Dropping a column, with what goes or changes with it. */
import {columnsUsed} from '../expressions.js'
import {sameName} from '../lookup.js'
import type {Index, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {removeSequence, storeTable} from '../store.js'
import {indexUses} from './column-references.js'
import type {Context} from './context.js'
import {withoutConstraints} from './drop-table.js'

/** PostgreSQL: constraints and indexes that use the column go, and columns that are generated from it. */
export function dropPostgresColumn(context: Context, table: Table, column: string): Table {
  const generated = table.columns.filter(
    (each) => each.generated && columnsUsed(each.generated.expression, [{name: column}]).length > 0
  )
  const gone = new Set([column, ...generated.map(({name}) => name)])
  const reduced = withoutConstraints(
    table,
    ({columns, include = []}) => columns.some((name) => gone.has(name)) || include.some((name) => gone.has(name))
  )
  return {
    ...reduced,
    // Their numbers are not given out again.
    droppedColumns: (table.droppedColumns ?? 0) + gone.size,
    columns: reduced.columns.filter(({name}) => !gone.has(name)),
    indexes: reduced.indexes.filter((index) => ![...gone].some((name) => indexUses(context, index, name)))
  }
}

/** The foreign keys of other tables to a dropped column go, and the sequence that it owned. */
export function dropColumnElsewhere({catalog}: Context, table: Table, column: string): void {
  const key = keyOf(table)
  for (const other of catalog.referencing.get(key) ?? []) {
    const referencing = catalog.tables.get(keyOf(other))
    if (!referencing) continue
    storeTable(
      catalog,
      withoutConstraints(
        referencing,
        ({references}) =>
          references !== undefined && keyOf(references.table) === key && references.columns.includes(column)
      )
    )
  }
  for (const name of catalog.ownedSequences.get(key) ?? []) {
    if (catalog.sequences.get(keyOf(name))?.ownedBy?.column === column) removeSequence(catalog, name)
  }
}

/**
 * MySQL: the column leaves its indexes, and one that has no other column goes.
 *
 * @param isAddedAgain By the same statement: indexes keep their place for the new one.
 */
export function dropMysqlColumn(context: Context, table: Table, column: string, isAddedAgain: boolean): Table {
  const is = (name: string | undefined) => name !== undefined && sameName(context.dialect, name, column)
  const indexes = table.indexes.flatMap((index): Index[] => {
    if (isAddedAgain) return [index]
    const elements = index.elements.filter((element) => !is(element.column))
    if (elements.length === index.elements.length) return [index]
    return elements.length === 0 ? [] : [{...index, elements}]
  })
  const kept = new Set(indexes.map(({name}) => name))
  const constraints = table.constraints.flatMap((constraint) => {
    if (!constraint.columns.some(is)) return [constraint]
    const isKey = constraint.type === 'primary-key' || constraint.type === 'unique'
    if (!isKey || constraint.indexName === undefined || !kept.has(constraint.indexName)) return []
    if (isAddedAgain) return [constraint]
    return [{...constraint, columns: constraint.columns.filter((name) => !is(name))}]
  })
  const stored = table.columns.some(({generated, name}) => is(name) && (!generated || generated.storage === 'stored'))
  return {
    ...table,
    // Until the table is rebuilt, by this statement perhaps.
    ...(stored && {droppedColumns: (table.droppedColumns ?? 0) + 1}),
    columns: table.columns.filter(({name}) => !is(name)),
    constraints,
    indexes
  }
}
