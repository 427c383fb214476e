/** Rows without a value, where a column is to be `NOT NULL`. */
import {quoteName, quoteTable} from '../../../sql/mysql.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {findColumn} from '../../../schema/lookup.js'
import type {Draft, RecipeView} from '../../recipe.js'
import {keptTimes} from './kept-times.js'
import {objectOf} from './sql.js'

type Modify = Operation<'column.modify'>

/** Changes by which a column that may be NULL no longer may. */
function tightened(table: Name, operations: readonly Operation[], {dialect, table: find}: RecipeView): Modify[] {
  const found = find(table)
  return operations.filter((operation): operation is Modify => {
    if (operation.kind !== 'column.modify' || operation.definition.nullable !== false) return false
    return found !== undefined && findColumn(dialect, found, operation.column)?.notNull === false
  })
}

/** Their names, as the statement has them. */
export function tightenedColumns(table: Name, operations: readonly Operation[], view: RecipeView): string[] {
  return tightened(table, operations, view).map(({column}) => column)
}

/** A value that is written there: what is computed is another one for each row. */
const constant = /^(?:-?\d+(?:\.\d+)?|'(?:[^'\\]|\\.|'')*'|true|false)$/i

/** Rows get the default, where there is one; else nobody but the application knows their values: they are looked for. */
export function nullDrafts(
  table: Name,
  operations: readonly Operation[],
  gate: string | undefined,
  view: RecipeView
): Draft[] {
  const own = objectOf(table, view)
  const key = view.table(table)?.indexes.find(({primary}) => primary)
  const shown = key?.elements.map(({column = ''}) => quoteName(column)).join(', ') ?? '*'
  return tightened(table, operations, view).map(({column, definition}): Draft => {
    const [name, value] = [quoteName(column), definition.default?.text.trim()]
    const about = {
      phase: gate === undefined ? 'backfill' : 'contract',
      ...(gate !== undefined && {gate}),
      undo: []
    } as const
    if (value !== undefined && constant.test(value)) {
      const set = `${name} = ${value}${keptTimes(table, column, view)}`
      const input = {table: own, verb: 'update', set, where: `target.${name} IS NULL`} as const
      const undoNote = 'which rows had none is not kept'
      return {
        ...about,
        kind: 'batch',
        title: `Give \`${column}\` its default where it is NULL`,
        input: {...input, idempotent: true},
        undoNote
      }
    }
    const input = {
      query: `SELECT ${shown} FROM ${quoteTable(own)} WHERE ${name} IS NULL LIMIT 5`,
      expected: `every row of \`${own.name}\` to have a value in \`${column}\``
    }
    return {
      ...about,
      kind: 'verify',
      title: `Look whether every row has a value in \`${column}\``,
      input,
      undoNote: 'it only reads'
    }
  })
}

/** A column that is as new as the release that writes it; `undefined`: there is none. */
export function untimelyGate(table: Name, operations: readonly Operation[], view: RecipeView): string | undefined {
  const columns = tightened(table, operations, view)
    .filter(({column, definition}) => definition.default === undefined && view.isNewColumn(table, column))
    .map(({column}) => `\`${table.name}.${column}\``)
  return columns.length === 0
    ? undefined
    : `every running release writes ${columns.join(', ')}, and the rows that were there have a value`
}
