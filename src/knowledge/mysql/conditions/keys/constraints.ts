/** Conditions on constraints and foreign keys that an operation adds, drops or alters. */
import type {ConstraintDefinition} from '../../../../operations/definitions.js'
import {findConstraint, findIndex} from '../../../../schema/lookup.js'
import type {Constraint} from '../../../../schema/objects.js'
import type {Verdict} from '../../../effect.js'
import {operationsOf, remainingIndexes} from '../../subject.js'
import type {Subject} from '../../subject.js'
import {ofTable} from '../table.js'
import {isUsable, newIndexes} from './written.js'

/** The existing constraint that an operation drops or alters. */
function namedConstraint(subject: Subject): Constraint | undefined {
  const {operation, table} = subject
  if (!table || (operation.kind !== 'constraint.drop' && operation.kind !== 'constraint.alter')) return undefined
  return operation.name === undefined ? undefined : findConstraint(subject.context.dialect, table, operation.name)
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

function enforces(subject: Subject): Verdict {
  const {operation} = subject
  if (operation.kind !== 'constraint.alter' || operation.enforced !== true) return false
  const found = namedConstraint(subject)
  return found && !found.enforced
}

export const constraintConditions = {
  'key-missing': isMissing,
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
  'references-itself-anywhere': (subject: Subject) =>
    [
      ...operationsOf(subject, 'constraint.add').map(({constraint, table}) => ({constraint, table})),
      ...operationsOf(subject, 'column.add').flatMap(({column, table}) =>
        column.constraints.map((constraint) => ({constraint, table}))
      )
    ].some(({constraint, table}) => constraint.references?.table.name === table.name)
}
