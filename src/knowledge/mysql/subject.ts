/** What a condition may ask about: an operation, its statement and the table that it meets. */
import type {ColumnDefinition, Name} from '../../operations/definitions.js'
import type {Operation, OperationKind} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import type {Column, Constraint, Index, Table} from '../../schema/objects.js'
import type {Context} from '../../schema/changes/context.js'
import {findColumn, sameName} from '../../schema/lookup.js'
import {completeCharset, inTable} from '../../schema/mysql/charsets.js'
import {databaseCharset} from '../../schema/mysql/columns.js'
import type {Situation} from '../situation.js'
import {compareColumn} from './column/column-change.js'
import type {ColumnChange} from './column/column-change.js'

export interface Subject {
  operation: Operation
  /** All operations of the statement on its table, this one too. */
  operations: readonly Operation[]
  /** Those on other tables too, as of `DROP TABLE a, b`. */
  command: readonly Operation[]
  /** Before the statement; `undefined` where the catalog does not know it. */
  table: Table | undefined
  context: Context
  /** It stands in a branch of a procedure, or after one, and may not run; or a handler takes its errors. */
  mayComeToNothing: boolean
  /** `ALTER IGNORE`. */
  ignore: boolean
  /** `ALGORITHM=INSTANT` is written. */
  asksInstant: boolean
  /** Of `MODIFY` and `CHANGE`; `undefined` where the column is not known. */
  change: ColumnChange | undefined
}

function contextOf({catalog, session}: Situation): Context {
  return {catalog, session, dialect: session.server.dialect, migration: undefined}
}

/** The table with the default character set that other clauses of the statement give it. */
function withNewDefaults(table: Table, operations: readonly Operation[], context: Context): Table {
  const inherited = databaseCharset(context, table.schema)
  let result = table
  for (const operation of operations) {
    if (operation.kind !== 'table.set-default-charset' && operation.kind !== 'table.convert-charset') continue
    const charset = completeCharset(context.session.server, operation.charset, operation.collation, inherited)
    result = {...result, options: inTable(result.options, charset ?? inherited)}
  }
  return result
}

/** Gather what is known about an operation. */
export function subjectOf(
  operation: Operation,
  operations: readonly Operation[],
  situation: Situation,
  {
    clauses,
    conditional,
    handled,
    operations: all
  }: Pick<Command, 'clauses' | 'conditional' | 'handled' | 'operations'> = {
    operations: [...operations]
  }
): Subject {
  const context = contextOf(situation)
  const name = tableNameOf(operation)
  const table = name && context.session.findTable(context.catalog, name)
  const column = operation.kind === 'column.modify' && table && findColumn(context.dialect, table, operation.column)
  return {
    operation,
    operations,
    command: all,
    table,
    context,
    mayComeToNothing: conditional === true || handled === true,
    ignore: clauses?.ignore === true,
    asksInstant: clauses?.algorithm === 'INSTANT',
    change:
      operation.kind === 'column.modify' && table && column
        ? compareColumn(column, operation, withNewDefaults(table, operations, context), context)
        : undefined
  }
}

/** The table that an operation names, if it names one. */
export function tableNameOf(operation: Operation): Name | undefined {
  return 'table' in operation ? operation.table : undefined
}

/** The other operations of the statement that are of a kind. */
export function operationsOf<Kind extends OperationKind>(subject: Subject, kind: Kind): Array<Operation<Kind>> {
  return subject.operations.filter((operation) => operation.kind === kind) as Array<Operation<Kind>>
}

/** The definition of a column that an operation brings. */
export function definitionIn(operation: Operation): ColumnDefinition | undefined {
  if (operation.kind === 'column.add') return operation.column
  return operation.kind === 'column.modify' ? operation.definition : undefined
}

/** The definition that the statement gives the column of that name; `undefined`: none. */
export function newDefinition(subject: Subject, name: string): ColumnDefinition | undefined {
  const modified = operationsOf(subject, 'column.modify').map(({definition}) => definition)
  const added = operationsOf(subject, 'column.add').map(({column}) => column)
  return [...modified, ...added].find((each) => isColumn(subject, each.name, name))
}

export function isColumn(subject: Subject, a: string | undefined, b: string): boolean {
  return a !== undefined && sameName(subject.context.dialect, a, b)
}

/** Whether an index has a column among its parts. */
export function indexHas(subject: Subject, index: Index, column: string): boolean {
  return index.elements.some((element) => isColumn(subject, element.column, column))
}

/** Whether the statement drops a column. */
export function isDropped(subject: Subject, column: string): boolean {
  return operationsOf(subject, 'column.drop').some((operation) => isColumn(subject, operation.column, column))
}

/** `DROP CONSTRAINT` of a unique key, which has the name of its index. */
function isKey(subject: Subject, constraint: string | undefined, index: string): boolean {
  return (
    isColumn(subject, constraint, index) &&
    subject.table?.constraints.some(
      ({name, type}) => (type === 'unique' || type === 'primary-key') && isColumn(subject, constraint, name)
    ) === true
  )
}

/** Whether the statement drops an index by its name. */
export function dropsIndex(subject: Subject, {name, primary}: Index): boolean {
  return (
    operationsOf(subject, 'index.drop').some(({index}) => isColumn(subject, index.name, name)) ||
    operationsOf(subject, 'constraint.drop').some(
      (drop) =>
        (primary && drop.type === 'primary-key') ||
        (drop.type !== 'foreign-key' && drop.type !== 'check' && isKey(subject, drop.name, name))
    )
  )
}

/** Whether the statement drops a constraint by its name. */
export function dropsConstraint(subject: Subject, {name, type}: Pick<Constraint, 'name' | 'type'>): boolean {
  return operationsOf(subject, 'constraint.drop').some(
    (drop) => (drop.type === undefined || drop.type === type) && isColumn(subject, drop.name, name)
  )
}

/** The table's indexes that outlive the statement; those whose every column goes, go too. */
export function remainingIndexes(subject: Subject): readonly Index[] {
  return (subject.table?.indexes ?? []).filter(
    (index) =>
      !dropsIndex(subject, index) &&
      !index.elements.every(({column}) => column !== undefined && isDropped(subject, column))
  )
}

/** The column of an operation on one, where the table lists it. */
export function columnNamed(subject: Subject, name: string): Column | undefined {
  return subject.table && findColumn(subject.context.dialect, subject.table, name)
}
