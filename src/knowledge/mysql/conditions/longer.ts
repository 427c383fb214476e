/** Conditions on columns that only become longer, in statements that have to go over the indexes all the same. */
import type {OperationKind} from '../../../operations/operation.js'
import type {Index} from '../../../schema/objects.js'
import {isColumn, operationsOf, remainingIndexes, subjectOf} from '../subject.js'
import type {Subject} from '../subject.js'
import {newIndexes} from './keys/written.js'
import type {NewIndex} from './keys/written.js'
import {isClustered} from './keys/row-order.js'

/** Beside one of these the server compares the indexes, and finds those of a longer column to be others. */
const besides = new Set<OperationKind>([
  'table.set-option',
  'table.rename',
  'index.create',
  'index.drop',
  'index.rename',
  'index.set-visibility',
  'constraint.add',
  'constraint.drop'
])

/** Columns that become longer beside other changes. */
function lengthened(subject: Subject): string[] {
  const {context, operations} = subject
  if (!operations.some(({kind}) => besides.has(kind))) return []
  return operationsOf(subject, 'column.modify').flatMap((operation) =>
    subjectOf(operation, operations, context).change?.type === 'longer' ? [operation.column] : []
  )
}

function isLengthened(subject: Subject, names: readonly string[], {elements}: Index | NewIndex): boolean {
  return elements.some(
    ({column, length}) => length === undefined && names.some((name) => isColumn(subject, column, name))
  )
}

function someLengthened(subject: Subject, indexes: () => ReadonlyArray<Index | NewIndex>): boolean {
  const names = lengthened(subject)
  return names.length > 0 && indexes().some((index) => isLengthened(subject, names, index))
}

export const longerConditions = {
  'lengthens-clustered-beside': (subject: Subject) =>
    someLengthened(subject, () => remainingIndexes(subject).filter((index) => isClustered(subject, index))),
  'lengthens-fulltext-beside': (subject: Subject) =>
    someLengthened(subject, () =>
      [...remainingIndexes(subject), ...newIndexes(subject)].filter(({method}) => method === 'fulltext')
    ),
  'lengthens-indexed-beside': (subject: Subject) =>
    someLengthened(subject, () => [...remainingIndexes(subject), ...newIndexes(subject)])
}
