/** Conditions on the key by which InnoDB orders the rows: the primary key, or the unique one in its place. */
import type {Index, Table} from '../../../../schema/objects.js'
import type {Verdict} from '../../../effect.js'
import {columnNamed, dropsIndex, indexHas, isColumn, isDropped, operationsOf, remainingIndexes} from '../../subject.js'
import type {Subject} from '../../subject.js'
import {ofTable} from '../table.js'
import {droppedIndex, newIndex, newIndexes, ofNewIndex, sameParts} from './written.js'
import type {NewIndex} from './written.js'

/** Of the primary key that stays, which lets no column of its own be `NULL`. */
function isPrimary(subject: Subject, column: string): boolean {
  return remainingIndexes(subject).some((index) => index.primary && indexHas(subject, index, column))
}

/** After the statement. */
function isNotNull(subject: Subject, column: string | undefined): boolean {
  if (column === undefined) return false
  const modified = operationsOf(subject, 'column.modify').find(({definition}) =>
    isColumn(subject, definition.name, column)
  )
  if (modified) return modified.definition.nullable === false || isPrimary(subject, column)
  return (
    columnNamed(subject, column)?.notNull === true ||
    operationsOf(subject, 'column.add').some(
      (add) => isColumn(subject, add.column.name, column) && add.column.nullable === false
    )
  )
}

/** A unique index without nullable columns or prefixes, by which InnoDB may order the rows. */
function canOrderRows(subject: Subject, {elements, method, unique}: NewIndex | Index): boolean {
  return (
    unique &&
    !['fulltext', 'spatial', 'vector'].includes(method ?? '') &&
    elements.every(({column, length}) => length === undefined && isNotNull(subject, column))
  )
}

/**
 * The index by which InnoDB orders the rows: the primary key, else the first unique one that can.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html
 */
function clusteredIndex(subject: Subject, table: Table): Index | undefined {
  const isWhole = (index: Index) =>
    index.unique &&
    (index.method ?? 'btree') === 'btree' &&
    index.elements.every(
      ({column, length}) =>
        length === undefined && column !== undefined && columnNamed(subject, column)?.notNull === true
    )
  return table.indexes.find(({primary}) => primary) ?? table.indexes.find(isWhole)
}

/** Whether the rows are ordered by this index before the statement. */
export function isClustered(subject: Subject, index: Index): boolean {
  return subject.table !== undefined && clusteredIndex(subject, subject.table) === index
}

function keepsPrimaryKey(subject: Subject): boolean {
  return remainingIndexes(subject).some(({primary}) => primary)
}

function countPrimaryKeys(subject: Subject): number {
  const definitions = [
    ...operationsOf(subject, 'column.add').map(({column}) => column),
    ...operationsOf(subject, 'column.modify').map(({definition}) => definition)
  ]
  const inline = definitions.filter(({constraints}) => constraints.some(({type}) => type === 'primary-key'))
  const written = newIndexes(subject).filter(({primary}) => primary)
  return Number(keepsPrimaryKey(subject)) + inline.length + written.length
}

/** No index begins with the column that is `AUTO_INCREMENT` after the statement, or there are two of them. */
function losesAutoIncrementKey(subject: Subject): Verdict {
  const {operation, table} = subject
  if (!table || table.incomplete === true) return false
  const modified = operationsOf(subject, 'column.modify')
  const added = operationsOf(subject, 'column.add').map(({column}) => column)
  const written = [...modified.map(({definition}) => definition), ...added]
  const staying = table.columns.filter(
    ({name}) =>
      !isDropped(subject, name) &&
      !modified.some(({column}) => isColumn(subject, column, name)) &&
      !operationsOf(subject, 'column.rename').some(({column}) => isColumn(subject, column, name))
  )
  const all = [...written, ...staying].filter(({autoIncrement}) => autoIncrement === true)
  const [counting] = all
  if (!counting || (operation.kind === 'column.add' && operation.column !== counting)) return false
  if (all.length > 1) return true
  const isInline = written.some(
    (each) => each === counting && each.constraints.some(({type}) => type === 'primary-key' || type === 'unique')
  )
  const renamed = modified.find(({definition}) => definition === counting)?.column ?? counting.name
  const begins = ({elements}: Index | NewIndex) =>
    [counting.name, renamed].some((name) => isColumn(subject, elements[0]?.column, name))
  return !isInline && ![...remainingIndexes(subject), ...newIndexes(subject)].some(begins)
}

function addsPrimaryKey(subject: Subject): boolean {
  return (
    newIndexes(subject).some(({primary}) => primary) ||
    operationsOf(subject, 'column.add').some(({column}) => column.constraints.some(({type}) => type === 'primary-key'))
  )
}

/** After the statement some unique index can order the rows. */
function keepsOrder(subject: Subject): boolean {
  return (
    addsPrimaryKey(subject) ||
    [...remainingIndexes(subject), ...newIndexes(subject)].some((index) => canOrderRows(subject, index))
  )
}

