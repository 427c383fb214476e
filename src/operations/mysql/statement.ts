import type {Cursor} from '../../parse/mysql/cursor.js'
import type {StatementSyntax} from '../../parse/mysql/syntax/statement.js'
import type {Range} from '../../parse/source.js'
import type {AlterClauses, Operation} from '../operation.js'
import {lowerAlterTable, lowerRequest} from './alter-table.js'
import {readDml} from './dml/dml.js'
import {describeQuery} from './dml/structure.js'
import {lowerTableConstraint} from './key.js'
import {lowerObject} from './object.js'
import {lowerSession} from './session.js'
import {lowerCreateTable} from './table.js'

/** What a statement does by itself, whatever stands before it in the file. */
export interface Lowered {
  operations: Operation[]
  clauses?: AlterClauses | undefined
}

/**
 * Turn the syntax of a statement into operations.
 *
 * @param cursor At the statement's end; its tokens are needed for queries.
 * @throws {UnexpectedError} Where rows are read or written by a broken statement.
 */
export function lowerStatement(syntax: StatementSyntax, cursor: Cursor, range: Range): Lowered {
  switch (syntax.kind) {
    case 'create-table':
      return {operations: [lowerCreateTable(syntax, range, ({from, to}) => describeQuery(cursor, from, to))]}
    case 'alter-table':
      return {operations: lowerAlterTable(syntax, range), clauses: lowerRequest(syntax.request)}
    case 'create-index':
    case 'drop-index':
      return {operations: [lowerIndexStatement(syntax, range)], clauses: lowerRequest(syntax.request)}
    case 'drop-table':
    case 'rename-table':
    case 'lock-tables':
    case 'maintain':
    case 'truncate':
      return {operations: lowerTableStatement(syntax, range), clauses: lowerRequest(syntax.request)}
    case 'create-view': {
      const {columns, ifNotExists, orReplace, query, view} = syntax
      const {columns: named, reads, star} = describeQuery(cursor, query.from, query.to)
      const operation: Operation<'view.create'> = {
        kind: 'view.create',
        range,
        view,
        materialized: false,
        reads,
        // Of a list that leaves some out, nobody could tell whether one is gone.
        columns: columns.length > 0 ? columns : star ? [] : named
      }
      if (orReplace) operation.orReplace = true
      if (ifNotExists) operation.ifNotExists = true
      return {operations: [operation]}
    }
    case 'dml':
      return {operations: readDml(cursor, range)}
    default:
      return {operations: lowerSession(syntax, range) ?? lowerObject(syntax, range)}
  }
}

type IndexStatement = Extract<StatementSyntax, {kind: 'create-index' | 'drop-index'}>

function lowerIndexStatement(syntax: IndexStatement, range: Range): Operation {
  const {table} = syntax
  if (syntax.kind === 'drop-index') {
    const ifExists = syntax.ifExists ? {ifExists: true} : {}
    // `PRIMARY` is the primary key's name: https://dev.mysql.com/doc/refman/9.7/en/drop-index.html
    if (syntax.index.toUpperCase() === 'PRIMARY') {
      return {kind: 'constraint.drop', table, range, name: undefined, type: 'primary-key', ...ifExists}
    }
    return {kind: 'index.drop', table, range, index: {name: syntax.index}, ...ifExists}
  }
  const flags = {...(syntax.ifNotExists && {ifNotExists: true}), ...(syntax.orReplace && {orReplace: true})}
  const {constraint, index} = lowerTableConstraint(syntax.index)
  if (index) return {kind: 'index.create', table, range, index, ...flags}
  const unique = constraint.index ?? {unique: true, elements: [], include: []}
  return {kind: 'index.create', table, range, index: unique, ...flags}
}

type TableStatement = Extract<
  StatementSyntax,
  {kind: 'drop-table' | 'rename-table' | 'lock-tables' | 'maintain' | 'truncate'}
>

function lowerTableStatement(syntax: TableStatement, range: Range): Operation[] {
  switch (syntax.kind) {
    case 'drop-table': {
      const existing = {...(syntax.ifExists && {ifExists: true}), ...(syntax.cascade && {cascade: true})}
      const temporary = syntax.temporary ? {temporary: true} : {}
      return syntax.tables.map(({range, value}) => ({
        kind: 'table.drop',
        table: value,
        range,
        ...existing,
        ...temporary
      }))
    }
    case 'rename-table':
      return syntax.pairs.map(({range, value: {from, to}}) => ({
        kind: 'table.rename',
        table: from,
        range,
        to,
        ...(syntax.ifExists && {ifExists: true})
      }))
    case 'lock-tables':
      return syntax.tables.map(({range, value: {mode, table}}) => ({kind: 'table.lock', table, range, mode}))
    case 'maintain':
      return syntax.tables.map(({range, value}): Operation => ({kind: `table.${syntax.action}`, table: value, range}))
    case 'truncate':
      return [{kind: 'table.truncate', table: syntax.table, range}]
  }
}
