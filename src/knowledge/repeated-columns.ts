/** Keys that name a column twice, which the servers refuse. */
import type {ConstraintDefinition, IndexDefinition} from '../operations/definitions.js'
import type {Operation} from '../operations/operation.js'

/** A key, and the column that it names twice. */
export interface RepeatedColumn {
  kind: ConstraintDefinition['type'] | 'index'
  column: string
}

/**
 * The first key of an operation that names a column twice.
 *
 * @param fold Names that are the same after it are those of one column.
 */
export function repeatedColumn(operation: Operation, fold: (name: string) => string): RepeatedColumn | undefined {
  for (const {columns, kind} of keysOf(operation)) {
    const seen = new Set<string>()
    for (const column of columns) {
      if (seen.has(fold(column))) return {kind, column}
      seen.add(fold(column))
    }
  }
  return undefined
}

interface Key {
  kind: RepeatedColumn['kind']
  columns: readonly string[]
}

function keysOf(operation: Operation): Key[] {
  if (operation.kind === 'constraint.add') return [keyOf(operation.constraint)]
  if (operation.kind === 'index.create') return [indexOf(operation.index)]
  // One that is there already is left as it is.
  if (operation.kind !== 'table.create' || operation.ifNotExists === true) return []
  return [...operation.constraints.map(keyOf), ...operation.indexes.map(indexOf)]
}

function keyOf({columns, type}: ConstraintDefinition): Key {
  return {kind: type, columns}
}

function indexOf({elements}: IndexDefinition): Key {
  return {kind: 'index', columns: elements.flatMap(({column}) => (column === undefined ? [] : [column]))}
}
