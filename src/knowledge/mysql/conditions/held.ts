/** Conditions on what else holds on to a column, an index or a table, so that a change of it is refused. */
import type {DataType, IndexElement} from '../../../operations/definitions.js'
import {columnsUsed} from '../../../schema/expressions.js'
import {findColumn, sameName} from '../../../schema/lookup.js'
import type {Constraint, Index, ObjectName, Table} from '../../../schema/objects.js'
import {keyOf} from '../../../schema/objects.js'
import {isText} from '../../../schema/mysql/charsets.js'
import {createMysqlTable} from '../../../schema/mysql/create-table.js'
import type {Verdict} from '../../effect.js'
import {
  columnNamed,
  dropsConstraint,
  isColumn,
  isDropped,
  newDefinition,
  operationsOf,
  remainingIndexes
} from '../subject.js'
import type {Subject} from '../subject.js'
import {partitionColumns} from './partition-keys.js'
import {inlineKey, isUsable, newIndex, newIndexes, droppedIndex} from './keys/written.js'
import type {NewIndex} from './keys/written.js'
import {conversions} from './statement.js'
import {ofTable} from './table.js'

/** The column that the operation drops, renames or defines anew. */
function columnOf({operation}: Subject): string | undefined {
  const {kind} = operation
  const isOne = kind === 'column.drop' || kind === 'column.rename' || kind === 'column.modify'
  return isOne ? operation.column : undefined
}

function ofColumn(subject: Subject, holds: (table: Table, name: string) => boolean): Verdict {
  const name = columnOf(subject)
  return name === undefined ? false : ofTable(subject, (table) => holds(table, name))
}

function isIn(subject: Subject, names: readonly string[], name: string): boolean {
  return names.some((each) => isColumn(subject, each, name))
}

/** The statement drops the column or writes it anew. */
function isReplaced(subject: Subject, column: string): boolean {
  return (
    isDropped(subject, column) ||
    operationsOf(subject, 'column.modify').some((operation) => isColumn(subject, operation.column, column))
  )
}

function isUsedByExpression(subject: Subject, table: Table, name: string): boolean {
  const uses = (text: string) => isIn(subject, columnsUsed({text}, table.columns), name)
  return (
    table.columns.some(
      ({generated, name: own}) => generated && !isReplaced(subject, own) && uses(generated.expression.text)
    ) ||
    remainingIndexes(subject).some(({elements}) => elements.some(({expression}) => expression && uses(expression.text)))
  )
}

/** The columns of each check that the statement does not drop, where one of them is this. */
function checksOf(subject: Subject, table: Table, name: string): string[][] {
  return table.constraints
    .filter((constraint) => constraint.type === 'check' && !dropsConstraint(subject, constraint))
    .map(({expression}) => (expression ? columnsUsed(expression, table.columns) : []))
    .filter((columns) => isIn(subject, columns, name))
}

/** The columns by which the table is partitioned before and after the statement. */
function partitionColumnsOf(subject: Subject, {columns, indexes, partitionBy}: Table): string[] {
  const {operations} = subject
  const isReplaced = operations.some(({kind}) => kind === 'table.remove-partitioning' || kind === 'table.partition-by')
  if (!partitionBy || isReplaced) return []
  const primary = [...newIndexes(subject), ...indexes].find((index) => index.primary)?.elements ?? []
  return partitionColumns({columns, key: partitionBy.key, primary: primary.flatMap(({column}) => column ?? [])})
}

/** Foreign keys of the table that the statement leaves there. */
function foreignKeys(subject: Subject): Constraint[] {
  return (subject.table?.constraints ?? []).filter(
    (constraint) => constraint.type === 'foreign-key' && !dropsConstraint(subject, constraint)
  )
}

/** The columns that foreign keys of other tables, and those of its own that stay, point at, key by key. */
function referencedColumns(subject: Subject): Array<readonly string[]> {
  const {context, table} = subject
  if (!table) return []
  const {catalog} = context
  const others = (catalog.referencing.get(keyOf(table)) ?? []).filter((name) => keyOf(name) !== keyOf(table))
  return [
    ...others.flatMap((name) => catalog.tables.get(keyOf(name))?.constraints ?? []),
    ...foreignKeys(subject)
  ].flatMap(({references}) =>
    references && sameName(context.dialect, references.table.name, table.name) ? [references.columns] : []
  )
}

