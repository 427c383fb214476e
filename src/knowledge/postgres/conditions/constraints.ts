/** Adding, dropping, validating and changing constraints. */
import type {DataType} from '../../../operations/definitions.js'
import type {Constraint, Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {columnsIn} from '../expressions/tree.js'
import {defaultOperatorClass, isBinaryCast, openType} from '../expressions/type-facts.js'
import {all, any, not} from '../expressions/verdict.js'
import {isOnly, isSame, tableOf, targetAt, targetOf, type Look} from '../look.js'
import {referencedColumns} from '../roles/foreign-keys.js'
import {changedColumn, isRewritingTypeChange} from './type-change.js'
import {provenChecks} from './checks.js'
import {isAccessMethodKept, isPersistenceKept} from './statements.js'

type ConstraintType = Constraint['type']

/** Type of the constraint that the operation is about; `undefined` where the catalog does not know it. */
export function constraintType(look: Look): ConstraintType | undefined {
  const {operation} = look
  if (operation.kind === 'constraint.add') return operation.constraint.type
  return namedConstraint(look)?.type ?? addedByStatement(look)?.type
}

/** The constraint that the operation names, as the catalog has it. */
export function namedConstraint(look: Look, table: Table | undefined = namedTable(look)): Constraint | undefined {
  const {operation} = look
  const name = 'name' in operation ? operation.name : undefined
  return table?.constraints.find((constraint) => constraint.name === name)
}

function namedTable(look: Look): Table | undefined {
  const name = tableOf(look.operation)
  return name && targetOf(look, name).table
}

/** The constraint that the operation names and that the same statement adds. */
function addedByStatement({command, operation}: Look) {
  const name = 'name' in operation ? operation.name : undefined
  for (const other of command.operations) {
    if (other.kind === 'constraint.add' && other.constraint.name === name) return other.constraint
  }
  return undefined
}

/** A condition: the constraint has a type. */
export const isOfType =
  (type: ConstraintType) =>
  (look: Look): Verdict => {
    const found = constraintType(look)
    return found === undefined ? (isMissing(look) === true ? false : undefined) : found === type
  }

/** Whether there is no such constraint. */
export function isMissing(look: Look): Verdict {
  const table = namedTable(look)
  if (!table || table.incomplete === true) return undefined
  return namedConstraint(look) === undefined && addedByStatement(look) === undefined
}

/** Whether it is added without looking at the rows. */
export function isAddedUnchecked({operation}: Look): Verdict {
  if (operation.kind !== 'constraint.add') return false
  return operation.constraint.notValid === true || operation.constraint.notEnforced === true
}

export const isNotEnforced = ({operation}: Look): Verdict =>
  operation.kind === 'constraint.add' && operation.constraint.notEnforced === true

export const usesIndex = ({operation}: Look): Verdict =>
  operation.kind === 'constraint.add' && operation.constraint.usingIndex !== undefined

/** Whether the named constraint is valid already. */
export function isValidated(look: Look): Verdict {
  const found = namedConstraint(look, look.relation.table) ?? namedConstraint(look)
  if (found) return found.valid
  return isMissing(look) === false ? false : undefined
}

/** Whether a check is kept from children: NO INHERIT. */
export function isNoInherit(look: Look): Verdict {
  const {operation} = look
  if (operation.kind === 'constraint.add') return operation.constraint.noInherit === true
  return namedConstraint(look)?.noInherit === true
}

/** Whether the relation is the one that the statement names, and none that hangs on it. */
export function isNamedRelation(look: Look): Verdict {
  const {operation} = look
  const isTable = operation.kind === 'index.reindex' && operation.target === 'table'
  const name = isTable ? operation.name : tableOf(operation)
  return name === undefined ? true : isSame(targetOf(look, name).name, look.relation.name)
}

/** Whether the statement says ONLY. */
export const saysOnly = ({operation}: Look): Verdict => isOnly(operation)

/** Whether a valid check uses the column whose type changes, so that it is checked again. */
export function isCheckRepeated(look: Look): Verdict {
  const {operation, relation} = look
  if (operation.kind !== 'column.set-type' || !relation.table) return undefined
  const {column} = operation
  return any(provenChecks(relation.table, look), ({expression}) => columnsIn(expression?.tree).has(column))
}

/** Foreign keys that a type change takes away and makes again, with whether they are checked again. */
export function repeatedForeignKeys(
  look: Look,
  table: Table,
  columns: (key: Constraint) => readonly string[]
): Constraint[] {
  const {operation} = look
  if (operation.kind !== 'column.set-type') return []
  return table.constraints.filter((key) => key.type === 'foreign-key' && columns(key).includes(operation.column))
}

/** Whether the comparison of a foreign key stays the same, so that its rows need not be read again. */
export function isForeignKeyKept(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.set-type') return true
  const name = tableOf(operation)
  const changing = {...look, relation: name ? targetOf(look, name) : look.relation}
  const rewriting = isRewrittenBefore(changing)
  if (rewriting !== false) return rewriting === true ? false : undefined
  const old = changedColumn(changing)?.type
  if (!old) return undefined
  const own = changing.relation.table ? repeatedForeignKeys(look, changing.relation.table, ({columns}) => columns) : []
  if (own.length > 0) return all(own, (key) => isComparedAsBefore(key, operation.column, old, operation.type, look))
  return defaultOperatorClass('btree', old, look)?.name === defaultOperatorClass('btree', operation.type, look)?.name
}

/**
 * Whether the statement writes the table anew, as far as the server has seen it when it makes keys again: by another type
 * of any column, or by what it looks at before all work. Follows `ATPostAlterTypeParse` in the server's `tablecmds.c`.
 */
const isRewrittenBefore = (look: Look): Verdict =>
  any(look.command.operations, (operation) => {
    const other = {...look, operation}
    if (operation.kind === 'table.set-persistence') return not(isPersistenceKept(other))
    if (operation.kind === 'table.set-access-method') return not(isAccessMethodKept(other))
    return isRewritingTypeChange(other)
  })

/** Whether no foreign key that a type change makes again is checked then: each is `NOT VALID` or `NOT ENFORCED`. */
export function isForeignKeyUnchecked(look: Look): Verdict {
  const {operation, relation} = look
  const name = tableOf(operation)
  if (operation.kind !== 'column.set-type' || !name || !relation.table) return undefined
  const changing = targetOf(look, name)
  const keys = isSame(changing.name, relation.name)
    ? repeatedForeignKeys(look, relation.table, ({columns}) => columns)
    : repeatedForeignKeys(look, relation.table, (key) =>
        key.references && isSame(key.references.table, changing.name) ? referencedColumns(key, changing.table) : []
      )
  return keys.length > 0 && keys.every(({enforced, valid}) => !valid || !enforced)
}

/**
 * Whether a column is cast to the type that its foreign key references in the same way, or not at all. Follows
 * `ATAddForeignKeyConstraint` in the server's `tablecmds.c`.
 */
function isComparedAsBefore(key: Constraint, column: string, old: DataType, fresh: DataType, look: Look): Verdict {
  const {references} = key
  const other = references && targetAt(look, references.table).table
  const name = referencedColumns(key, other)[key.columns.indexOf(column)]
  const type = other?.columns.find((one) => one.name === name)?.type
  if (!type) return undefined
  const operand = openType(type, look).base
  const isCast = (from: DataType): boolean => !isBinaryCast(openType(from, look).base, operand, look)
  return !isCast(old) && !isCast(fresh)
}
