/** Indexes of PostgreSQL: making them, and those of partitions for the parent's. */
import type {Expression, IndexDefinition} from '../../operations/definitions.js'
import type {Constraint, Index, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Context} from '../changes/context.js'
import {storeTable} from '../store.js'
import {chooseRelationName, indexColumnNames, joinColumnNames} from './names.js'
import type {TakenNames} from './names.js'

type KeyType = 'primary-key' | 'unique' | 'exclusion'

const labels = {'primary-key': 'pkey', unique: 'key', exclusion: 'excl'}

/** Names that a table in the making has taken, which the catalog does not know yet. */
export function takenNames({constraints, indexes, name: own}: Table): TakenNames {
  const hasName = (name: string) => (each: {name: string}) => each.name === name
  return {has: (name) => name === own || constraints.some(hasName(name)) || indexes.some(hasName(name))}
}

/** The name of an index that has none; that of a key's is the constraint's too. */
export function chooseIndexName(
  context: Context,
  table: Table,
  definition: Pick<IndexDefinition, 'elements' | 'include'>,
  constraint?: KeyType
): string {
  const columns = indexColumnNames([...definition.elements, ...definition.include.map((column) => ({column}))])
  const second = constraint === 'primary-key' ? undefined : joinColumnNames(columns)
  const label = constraint === undefined ? 'idx' : labels[constraint]
  return chooseRelationName(context.catalog, table, second, label, takenNames(table), constraint !== undefined)
}

/** The index that a definition makes. */
export function makeIndex(name: string, definition: IndexDefinition): Index {
  const {range: _range, ...rest} = definition
  return {...rest, name, method: definition.method ?? 'btree', primary: false, valid: true}
}

function spelled(expression: Expression | undefined): string | undefined {
  return expression && (expression.tree === undefined ? expression.text : withoutLocations(expression.tree))
}

function withoutLocations(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === 'location' ? undefined : value))
}

/** Whether an index of a partition can be a part of the parent's. */
function matches(parent: Index, child: Index): boolean {
  const shape = (index: Index) =>
    JSON.stringify([
      index.unique,
      index.method ?? 'btree',
      index.elements.map(({collation, column, descending, expression, nullsFirst, operatorClass}) => [
        column ?? spelled(expression),
        collation,
        operatorClass,
        descending ?? false,
        nullsFirst ?? descending ?? false
      ]),
      index.include,
      spelled(index.where),
      index.nullsNotDistinct ?? false
    ])
  return shape(parent) === shape(child)
}

function keyTypeOf(table: Table, index: Index): KeyType | undefined {
  const type = table.constraints.find(({name}) => name === index.constraint)?.type
  return type === 'primary-key' || type === 'unique' || type === 'exclusion' ? type : undefined
}

/** Give a partition its part of one index of the parent: one that it has, or a new one. */
function partitionIndex(context: Context, parent: Table, index: Index, partition: Table): Table {
  const origin = {schema: parent.schema, name: index.name}
  if (partition.indexes.some((own) => own.parent?.name === origin.name && own.parent.schema === origin.schema)) {
    return partition
  }
  const type = keyTypeOf(parent, index)
  const existing = partition.indexes.find(
    (candidate) =>
      candidate.parent === undefined && matches(index, candidate) && keyTypeOf(partition, candidate) === type
  )
  if (existing) {
    const indexes = partition.indexes.map((each) => (each === existing ? {...each, parent: origin} : each))
    const constraints = partition.constraints.map((each) =>
      each.name === existing.constraint ? {...each, inherited: true} : each
    )
    return {...partition, indexes, constraints: type === undefined ? partition.constraints : constraints}
  }
  const name = chooseIndexName(context, partition, index, type)
  const made: Index = {...index, name, parent: origin, valid: true, constraint: type && name}
  const constraint = parent.constraints.find((each) => each.name === index.constraint)
  const added: Constraint[] = constraint === undefined ? [] : [{...constraint, name, indexName: name, inherited: true}]
  return {
    ...partition,
    indexes: [...partition.indexes, made],
    constraints: [...partition.constraints, ...added],
    columns:
      type === 'primary-key'
        ? partition.columns.map((column) =>
            constraint?.columns.includes(column.name) ? {...column, notNull: true} : column
          )
        : partition.columns
  }
}

/** Give a partition its part of all indexes of the parent. */
export function partitionIndexes(context: Context, parent: Table, partition: Table): Table {
  return parent.indexes.reduce((table, index) => partitionIndex(context, parent, index, table), partition)
}

/** Make the parts of an index of a partitioned table in all its partitions, and in theirs. */
export function recurseIndex(context: Context, parent: Table, index: Index): void {
  for (const name of context.catalog.children.get(keyOf(parent)) ?? []) {
    const partition = context.catalog.tables.get(keyOf(name))
    if (partition?.partitionOf === undefined) continue
    const changed = partitionIndex(context, parent, index, partition)
    storeTable(context.catalog, changed)
    const part = changed.indexes.find(
      (each) => each.parent?.name === index.name && each.parent.schema === parent.schema
    )
    if (part) recurseIndex(context, changed, part)
  }
}