/** The other tables that have a foreign key to this one. */
function referencingTables({context, table}: Subject): ObjectName[] {
  const others = table ? (context.catalog.referencing.get(keyOf(table)) ?? []) : []
  return others.filter((name) => table && keyOf(name) !== keyOf(table))
}

/** Whether the statement drops that table too. MariaDB drops one after the other. */
function dropsTable({command, context, operation}: Subject, name: ObjectName): boolean {
  const {catalog, dialect, session} = context
  const drops = dialect === 'mariadb' ? command.slice(0, command.indexOf(operation)) : command
  return drops.some((drop) => {
    const dropped = drop.kind === 'table.drop' ? session.findTable(catalog, drop.table) : undefined
    return dropped !== undefined && keyOf(dropped) === keyOf(name)
  })
}

/** The indexes that the server makes for foreign keys that the statement adds. */
function newSupports({operations}: Subject): NewIndex[] {
  return operations.flatMap((operation) =>
    operation.kind === 'constraint.add' && operation.constraint.type === 'foreign-key'
      ? [
          {
            name: undefined,
            unique: false,
            primary: false,
            method: undefined,
            options: undefined,
            elements: operation.constraint.columns.map((column) => ({column}))
          }
        ]
      : []
  )
}

/** Only the index that goes serves one of these keys. */
function isNeeded(
  subject: Subject,
  keys: ReadonlyArray<readonly string[]>,
  isFit: (index: Index | NewIndex, columns: readonly string[]) => boolean = () => true
): Verdict {
  const dropped = droppedIndex(subject)
  if (!dropped) return false
  const serves = (index: Index | NewIndex, columns: readonly string[]) =>
    isUsable(subject, index, columns) && isFit(index, columns)
  const staying = [...remainingIndexes(subject), ...newIndexes(subject), ...newSupports(subject)]
  return keys.some((columns) => serves(dropped, columns) && !staying.some((index) => serves(index, columns)))
}

/** Of a column, after the statement. */
function typeOf(subject: Subject, column: string): DataType | undefined {
  return (newDefinition(subject, column) ?? columnNamed(subject, column))?.type
}

const isLong = (type: DataType | undefined) => /^(?:tiny|medium|long)?(?:text|blob)$/.test(type?.name ?? '')
const isTree = (method: string | undefined) => !['fulltext', 'spatial', 'vector'].includes(method ?? '')

function hasWholeLong(subject: Subject, elements: readonly IndexElement[]): boolean {
  return elements.some(
    ({column, length}) => column !== undefined && length === undefined && isLong(typeOf(subject, column))
  )
}

function missesPartitionColumn(
  subject: Subject,
  {elements, unique}: Pick<NewIndex, 'elements' | 'unique'>,
  table: Table
): boolean {
  const names = partitionColumnsOf(subject, table)
  return unique && names.some((name) => !elements.some(({column}) => isColumn(subject, column, name)))
}

/** Not one kind of text to another. */
function changesKind({change}: Subject): boolean {
  return (
    change?.type === 'other' &&
    !(change.before.type && isText(change.before.type) && change.after.type && isText(change.after.type))
  )
}

function takesOtherName(subject: Subject): boolean {
  const {change, context, operation} = subject
  if (operation.kind === 'column.rename') return !sameName(context.dialect, operation.to, operation.column)
  return operation.kind === 'column.modify' && change?.renamed === true && !change.respelled
}

function makesKeyOfLong({context, operation}: Subject, isFit: (index: Index) => boolean): boolean {
  if (operation.kind !== 'table.create' || !operation.columns.some(({type}) => isLong(type))) return false
  const table = createMysqlTable(operation, context)
  return table.indexes.some(
    (index) =>
      isTree(index.method) &&
      isFit(index) &&
      index.elements.some(
        ({column, length}) =>
          column !== undefined && length === undefined && isLong(findColumn(context.dialect, table, column)?.type)
      )
  )
}

function isOfWholeText(subject: Subject): boolean {
  const index = newIndex(subject) ?? inlineKey(subject.operation)
  return index !== undefined && isTree(index.method) && hasWholeLong(subject, index.elements)
}

