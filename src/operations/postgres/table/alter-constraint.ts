import type {Operation, OperationFields} from '../../operation.js'
import {as} from '../node.js'
import type {Clause} from './clause.js'
import {clauseOperation, existingOf, onlyOf} from './clause.js'
import {toConstraint} from './constraint.js'

/** Clauses about a constraint; `undefined` for all others. */
export function lowerConstraintClause(clause: Clause): Operation | undefined {
  const {command, stretch, table} = clause
  const name = command.name ?? ''
  switch (command.subtype) {
    case 'AT_AddConstraint':
    case 'AT_AddIndexConstraint': {
      const definition = as(command.def, 'Constraint')
      const constraint = definition && toConstraint(definition, stretch)
      return constraint && clauseOperation(clause, 'constraint.add', {table, constraint, ...onlyOf(clause)})
    }
    case 'AT_DropConstraint':
      return clauseOperation(clause, 'constraint.drop', {table, name, ...existingOf(clause), ...onlyOf(clause)})
    case 'AT_ValidateConstraint':
      return clauseOperation(clause, 'constraint.validate', {table, name})
    case 'AT_AlterConstraint':
      return alterConstraint(clause)
    default:
      return undefined
  }
}

function alterConstraint(clause: Clause): Operation {
  const change = as(clause.command.def, 'ATAlterConstraint')
  const fields: OperationFields['constraint.alter'] = {table: clause.table, name: change?.conname ?? ''}
  if (change?.alterDeferrability) {
    fields.deferrable = change.deferrable ?? false
    fields.initiallyDeferred = change.initdeferred ?? false
  }
  if (change?.alterEnforceability) fields.enforced = change.is_enforced ?? false
  if (change?.alterInheritability) fields.noInherit = change.noinherit ?? false
  return clauseOperation(clause, 'constraint.alter', fields)
}
