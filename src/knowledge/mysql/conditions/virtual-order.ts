/**
 * Conditions on the order in which virtual columns stand, counted among themselves: MySQL keeps them
 * apart from the rows, and a newcomer can only go to their end without a copy. The hidden column of an
 * index on an expression stands behind all others; several of them by the names of their indexes.
 */
import type {Column, Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {isColumn, isDropped, operationsOf, remainingIndexes} from '../subject.js'
import type {Subject} from '../subject.js'
import {isFunctional, isVirtual, ofTable} from './table.js'

/** The existing columns that stand behind the one that the operation adds or drops. */
function columnsBehind(subject: Subject, {columns}: Table): readonly Column[] {
  const {operation} = subject
  if (operation.kind === 'column.drop') return behind(subject, columns, operation.column)
  if (operation.kind !== 'column.add' || operation.position === undefined) return []
  return operation.position === 'first' ? columns : behind(subject, columns, operation.position.after)
}

function behind(subject: Subject, columns: readonly Column[], name: string): readonly Column[] {
  const index = columns.findIndex((column) => isColumn(subject, column.name, name))
  return index < 0 ? [] : columns.slice(index + 1).filter((column) => !isDropped(subject, column.name))
}

/** A hidden column is called by its index, in lower case; the sign that ends the name sorts before letters. */
const hiddenName = (index: string): string => `${index.toLowerCase()}!`

function isBeforeHidden(subject: Subject): Verdict {
  const {operation} = subject
  const name =
    operation.kind === 'index.create'
      ? operation.index.name
      : operation.kind === 'constraint.add'
        ? operation.constraint.name
        : undefined
  return ofTable(subject, () =>
    remainingIndexes(subject)
      .filter(isFunctional)
      .some((index) => hiddenName(name ?? 'functional_index') < hiddenName(index.name))
  )
}

/** At the end of a table that is not known only an index on an expression can stand behind it, which few have. */
function isAddedToUnknownEnd({operation, table}: Subject): boolean {
  return !table && operation.kind === 'column.add' && operation.position === undefined
}

export const virtualOrderConditions = {
  /** A virtual column that stays, also a hidden one, stands behind. */
  'virtual-behind': (subject: Subject) =>
    !isAddedToUnknownEnd(subject) &&
    ofTable(
      subject,
      (table) => columnsBehind(subject, table).some(isVirtual) || remainingIndexes(subject).some(isFunctional)
    ),
  /** A virtual column that stays stands behind the new one. */
  'added-before-virtual': (subject: Subject) =>
    subject.operation.kind === 'column.add' &&
    ofTable(subject, (table) => columnsBehind(subject, table).some(isVirtual)),
  /** The statement drops a column before a virtual one that stays. */
  'drops-before-virtual': (subject: Subject) =>
    ofTable(subject, ({columns}) =>
      operationsOf(subject, 'column.drop').some(({column}) => behind(subject, columns, column).some(isVirtual))
    ),
  'auto-increment-behind': (subject: Subject) =>
    !isAddedToUnknownEnd(subject) &&
    ofTable(subject, (table) => columnsBehind(subject, table).some(({autoIncrement}) => autoIncrement === true)),
  /** The hidden column of a new index on an expression would stand before another one. */
  'hidden-column-behind': isBeforeHidden
}
