/** A column that is added empty, and gets its values, its proofs and its keys one after the other. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {ColumnDefinition, DataType} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'
import {foreignKeyDrafts, nameOfConstraint, unprovedDrafts, writtenConstraint} from './constraints.js'
import {notNullDrafts} from './not-null.js'
import {numberDrafts} from './number-column.js'
import {bareColumnSql, numbersItself, objectOf} from './sql.js'
import {keyDrafts} from './unique.js'
import {isNeverNull, isVolatileValue} from './values.js'

type AddColumn = Operation<'column.add'>

/** Whether rows that are there get values of their own, which the server would write in one go. */
export function fillsRows({column}: AddColumn, view: RecipeView): boolean {
  return numbersItself(column) || (column.default !== undefined && isVolatileValue(column.default, view))
}

/** Whether it must not be NULL, while nothing gives it a value. */
export function isRequired({column}: AddColumn): boolean {
  const hasValue = column.default !== undefined || column.generated !== undefined || numbersItself(column)
  return column.nullable === false && !hasValue
}

/** All steps of it; `unsafe`: there is no such sequence. */
export function addColumnDrafts(operation: AddColumn, view: RecipeView): Outcome | {unsafe: string} {
  const {column, table} = operation
  const {type} = column
  if (type === undefined) return {unsafe: `The type of \`${column.name}\` is not written: nobody can add it bit by bit`}
  const isKey = column.constraints.some((each) => each.type === 'primary-key')
  if (isRequired(operation) && isKey) {
    return {
      unsafe: `\`${column.name}\` is to be the primary key, and nothing gives it a value for the rows that are there`
    }
  }
  const fills = fillsRows(operation, view)
  const drafts = numbersItself(column)
    ? numberDrafts(operation, type, view, isKey)
    : plainDrafts(operation, type, fills, view)
  // The proof is part of the numbering, and of a primary key.
  const proves = column.nullable === false && fills && !numbersItself(column) && !isKey
  const proof = proves ? notNullDrafts({table, column: column.name}, view) : []
  const constraints = column.constraints.flatMap((constraint): Draft[] => {
    if (constraint.type === 'primary-key' || constraint.type === 'unique') {
      return keyDrafts({constraint, table, isProved: column.identity !== undefined}, view)
    }
    const name = nameOfConstraint(constraint, table, view)
    const unproved = {table, name, body: writtenConstraint(constraint, view), what: `\`${name}\``}
    if (constraint.type === 'check') return unprovedDrafts(unproved)
    return constraint.type === 'foreign-key' ? foreignKeyDrafts(unproved, view.table(table), view) : []
  })
  const required = isRequired(operation) ? requiredDrafts(operation, view) : []
  return {drafts: [...drafts, ...proof, ...constraints, ...required], notes: notesOf(operation, fills, view)}
}

function plainDrafts({column, table}: AddColumn, type: DataType, fills: boolean, view: RecipeView): Draft[] {
  const [head, name] = [`ALTER TABLE ${quoteFullName(table)}`, quoteName(column.name)]
  const bare = bareColumnSql(column.name, type, column.collation)
  const about = {
    phase: 'expand',
    title: `Add \`${column.name}\`${fills ? ', with its default for new rows only' : ''}`,
    undo: [`${head} DROP COLUMN ${name}`]
  } as const
  const storage = storageOf(column).map((action) => `${head} ALTER COLUMN ${name} ${action}`)
  const value = column.default
  if (value === undefined || !fills) {
    const given = value === undefined ? '' : ` DEFAULT ${value.text}${column.nullable === false ? ' NOT NULL' : ''}`
    return [shortTransaction(about, [`${head} ADD COLUMN ${bare}${given}`, ...storage])]
  }
  const statements = [
    `${head} ADD COLUMN ${bare}`,
    `${head} ALTER COLUMN ${name} SET DEFAULT ${value.text}`,
    ...storage
  ]
  return [
    shortTransaction(about, statements),
    {
      phase: 'backfill',
      kind: 'batch',
      title: `Fill \`${column.name}\` for the rows that are there`,
      input: {
        table: objectOf(table, view),
        verb: 'update',
        set: `${name} = ${value.text}`,
        where: `target.${name} IS NULL`,
        idempotent: isNeverNull(value)
      },
      undo: [],
      undoNote: 'the values go with the column'
    }
  ]
}

function storageOf({compression, storage}: ColumnDefinition): string[] {
  return [
    ...(storage === undefined ? [] : [`SET STORAGE ${storage}`]),
    ...(compression === undefined ? [] : [`SET COMPRESSION ${compression}`])
  ]
}

/** Nobody but the application knows the values. */
function requiredDrafts({column, table}: AddColumn, view: RecipeView): Draft[] {
  const gate = `every running release writes \`${table.name}.${column.name}\`, and the rows that were there have a value`
  return notNullDrafts({table, column: column.name, phase: 'contract', gate}, view)
}

function notesOf({table}: AddColumn, fills: boolean, view: RecipeView): string[] {
  const triggers = view
    .table(table)
    ?.triggers.filter(({enabled, events}) => enabled !== false && events.includes('update'))
  if (!fills || triggers === undefined || triggers.length === 0) return []
  const names = triggers.map(({name}) => `\`${name}\``).join(', ')
  return [`Filling the rows runs the triggers of \`${table.name}\`: ${names}`]
}
