import type {ColumnDefinition, DataType, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Range} from '../../parse/source.js'

/** A column as a statement writes it. */
export interface WrittenColumn {
  table: Name
  name: string
  type: DataType | undefined
  /** `undefined` where only the type is written (`ALTER COLUMN … TYPE`). */
  definition: ColumnDefinition | undefined
  range: Range
}

/** Kinds of operations that write a column's type. */
export const columnKinds = ['table.create', 'column.add', 'column.set-type', 'column.modify'] as const

/** The columns that an operation makes or gives another type. */
export function writtenColumns(operation: Operation<(typeof columnKinds)[number]>): WrittenColumn[] {
  const {range, table} = operation
  const defined = (definition: ColumnDefinition): WrittenColumn => {
    const {name, type} = definition
    return {table, name, type, definition, range: definition.range ?? range}
  }
  switch (operation.kind) {
    case 'table.create':
      return operation.columns.map(defined)
    case 'column.add':
      return [{...defined(operation.column), range}]
    case 'column.modify':
      return [{...defined(operation.definition), range}]
    case 'column.set-type':
      return [{table, name: operation.column, type: operation.type, definition: undefined, range}]
  }
}
