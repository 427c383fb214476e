/** Conditions on the index, key or constraint that an operation adds, drops or changes. */
import type {ConstraintDefinition, IndexDefinition, IndexElement} from '../../../operations/definitions.js'
import type {Constraint, Index, Table} from '../../../schema/catalog.js'
import {findConstraint, findIndex} from '../../../schema/lookup.js'
import {isGeometry} from '../../../schema/mysql/geometry.js'
import type {Verdict} from '../../effect.js'
import {columnNamed, dropsIndex, indexHas, isColumn, operationsOf, remainingIndexes} from '../subject.js'
import type {Subject} from '../subject.js'
import {isFulltext, isFunctional, ofTable} from './table.js'

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

/** All indexes that the statement adds. */
export function newIndexes(subject: Subject): NewIndex[] {
  return subject.operations.flatMap((operation) => newIndex({operation}) ?? [])
}

function ofNewIndex(subject: Subject, holds: (index: NewIndex) => boolean): Verdict {
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

/** The existing constraint that an operation drops or alters. */
function namedConstraint(subject: Subject): Constraint | undefined {
  const {operation, table} = subject
  if (!table || (operation.kind !== 'constraint.drop' && operation.kind !== 'constraint.alter')) return undefined
  return operation.name === undefined ? undefined : findConstraint(subject.context.dialect, table, operation.name)
}

function isPrimary(subject: Subject, column: string): boolean {
  return (subject.table?.indexes ?? []).some((index) => index.primary && indexHas(subject, index, column))
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

function sameParts(subject: Subject, a: readonly IndexElement[], b: readonly IndexElement[]): boolean {
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

function kindOf(method: string | undefined): string {
  return method === undefined || method === 'hash' ? 'btree' : method
}

function isSame(subject: Subject, index: Index, added: NewIndex): boolean {
  return (
    index.primary === added.primary &&
    index.unique === added.unique &&
    // One that was made for a foreign key is told apart from one that is asked for.
    index.automatic !== true &&
    // MariaDB remembers that `USING HASH` was written.
    !(subject.context.dialect === 'mariadb' && added.method === 'hash') &&
    isColumn(subject, added.name, index.name) &&
    kindOf(index.method) === kindOf(added.method) &&
    sameParts(subject, index.elements, added.elements)
  )
}

/** The same but for its name; `USING BTREE` and options are part of the definition. */
function isSameElsewhere(subject: Subject, index: Index, added: NewIndex): boolean {
  const options = (given: NewIndex['options']) => JSON.stringify(Object.entries(given ?? {}).sort())
  return (
    !index.primary &&
    !added.primary &&
    index.automatic !== true &&
    index.unique === added.unique &&
    added.method !== 'btree' &&
    added.method !== 'hash' &&
    kindOf(index.method) === kindOf(added.method) &&
    options(index.options) === options(added.options) &&
    sameParts(subject, index.elements, added.elements)
  )
}

/** One clause drops it, another makes an index anew that is alike. */
function isReplaced(subject: Subject, isAlike: typeof isSame): Verdict {
  const added = newIndex(subject)
  const isSwapped = subject.operations.some(({kind}) => kind === 'index.drop' || kind === 'constraint.drop')
  if (!isSwapped) return false
  if (added) {
    return ofTable(subject, ({indexes}) =>
      indexes.some((index) => dropsIndex(subject, index) && isAlike(subject, index, added))
    )
  }
  const dropped = droppedIndex(subject)
  return dropped !== undefined && newIndexes(subject).some((index) => isAlike(subject, dropped, index))
}

function primaryKeyGoes(subject: Subject): boolean {
  const {table} = subject
  return table !== undefined && table.indexes.some(({primary}) => primary) && !keepsPrimaryKey(subject)
}

function keepsPrimaryKey(subject: Subject): boolean {
  return remainingIndexes(subject).some(({primary}) => primary)
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

function isOnNewVirtual(subject: Subject, {elements}: NewIndex): boolean {
  return operationsOf(subject, 'column.add').some(
    ({column}) =>
      column.generated !== undefined &&
      column.generated.storage !== 'stored' &&
      elements.some((element) => isColumn(subject, element.column, column.name))
  )
}

function isGeometric(subject: Subject, {column}: IndexElement): boolean {
  if (column === undefined) return false
  const added = operationsOf(subject, 'column.add').find((add) => isColumn(subject, add.column.name, column))
  return isGeometry((added?.column ?? columnNamed(subject, column))?.type)
}

/** Whether an index begins with these columns, so that a foreign key can use it. */
export function isUsable(subject: Subject, index: Index | NewIndex, columns: readonly string[]): boolean {
  return (
    columns.length <= index.elements.length &&
    columns.every((column, position) => isColumn(subject, index.elements[position]?.column, column))
  )
}

function needsIndex(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'constraint.add' || operation.constraint.type !== 'foreign-key') return false
  const {columns} = operation.constraint
  // MySQL builds another one in place of that which it made for a foreign key; MariaDB gives it the new name.
  const standing = remainingIndexes(subject).filter(
    ({automatic}) => automatic !== true || subject.context.dialect === 'mariadb'
  )
  return ofTable(
    subject,
    () => ![...standing, ...newIndexes(subject)].some((index) => isUsable(subject, index, columns))
  )
}

function isMissing(subject: Subject): Verdict {
  const {operation, table} = subject
  if (operation.kind !== 'index.drop' && operation.kind !== 'constraint.drop' && operation.kind !== 'index.rename') {
    return false
  }
  if (operation.ifExists !== true) return false
  if (!table) return undefined
  const name = operation.kind === 'constraint.drop' ? operation.name : operation.index.name
  if (name === undefined) return false
  const {dialect} = subject.context
  if (findIndex(dialect, table, name) ?? findConstraint(dialect, table, name)) return false
  return table.incomplete === true ? undefined : true
}

function exists(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'index.create' || operation.ifNotExists !== true) return false
  const {name} = operation.index
  return ofTable(
    subject,
    (table) => name !== undefined && findIndex(subject.context.dialect, table, name) !== undefined
  )
}

function adds(type: ConstraintDefinition['type']): (subject: Subject) => boolean {
  return ({operation}) => operation.kind === 'constraint.add' && operation.constraint.type === type
}

function drops(type: ConstraintDefinition['type']): (subject: Subject) => Verdict {
  return (subject) => {
    const {operation} = subject
    if (operation.kind !== 'constraint.drop') return false
    if (operation.type !== undefined) return operation.type === type
    const found = namedConstraint(subject)
    if (found) return found.type === type
    return subject.table && subject.table.incomplete !== true ? false : undefined
  }
}

const ofMethod = (method: string) => (subject: Subject) => ofNewIndex(subject, (index) => index.method === method)

function enforces(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'constraint.alter' || operation.enforced !== true) return false
  const found = namedConstraint(subject)
  return found && !found.enforced
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
  if (!index?.primary) return false
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

export const keyConditions = {
  'new-primary-key-same': isSameAsNewPrimaryKey,
  'old-key-dropped': dropsOldOrder,
  'orders-rows': ordersRows,
  'column-orders-rows': (subject: Subject) => ofClustered(subject, (index, name) => indexHas(subject, index, name)),
  /** Other columns stay in the key by which the rows are ordered. */
  'order-shortened': (subject: Subject) =>
    ofClustered(subject, ({elements}, name) => elements.some(({column}) => !isColumn(subject, column, name))),
  'index-exists': exists,
  'key-missing': isMissing,
  'replaced-by-same': (subject: Subject) => isReplaced(subject, isSame),
  'replaced-by-renamed': (subject: Subject) => isReplaced(subject, isSameElsewhere),
  'unique-index': (subject: Subject) => ofNewIndex(subject, ({unique}) => unique),
  'adds-fulltext': ofMethod('fulltext'),
  'adds-fulltext-anywhere': (subject: Subject) => newIndexes(subject).some(({method}) => method === 'fulltext'),
  'drops-fulltext': (subject: Subject) =>
    ofTable(subject, ({indexes}) => indexes.some((index) => isFulltext(index) && dropsIndex(subject, index))),
  'adds-spatial': ofMethod('spatial'),
  /** Written as an ordinary index; MySQL makes a `SPATIAL` one. */
  'on-geometry': (subject: Subject) =>
    ofNewIndex(
      subject,
      ({elements, method = 'btree', unique}) =>
        !unique && method === 'btree' && elements.some((each) => isGeometric(subject, each))
    ),
  'adds-vector': ofMethod('vector'),
  'adds-functional': (subject: Subject) =>
    ofNewIndex(subject, ({elements}) => elements.some(({column}) => column === undefined)),
  'adds-several-fulltext': (subject: Subject) =>
    newIndexes(subject).filter(({method}) => method === 'fulltext').length > 1,
  'on-new-virtual-column': (subject: Subject) => ofNewIndex(subject, (index) => isOnNewVirtual(subject, index)),
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
  'adds-primary-key': adds('primary-key'),
  'adds-unique': adds('unique'),
  'adds-foreign-key': adds('foreign-key'),
  'adds-check': adds('check'),
  'check-not-enforced': ({operation}: Subject) =>
    operation.kind === 'constraint.add' && operation.constraint.notEnforced === true,
  'enforces-check': enforces,
  'needs-index': needsIndex,
  'drops-primary-key': drops('primary-key'),
  'drops-foreign-key': drops('foreign-key'),
  'drops-check': drops('check'),
  'drops-unique': drops('unique'),
  /** A new unique key, not the primary one, can order the rows. */
  'new-unique-order': (subject: Subject) =>
    ofTable(subject, () => newIndexes(subject).some((index) => !index.primary && canOrderRows(subject, index))),
  'drops-unique-functional': (subject: Subject) => {
    const dropped = droppedIndex(subject)
    return dropped !== undefined && dropped.unique && isFunctional(dropped)
  },
  'drops-functional': (subject: Subject) => {
    const dropped = droppedIndex(subject)
    return dropped !== undefined && isFunctional(dropped)
  },
  'drops-clustered': dropsOrder,
  /** The statement leaves the table without the primary key that it had. */
  'primary-key-goes': (subject: Subject) => ofTable(subject, () => primaryKeyGoes(subject)),
  'new-primary-key': addsPrimaryKey,
  'other-clustered-key': (subject: Subject) => ofTable(subject, () => keepsOrder(subject)),
  'references-itself-anywhere': (subject: Subject) =>
    [
      ...operationsOf(subject, 'constraint.add').map(({constraint, table}) => ({constraint, table})),
      ...operationsOf(subject, 'column.add').flatMap(({column, table}) =>
        column.constraints.map((constraint) => ({constraint, table}))
      )
    ].some(({constraint, table}) => constraint.references?.table.name === table.name)
}