function dropsOrder(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind === 'constraint.drop' && operation.type === 'primary-key') return true
  if (!subject.table && operation.kind === 'index.drop' && /^primary$/i.test(operation.index.name)) return true
  const dropped = droppedIndex(subject)
  return ofTable(subject, (table) => dropped !== undefined && dropped === clusteredIndex(subject, table))
}

function lacksNotNull(subject: Subject): Verdict {
  const index = newIndex(subject)
  if (!index?.primary) return false
  if (!subject.table) return undefined
  return index.elements.some(({column}) => !isNotNull(subject, column))
}

/** InnoDB would order the rows by the new index. */
function becomesClustered(subject: Subject): Verdict {
  const index = newIndex(subject)
  if (!index?.unique) return false
  // Of a table known by changes of it alone, the primary key may not have been seen.
  if (subject.table?.incomplete === true) return undefined
  return ofTable(subject, (table) => clusteredIndex(subject, table) === undefined && canOrderRows(subject, index))
}

/** The rows lie in this order already. */
function isClusteredAlready(subject: Subject): Verdict {
  const index = newIndex(subject)
  // A key that names its method is another one.
  if (!index?.primary || index.method !== undefined) return false
  return ofTable(subject, (table) => {
    const clustered = clusteredIndex(subject, table)
    return clustered !== undefined && !clustered.primary && sameParts(subject, clustered.elements, index.elements)
  })
}

function ofClustered(subject: Subject, holds: (index: Index, column: string) => boolean): Verdict {
  const {operation} = subject
  if (operation.kind !== 'column.drop' && operation.kind !== 'column.modify') return false
  return ofTable(subject, (table) => {
    const clustered = clusteredIndex(subject, table)
    return clustered !== undefined && holds(clustered, operation.column)
  })
}

/** The column is in the unique index that stands in for a primary key. */
function ordersRows(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'column.modify') return false
  return ofTable(subject, (table) => {
    const clustered = clusteredIndex(subject, table)
    return clustered !== undefined && !clustered.primary && indexHas(subject, clustered, operation.column)
  })
}

/** The primary key that the statement adds has the columns of the key that it drops. */
function isSameAsNewPrimaryKey(subject: Subject): Verdict {
  const dropped = droppedIndex(subject)
  return (
    dropped !== undefined &&
    newIndexes(subject).some(({elements, primary}) => primary && sameParts(subject, dropped.elements, elements))
  )
}

/** The statement drops the key by which the rows are ordered so far. */
function dropsOldOrder(subject: Subject): Verdict {
  return ofTable(subject, (table) => {
    const clustered = clusteredIndex(subject, table)
    return clustered !== undefined && dropsIndex(subject, clustered)
  })
}

export const rowOrderConditions = {
  'new-primary-key-same': isSameAsNewPrimaryKey,
  'old-key-dropped': dropsOldOrder,
  'orders-rows': ordersRows,
  'column-orders-rows': (subject: Subject) => ofClustered(subject, (index, name) => indexHas(subject, index, name)),
  /** Other columns stay in the key by which the rows are ordered. */
  'order-shortened': (subject: Subject) =>
    ofClustered(subject, ({elements}, name) => elements.some(({column}) => !isColumn(subject, column, name))),
  'becomes-clustered': becomesClustered,
  /** By `MODIFY … NOT NULL UNIQUE`, of a column that is `NOT NULL` already. */
  'inline-key-clusters': (subject: Subject) => {
    const {operation, table} = subject
    if (operation.kind !== 'column.modify' || operation.definition.nullable !== false) return false
    if (operation.definition.constraints.every(({type}) => type !== 'unique')) return false
    if (table?.incomplete === true) return undefined
    return ofTable(subject, (known) => clusteredIndex(subject, known) === undefined)
  },
  'clustered-already': isClusteredAlready,
  'primary-key-nullable': lacksNotNull,
  'primary-key-timestamp': (subject: Subject) =>
    ofNewIndex(
      subject,
      ({elements, primary}) =>
        primary &&
        elements.some(
          ({column}) =>
            column !== undefined &&
            !isNotNull(subject, column) &&
            columnNamed(subject, column)?.type?.name === 'timestamp'
        )
    ),
  /** A new unique key, not the primary one, can order the rows, and none that stays can. */
  'new-unique-order': (subject: Subject) =>
    ofTable(
      subject,
      () =>
        newIndexes(subject).some((index) => !index.primary && canOrderRows(subject, index)) &&
        !remainingIndexes(subject).some((index) => canOrderRows(subject, index))
    ),
  'drops-clustered': dropsOrder,
  'new-primary-key': addsPrimaryKey,
  /** With the one that the statement leaves there, the table would have two. */
  'second-primary-key': (subject: Subject) => countPrimaryKeys(subject) > 1,
  'auto-increment-loses-key': losesAutoIncrementKey,
  'other-clustered-key': (subject: Subject) => ofTable(subject, () => keepsOrder(subject))
}