export const heldConditions = {
  'takes-other-name': takesOtherName,
  'column-kept-by-expression': (subject: Subject) =>
    ofColumn(subject, (table, name) => isUsedByExpression(subject, table, name)),
  'column-in-check': (subject: Subject) =>
    ofColumn(subject, (table, name) => checksOf(subject, table, name).length > 0),
  /** With other columns, so that the check does not go with the column. */
  'column-in-wide-check': (subject: Subject) =>
    ofColumn(subject, (table, name) => checksOf(subject, table, name).some((columns) => columns.length > 1)),
  'column-in-check-with-others': (subject: Subject) =>
    ofColumn(subject, (table, name) =>
      checksOf(subject, table, name).some((columns) => columns.some((each) => !isDropped(subject, each)))
    ),
  /** Unique, and on other columns that stay. */
  'column-in-wide-key': (subject: Subject) =>
    ofColumn(subject, (_table, name) =>
      remainingIndexes(subject).some(
        ({elements, unique}) =>
          unique &&
          // Without one of its columns a key over a period goes.
          elements.every(({withoutOverlaps}) => withoutOverlaps !== true) &&
          elements.some(({column}) => isColumn(subject, column, name)) &&
          elements.some(({column}) => column !== undefined && !isDropped(subject, column))
      )
    ),
  'column-added-again': (subject: Subject) =>
    ofColumn(subject, (_table, name) =>
      operationsOf(subject, 'column.add').some(({column}) => isColumn(subject, column.name, name))
    ),
  'column-partitions': (subject: Subject) =>
    // Of `BY KEY ()` a column may get another name, or go.
    ofColumn(
      subject,
      (table, name) => table.partitionBy?.key.length !== 0 && isIn(subject, partitionColumnsOf(subject, table), name)
    ),
  'column-in-foreign-key': (subject: Subject) =>
    ofColumn(subject, (_table, name) => foreignKeys(subject).some(({columns}) => isIn(subject, columns, name))),
  'column-referenced-elsewhere': (subject: Subject) =>
    ofColumn(subject, (_table, name) => referencedColumns(subject).some((columns) => isIn(subject, columns, name))),
  'index-serves-foreign-key': (subject: Subject) =>
    isNeeded(
      subject,
      foreignKeys(subject).map(({columns}) => columns)
    ),
  'index-serves-reference': (subject: Subject) => isNeeded(subject, referencedColumns(subject)),
  'key-serves-reference': (subject: Subject) =>
    isNeeded(
      subject,
      referencedColumns(subject),
      ({elements, unique}, columns) => unique && elements.length === columns.length
    ),
  'converts-foreign-key': (subject: Subject) => {
    const keys = [...foreignKeys(subject).map(({columns}) => columns), ...referencedColumns(subject)].flat()
    return conversions(subject).some(({charset, column}) => charset !== 'same' && isIn(subject, keys, column.name))
  },
  'key-of-whole-text': isOfWholeText,
  'makes-key-of-whole-text': (subject: Subject) => makesKeyOfLong(subject, () => true),
  'makes-primary-key-of-whole-text': (subject: Subject) => makesKeyOfLong(subject, ({primary}) => primary),
  'indexed-as-whole-text': (subject: Subject) =>
    ofColumn(
      subject,
      (_table, name) =>
        isLong(typeOf(subject, name)) &&
        remainingIndexes(subject).some(
          ({elements, method}) =>
            isTree(method) &&
            elements.some(({column, length}) => length === undefined && isColumn(subject, column, name))
        )
    ),
  'misses-partition-column': (subject: Subject) => {
    const index = newIndex(subject) ?? inlineKey(subject.operation)
    return index !== undefined && ofTable(subject, (table) => missesPartitionColumn(subject, index, table))
  },
  'type-changes-kind': changesKind,
  'type-or-charset-changed': ({change}: Subject) =>
    change !== undefined && (change.type !== 'same' || change.charset !== 'same'),
  'table-referenced-elsewhere': (subject: Subject) => referencingTables(subject).length > 0,
  'in-foreign-key': (subject: Subject) => foreignKeys(subject).length > 0 || referencingTables(subject).length > 0,
  'referenced-by-table-that-stays': (subject: Subject) =>
    referencingTables(subject).some((referencing) => !dropsTable(subject, referencing))
}
