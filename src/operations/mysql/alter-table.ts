import type {AlterClause, AlterTableSyntax, RequestSyntax} from '../../parse/mysql/syntax/alter-table.js'
import type {ConstraintType} from '../definitions.js'
import type {AlterClauses, Operation} from '../operation.js'
import {lowerColumn} from './column.js'
import {lowerTableConstraint} from './key.js'
import {lowerOption} from './option.js'
import {lowerPartitionClause} from './partition.js'

/** Turn each clause of `ALTER TABLE` into operations. */
export function lowerAlterTable(syntax: AlterTableSyntax, range: Operation['range']): Operation[] {
  const operations: Operation[] = []
  for (const operation of syntax.clauses.flatMap((clause) => lowerClause(syntax, clause))) {
    const last = operations.at(-1)
    if (!last || !mergeCharset(last, operation)) operations.push(operation)
  }
  if (operations.length === 0) operations.push({kind: 'table.alter-nothing', table: syntax.table, range})
  return syntax.ifExists ? operations.map((operation) => ({...operation, ifTableExists: true})) : operations
}

/** `CHARSET=x COLLATE=y` is one change. */
function mergeCharset(last: Operation, operation: Operation): boolean {
  if (last.kind !== 'table.set-default-charset' || operation.kind !== last.kind) return false
  if (last.collation !== undefined || operation.charset !== undefined) return false
  last.collation = operation.collation
  last.range = {start: last.range.start, end: operation.range.end}
  return true
}

/** Turn `ALGORITHM=`, `LOCK=` and their like into the request; `undefined` where none is written. */
export function lowerRequest(request: RequestSyntax): AlterClauses | undefined {
  if (!request.range) return undefined
  const clauses: AlterClauses = {range: request.range}
  if (request.algorithm !== undefined) clauses.algorithm = request.algorithm as AlterClauses['algorithm']
  if (request.lock !== undefined) clauses.lock = request.lock as AlterClauses['lock']
  if (request.ignore === true) clauses.ignore = true
  if (request.online === true) clauses.online = true
  if (request.wait !== undefined) clauses.wait = request.wait
  return clauses
}

function lowerClause(syntax: AlterTableSyntax, clause: AlterClause): Operation[] {
  const {range} = clause
  const {table} = syntax
  switch (clause.kind) {
    case 'add-columns':
      return clause.columns.map(({column, position}) => ({
        kind: 'column.add',
        table,
        range,
        column: lowerColumn(column),
        ...(clause.ifNotExists && {ifNotExists: true}),
        ...(position && {position})
      }))
    case 'add-constraint': {
      const {constraint, index} = lowerTableConstraint(clause.constraint)
      const ifNotExists = clause.constraint.ifNotExists === true ? {ifNotExists: true} : {}
      if (constraint) return [{kind: 'constraint.add', table, range, constraint, ...ifNotExists}]
      return [{kind: 'index.create', table, range, index, ...ifNotExists}]
    }
    case 'modify-column':
      return [
        {
          kind: 'column.modify',
          table,
          range,
          column: clause.name,
          definition: lowerColumn(clause.column),
          ...(clause.ifExists && {ifExists: true}),
          ...(clause.position && {position: clause.position})
        }
      ]
    case 'option':
      return [lowerOption(table, clause.option, range)]
    case 'convert-charset': {
      const charset = clause.charset?.toLowerCase()
      const collation = clause.collation?.toLowerCase()
      return [{kind: 'table.convert-charset', table, range, charset, collation}]
    }
    default:
      return [
        lowerColumnClause(table, clause) ??
          lowerKeyClause(table, clause) ??
          lowerPartitionClause(table, clause) ??
          lowerTableClause(table, clause)
      ]
  }
}

type Table = AlterTableSyntax['table']

function lowerColumnClause(table: Table, clause: AlterClause): Operation | undefined {
  const {range} = clause
  switch (clause.kind) {
    case 'drop-column':
      return {kind: 'column.drop', table, range, column: clause.column, ...(clause.ifExists && {ifExists: true})}
    case 'rename-column': {
      const {column, ifExists, to} = clause
      return {kind: 'column.rename', table, range, column, to, ...(ifExists && {ifExists: true})}
    }
    case 'set-default':
      return {kind: 'column.set-default', table, range, column: clause.column, default: {text: clause.value.text}}
    case 'drop-default':
      return {kind: 'column.drop-default', table, range, column: clause.column}
    case 'set-column-visibility':
      return {kind: 'column.set-visibility', table, range, column: clause.column, invisible: clause.invisible}
    default:
      return undefined
  }
}

const constraintTypes: Record<string, ConstraintType | undefined> = {
  'primary-key': 'primary-key',
  'foreign-key': 'foreign-key',
  check: 'check'
}

function lowerKeyClause(table: Table, clause: AlterClause): Operation | undefined {
  const {range} = clause
  switch (clause.kind) {
    case 'drop-key': {
      const ifExists = clause.ifExists ? {ifExists: true} : {}
      if (clause.what === 'index') {
        return {kind: 'index.drop', table, range, index: {name: clause.name ?? ''}, ...ifExists}
      }
      const type = constraintTypes[clause.what]
      return {kind: 'constraint.drop', table, range, name: clause.name, ...(type && {type}), ...ifExists}
    }
    case 'rename-index': {
      const {ifExists, index, to} = clause
      return {kind: 'index.rename', table, range, index: {name: index}, to, ...(ifExists && {ifExists: true})}
    }
    case 'set-index-visibility': {
      const {ifExists, index, invisible} = clause
      return {kind: 'index.set-visibility', table, range, index, invisible, ...(ifExists && {ifExists: true})}
    }
    case 'enforce-constraint':
      return {kind: 'constraint.alter', table, range, name: clause.name, enforced: clause.enforced}
    default:
      return undefined
  }
}

function lowerTableClause(table: Table, clause: AlterClause): Operation {
  const {range} = clause
  switch (clause.kind) {
    case 'rename-table':
      return {kind: 'table.rename', table, range, to: clause.to}
    case 'order-by':
      return {kind: 'table.order-by', table, range, columns: clause.columns}
    case 'enable-keys':
      return {kind: 'table.enable-keys', table, range, enable: clause.enable}
    case 'tablespace':
      return {kind: clause.discard ? 'table.discard-tablespace' : 'table.import-tablespace', table, range}
    case 'validation':
      return {kind: 'table.set-validation', table, range, validation: clause.validation}
    case 'secondary':
      return {
        kind: 'table.set-secondary-engine',
        table,
        range,
        engine: undefined,
        load: clause.load ? 'load' : 'unload'
      }
    case 'system-versioning':
      return {kind: clause.add ? 'table.add-system-versioning' : 'table.drop-system-versioning', table, range}
    case 'add-period':
      return {kind: 'table.add-period', table, range, name: clause.name, columns: clause.columns}
    case 'drop-period':
      return {kind: 'table.drop-period', table, range, name: clause.name}
    default:
      return {kind: 'table.force', table, range}
  }
}
