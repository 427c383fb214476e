import type {Operation} from '../../operation.js'
import {optionText} from '../constant.js'
import {toDataType} from '../data-type.js'
import {toExpression} from '../expression.js'
import {as, itemsOf, strings} from '../node.js'
import {findOption, toParameters} from '../option.js'
import type {Stretch} from '../source.js'
import {cut, findToken, insideBrackets} from '../source.js'
import type {Clause} from './clause.js'
import {clauseOperation, existingOf, onlyOf} from './clause.js'
import {toColumn} from './column.js'

/** Clauses about a column; `undefined` for all others. */
export function lowerColumnClause(clause: Clause): Operation | undefined {
  const {command, stretch, table} = clause
  // `ALTER COLUMN 3 SET STATISTICS` names a column of an index by its number.
  const column = command.name ?? String(command.num ?? '')
  switch (command.subtype) {
    case 'AT_AddColumn':
    case 'AT_AddColumnToView':
      return addColumn(clause)
    case 'AT_DropColumn':
      return clauseOperation(clause, 'column.drop', {table, column, ...existingOf(clause), ...onlyOf(clause)})
    case 'AT_AlterColumnType':
      return setType(clause, column)
    case 'AT_ColumnDefault':
    case 'AT_CookedColumnDefault':
      if (!command.def) return clauseOperation(clause, 'column.drop-default', {table, column})
      return clauseOperation(clause, 'column.set-default', {
        table,
        column,
        default: toExpression(command.def, after(stretch, 'DEFAULT'))
      })
    case 'AT_SetNotNull':
      return clauseOperation(clause, 'column.set-not-null', {table, column})
    case 'AT_DropNotNull':
      return clauseOperation(clause, 'column.drop-not-null', {table, column})
    case 'AT_SetExpression':
      return setExpression(clause, column)
    case 'AT_DropExpression':
      return clauseOperation(clause, 'column.drop-expression', {table, column, ...existingOf(clause)})
    case 'AT_SetStatistics':
      return clauseOperation(clause, 'column.set-statistics', {
        table,
        column,
        ...(command.def ? {} : {toDefault: true})
      })
    case 'AT_SetStorage':
      return clauseOperation(clause, 'column.set-storage', {
        table,
        column,
        storage: optionText(command.def).toLowerCase()
      })
    case 'AT_SetCompression':
      return clauseOperation(clause, 'column.set-compression', {table, column, compression: optionText(command.def)})
    default:
      return lowerColumnOptions(clause, column)
  }
}

function lowerColumnOptions(clause: Clause, column: string): Operation | undefined {
  const {command, table} = clause
  const parameters = toParameters(itemsOf(command.def))
  switch (command.subtype) {
    case 'AT_SetOptions':
    case 'AT_AlterColumnGenericOptions':
      return clauseOperation(clause, 'column.set-parameters', {table, column, parameters})
    case 'AT_ResetOptions':
      return clauseOperation(clause, 'column.set-parameters', {table, column, parameters, reset: true})
    case 'AT_AddIdentity':
      return clauseOperation(clause, 'column.add-identity', {
        table,
        column,
        identity: as(command.def, 'Constraint')?.generated_when === 'd' ? 'by-default' : 'always'
      })
    case 'AT_SetIdentity':
      return setIdentity(clause, column)
    case 'AT_DropIdentity':
      return clauseOperation(clause, 'column.drop-identity', {table, column, ...existingOf(clause)})
    default:
      return undefined
  }
}

function after(stretch: Stretch, word: string): Stretch | undefined {
  const index = findToken(stretch, [word])
  return index === -1 ? undefined : cut(stretch, index + 1)
}

function addColumn(clause: Clause): Operation | undefined {
  const {command, stretch, table} = clause
  const column = as(command.def, 'ColumnDef')
  if (!column) return undefined
  return clauseOperation(clause, 'column.add', {
    table,
    column: toColumn(column, stretch),
    ...(command.missing_ok ? {ifNotExists: true} : {}),
    ...onlyOf(clause)
  })
}

function setType(clause: Clause, column: string): Operation | undefined {
  const {command, stretch, table} = clause
  const definition = as(command.def, 'ColumnDef')
  if (!definition?.typeName) return undefined
  const collation = strings(definition.collClause?.collname).join('.')
  return clauseOperation(clause, 'column.set-type', {
    table,
    column,
    type: toDataType(definition.typeName),
    ...(collation === '' ? {} : {collation}),
    ...(definition.raw_default ? {using: toExpression(definition.raw_default, after(stretch, 'USING'))} : {})
  })
}

function setExpression(clause: Clause, column: string): Operation | undefined {
  const {command, stretch, table} = clause
  if (!command.def) return undefined
  const open = findToken(stretch, ['('])
  const inside = open === -1 ? undefined : insideBrackets(stretch, open)
  return clauseOperation(clause, 'column.set-expression', {
    table,
    column,
    expression: toExpression(command.def, inside)
  })
}

/** The grammar gives the letter as its code: 97 is `a`, always, and 100 is `d`, by default. */
const byDefault = 'd'.charCodeAt(0)

function setIdentity(clause: Clause, column: string): Operation {
  const {command, table} = clause
  const generated = findOption(itemsOf(command.def), 'generated')?.arg
  const code = as(generated, 'Integer')?.ival
  return clauseOperation(clause, 'column.set-identity', {
    table,
    column,
    ...(code === undefined ? {} : {identity: code === byDefault ? 'by-default' : 'always'})
  })
}
