/** Conditions on the partitioning that a statement makes: whether the keys and foreign keys of the table allow it. */
import type {PartitionBy} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {columnsUsed} from '../../../schema/expressions.js'
import type {Table} from '../../../schema/objects.js'
import {createMysqlTable} from '../../../schema/mysql/create-table.js'
import {isColumn, operationsOf, remainingIndexes} from '../subject.js'
import type {Subject} from '../subject.js'
import {newIndexes} from './keys/written.js'
import type {NewIndex} from './keys/written.js'
import {writtenForeignKeys} from './foreign-keys.js'

/** The columns that rows are told apart by; `BY KEY ()` takes those of the primary key. */
export function partitionColumns({
  columns,
  key,
  primary
}: {
  columns: Table['columns']
  key: PartitionBy['key']
  primary: readonly string[]
}): string[] {
  if (key.length === 0) return [...primary]
  return key.flatMap(({column, expression}) =>
    column === undefined ? (expression ? columnsUsed(expression, columns) : []) : [column]
  )
}

type Keys = ReadonlyArray<Pick<NewIndex, 'elements' | 'primary' | 'unique'>>

/** Unique keys and the table after the statement; `undefined` where they are not all known. */
function keysAfter(subject: Subject): {partitionBy: PartitionBy; table: Table; keys: Keys} | undefined {
  const {context, operation, table} = subject
  if (operation.kind === 'table.create') {
    if (!operation.partitionBy) return undefined
    const made = createMysqlTable(operation, context)
    return {partitionBy: operation.partitionBy, table: made, keys: made.indexes}
  }
  if (operation.kind !== 'table.partition-by' || !table) return undefined
  return {partitionBy: operation.partitionBy, table, keys: [...remainingIndexes(subject), ...newIndexes(subject)]}
}

function missesColumn(subject: Subject): boolean {
  const after = keysAfter(subject)
  if (!after) return false
  const {keys, partitionBy, table} = after
  const primary = (keys.find((key) => key.primary)?.elements ?? []).flatMap(({column}) => column ?? [])
  const names = partitionColumns({columns: table.columns, key: partitionBy.key, primary})
  return keys.some(
    ({elements, unique}) =>
      unique && names.some((name) => !elements.some(({column}) => isColumn(subject, column, name)))
  )
}

function isUnknownColumn(subject: Subject): boolean {
  const after = keysAfter(subject)
  if (!after || after.table.incomplete === true) return false
  const names = [
    ...after.table.columns,
    ...operationsOf(subject, 'column.add').map(({column}) => column),
    ...operationsOf(subject, 'column.modify').map(({definition}) => definition),
    ...operationsOf(subject, 'column.rename').map(({to}) => ({name: to}))
  ]
  return after.partitionBy.key.some(({column, expression}) => {
    const word = column ?? /^\s*`?([a-z_]\w*)`?\s*$/i.exec(expression?.text ?? '')?.[1]
    return word !== undefined && !names.some(({name}) => isColumn(subject, name, word))
  })
}

const isPartitioning = (operation: Operation): boolean =>
  operation.kind === 'table.partition-by' || (operation.kind === 'table.create' && operation.partitionBy !== undefined)

export const partitionKeyConditions = {
  'partitioning-misses-column': missesColumn,
  'partitioning-by-unknown-column': isUnknownColumn,
  'makes-partitions': ({operation}: Subject) => isPartitioning(operation),
  'makes-foreign-key': (subject: Subject) => writtenForeignKeys(subject).length > 0
}
