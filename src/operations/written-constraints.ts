import type {ConstraintDefinition, ConstraintType, Name} from './definitions.js'
import type {Operation} from './operation.js'
import type {Range} from '../parse/source.js'

/** A constraint as a statement writes it, at a column or by itself. */
export interface WrittenConstraint {
  table: Name
  constraint: ConstraintDefinition
  /** Those of the column that it is written at, where `constraint` names none. */
  columns: readonly string[]
  range: Range
}

/** Kinds of operations that write constraints. */
export const constraintKinds = ['table.create', 'column.add', 'constraint.add'] as const

/** The constraints of a type that an operation makes. */
export function writtenConstraints(
  operation: Operation<(typeof constraintKinds)[number]>,
  type: ConstraintType
): WrittenConstraint[] {
  const {table} = operation
  const all: WrittenConstraint[] = []
  const add = (constraint: ConstraintDefinition, column: string | undefined, range: Range): void => {
    const columns = constraint.columns.length > 0 || column === undefined ? constraint.columns : [column]
    all.push({table, constraint, columns, range: constraint.range ?? range})
  }
  switch (operation.kind) {
    case 'constraint.add':
      add(operation.constraint, undefined, operation.range)
      break
    case 'column.add':
      for (const constraint of operation.column.constraints) add(constraint, operation.column.name, operation.range)
      break
    case 'table.create':
      for (const constraint of operation.constraints) add(constraint, undefined, operation.range)
      for (const {constraints, name, range = operation.range} of operation.columns) {
        for (const constraint of constraints) add(constraint, name, range)
      }
  }
  return all.filter(({constraint}) => constraint.type === type)
}
