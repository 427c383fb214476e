/** What takes changes of a table back, as `ALTER TABLE` has it. */
import {quoteName} from '../../../sql/mysql.js'
import {findColumn, findIndex} from '../../../schema/lookup.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {RecipeView} from '../../recipe.js'
import {alterTable} from './sql.js'
import {findWay, whenDone} from './ways.js'

/** One statement that takes them all back; `undefined`: there is none, or it would not be cheap. */
export function undoOf(
  table: Name,
  operations: readonly Operation[],
  before: readonly Operation[],
  view: RecipeView
): string | undefined {
  const back = operations.map((operation) => contraryOf(table, operation, view))
  if (!back.every((each) => each !== undefined)) return undefined
  const inOrder = back.reverse()
  const way = whenDone([...before, ...operations], view, () =>
    findWay(
      table,
      inOrder.map(({operation}) => operation),
      view
    )
  )
  return (
    way &&
    alterTable(
      table,
      inOrder.map(({text}) => text),
      way.clause
    )
  )
}

interface Contrary {
  operation: Operation
  text: string
}

function contraryOf(table: Name, operation: Operation, view: RecipeView): Contrary | undefined {
  const {range} = operation
  const found = view.table(table)
  switch (operation.kind) {
    case 'column.add': {
      const column = operation.column.name
      return {operation: {kind: 'column.drop', table, column, range}, text: `DROP COLUMN ${quoteName(column)}`}
    }
    case 'column.rename': {
      const {column, to} = operation
      const text = `RENAME COLUMN ${quoteName(to)} TO ${quoteName(column)}`
      return {operation: {kind: 'column.rename', table, column: to, to: column, range}, text}
    }
    case 'column.set-visibility': {
      const {column, invisible} = operation
      const text = `ALTER COLUMN ${quoteName(column)} SET ${invisible ? '' : 'IN'}VISIBLE`
      return {operation: {...operation, invisible: !invisible}, text}
    }
    case 'column.set-default':
    case 'column.drop-default': {
      const before = found && findColumn(view.dialect, found, operation.column)
      if (!before) return undefined
      const {column} = operation
      const head = `ALTER COLUMN ${quoteName(column)}`
      // Without any default a column that may be NULL is another one than with `DEFAULT NULL`.
      const value = before.default ?? (before.notNull ? undefined : {text: 'NULL'})
      return value === undefined
        ? {operation: {kind: 'column.drop-default', table, column, range}, text: `${head} DROP DEFAULT`}
        : {
            operation: {kind: 'column.set-default', table, column, default: value, range},
            text: `${head} SET DEFAULT ${value.text}`
          }
    }
    case 'index.create':
      return operation.index.name === undefined ? undefined : dropIndex(table, operation.index.name, range)
    case 'constraint.add':
      return operation.constraint.type === 'unique' && operation.constraint.name !== undefined
        ? dropIndex(table, operation.constraint.name, range)
        : undefined
    case 'index.rename': {
      const {index, to} = operation
      const text = `RENAME INDEX ${quoteName(to)} TO ${quoteName(index.name)}`
      return {operation: {kind: 'index.rename', table, index: {name: to}, to: index.name, range}, text}
    }
    case 'index.set-visibility': {
      const index = found && findIndex(view.dialect, found, operation.index)
      if (!index) return undefined
      const invisible = index.invisible === true
      return {
        operation: {...operation, invisible},
        text: `ALTER INDEX ${quoteName(index.name)} ${visibility(invisible, view)}`
      }
    }
    default:
      return undefined
  }
}

function dropIndex(table: Name, name: string, range: Operation['range']): Contrary {
  return {operation: {kind: 'index.drop', table, index: {name}, range}, text: `DROP INDEX ${quoteName(name)}`}
}

/** https://dev.mysql.com/doc/refman/8.4/en/invisible-indexes.html, https://mariadb.com/kb/en/ignored-indexes/ */
export function visibility(invisible: boolean, {dialect}: Pick<RecipeView, 'dialect'>): string {
  if (dialect === 'mariadb') return invisible ? 'IGNORED' : 'NOT IGNORED'
  return invisible ? 'INVISIBLE' : 'VISIBLE'
}
