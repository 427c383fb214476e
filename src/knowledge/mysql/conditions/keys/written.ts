/** The indexes that a statement writes, and those that it drops. */
import type {
  ConstraintDefinition,
  ConstraintType,
  IndexDefinition,
  IndexElement
} from '../../../../operations/definitions.js'
import type {Operation} from '../../../../operations/operation.js'
import {findIndex} from '../../../../schema/lookup.js'
import type {Index} from '../../../../schema/objects.js'
import type {Verdict} from '../../../effect.js'
import {definitionIn, isColumn} from '../../subject.js'
import type {Subject} from '../../subject.js'

/** An index as the statement writes it. */
export interface NewIndex {
  name: string | undefined
  unique: boolean
  primary: boolean
  method: string | undefined
  elements: readonly IndexElement[]
  options: IndexDefinition['options']
}

function ofConstraint(constraint: ConstraintDefinition): NewIndex | undefined {
  if (constraint.type !== 'unique' && constraint.type !== 'primary-key') return undefined
  return {
    name: constraint.type === 'primary-key' ? 'PRIMARY' : (constraint.name ?? constraint.index?.name),
    unique: true,
    primary: constraint.type === 'primary-key',
    method: constraint.index?.method,
    options: constraint.index?.options,
    elements: constraint.index?.elements.length
      ? constraint.index.elements
      : constraint.columns.map((column) => ({column}))
  }
}

/** The index that an operation adds. */
export function newIndex({operation}: Pick<Subject, 'operation'>): NewIndex | undefined {
  if (operation.kind === 'constraint.add') return ofConstraint(operation.constraint)
  if (operation.kind !== 'index.create') return undefined
  const {elements, method, name, options, unique} = operation.index
  return {name, unique, primary: false, method: method?.toLowerCase(), elements, options}
}

/** What decides how long a key may be, of one that there is or one that is added. */
export type Key = Pick<NewIndex, 'elements' | 'primary' | 'unique'> & {method?: string | undefined}

/** The key that a column brings along. */
export function inlineKey(operation: Operation): Key | undefined {
  const definition = definitionIn(operation)
  const has = (type: ConstraintType): boolean =>
    definition?.constraints.some((constraint) => constraint.type === type) === true
  const primary = has('primary-key')
  return definition && (primary || has('unique'))
    ? {elements: [{column: definition.name}], primary, unique: true}
    : undefined
}

/** All indexes that the statement adds. */
export function newIndexes(subject: Subject): NewIndex[] {
  return subject.operations.flatMap((operation) => newIndex({operation}) ?? [])
}

/** Whether the operation adds an index of which that holds. */
export function ofNewIndex(subject: Subject, holds: (index: NewIndex) => boolean): Verdict {
  const index = newIndex(subject)
  return index !== undefined && holds(index)
}

/** The existing index that an operation drops. */
export function droppedIndex(subject: Subject): Index | undefined {
  const {operation, table} = subject
  if (!table) return undefined
  if (operation.kind === 'index.drop') return findIndex(subject.context.dialect, table, operation.index.name)
  if (operation.kind !== 'constraint.drop') return undefined
  if (operation.type === 'primary-key') return table.indexes.find(({primary}) => primary)
  return operation.name === undefined ? undefined : findIndex(subject.context.dialect, table, operation.name)
}

/** Whether two indexes have the same columns, lengths and directions in the same order. */
export function sameParts(subject: Subject, a: readonly IndexElement[], b: readonly IndexElement[]): boolean {
  return (
    a.length === b.length &&
    a.every((element, position) => {
      const other = b[position]
      return (
        element.column !== undefined &&
        isColumn(subject, other?.column, element.column) &&
        element.length === other?.length &&
        (element.descending ?? false) === (other?.descending ?? false)
      )
    })
  )
}

/** Whether an index begins with these columns, so that a foreign key can use it. */
export function isUsable(subject: Subject, index: Index | NewIndex, columns: readonly string[]): boolean {
  return (
    columns.length <= index.elements.length &&
    columns.every((column, position) => isColumn(subject, index.elements[position]?.column, column))
  )
}
