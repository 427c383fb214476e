/** Indexes that are built while others read and write. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {IndexOfTable} from '../../core/rules/dropped-index.js'
import type {IndexElement, Name} from '../../operations/definitions.js'
import {keyOf} from '../../schema/objects.js'
import type {Index, Table} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'
import {afterwards} from './after.js'
import {partitionsOf} from './partitions.js'
import {indexTailSql, objectOf} from './sql.js'

/** An index that is to be: `tail` is what stands after the table. */
export interface NewIndex {
  table: Name
  name: string
  unique: boolean
  tail: string
}

/** Build an index while others read and write. */
export function buildIndex({name, table, tail, unique}: NewIndex, view: RecipeView): Draft {
  const {schema, name: tableName} = objectOf(table, view)
  const index = {schema, name}
  const statement = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoteName(name)} ON ${quoteFullName(table)} ${tail}`
  return {
    phase: 'expand',
    kind: 'index-create-concurrently',
    title: `Build \`${name}\` while others read and write`,
    input: {statement, index, table: {schema, name: tableName}},
    undo: [`DROP INDEX CONCURRENTLY ${quoteFullName(index)}`]
  }
}

/** What makes an index again while others read and write; `undefined`: not all of it is known. */
export function createIndexSql({index, table}: IndexOfTable): string | undefined {
  const tail = indexTailSql(index)
  if (tail === undefined) return undefined
  return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoteName(index.name)} ON ${quoteFullName({schema: table.schema, name: table.name})} ${tail}`
}

/** A partition, with the names that the server would give to its part of a new index and to the part above it. */
export interface PartitionIndex {
  table: Table
  index: string
  parent: {table: Table; index: string}
}

/** The parts that an index of a partitioned table would get, by its name. */
export function partitionIndexes(
  parent: Table,
  {elements, name}: {name: string; elements: readonly IndexElement[]},
  view: RecipeView
): PartitionIndex[] {
  const {catalog, newName} = view
  const partitions = partitionsOf(parent, catalog)
  const made = afterwards(view, (after) =>
    partitions.map(({table}) => {
      const now = after.tables.get(keyOf(table))?.indexes ?? []
      return now.find((each) => !table.indexes.includes(each) && sameElements(each, elements))?.name
    })
  )
  const names = new Map([[keyOf(parent), name]])
  return partitions.map(({parent: above, table}, position) => {
    const index = made[position] ?? newName(table.name, ...elements.map(({column}) => column ?? 'expr'), 'idx')
    names.set(keyOf(table), index)
    return {table, index, parent: {table: above, index: names.get(keyOf(above)) ?? name}}
  })
}

function sameElements(index: Index, elements: readonly IndexElement[]): boolean {
  const words = (list: readonly IndexElement[]): string =>
    list.map(({column, expression}) => column ?? expression?.text).join()
  return words(index.elements) === words(elements)
}

/**
 * An index of a partitioned table: an empty one above, one built on each partition, and each put under the one above
 * it, which is valid with the last.
 *
 * https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function buildPartitionedIndex(
  index: NewIndex & {elements: readonly IndexElement[]},
  parent: Table,
  view: RecipeView
): Draft[] {
  const {name, table, tail, unique} = index
  const parts = partitionIndexes(parent, index, view)
  const levels = [
    {table, name, full: {schema: parent.schema, name}},
    ...parts
      .filter((part) => part.table.kind === 'partitioned-table')
      .map((part) => ({
        table: nameOf(part.table),
        name: part.index,
        full: {schema: part.table.schema, name: part.index}
      }))
  ]
  const begin = levels.map((level): Draft =>
    shortTransaction(
      {
        phase: 'expand',
        title: `Begin \`${level.name}\`, without the partitions`,
        // It has gone with the one above, once it was a part of that.
        undo: [`DROP INDEX IF EXISTS ${quoteFullName(level.full)}`]
      },
      [`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteName(level.name)} ON ONLY ${quoteFullName(level.table)} ${tail}`]
    )
  )
  const build = parts
    .filter((part) => part.table.kind === 'table')
    .map((part) => buildIndex({table: nameOf(part.table), name: part.index, unique, tail}, view))
  // The lowest first: an index is valid when all of its parts are.
  const attach = parts.reverse().map((part): Draft => {
    const [above, own] = [
      {schema: part.parent.table.schema, name: part.parent.index},
      {schema: part.table.schema, name: part.index}
    ]
    return shortTransaction(
      {
        phase: 'expand',
        title: `Make \`${own.name}\` a part of \`${above.name}\``,
        // A part is not to be had back: the server drops the whole only.
        undo: [`DROP INDEX IF EXISTS ${quoteFullName(above)}`]
      },
      [`ALTER INDEX ${quoteFullName(above)} ATTACH PARTITION ${quoteFullName(own)}`]
    )
  })
  return [...begin, ...build, ...attach]
}

function nameOf({name, schema}: Table): Name {
  return {schema, name}
}
