/** Columns that come with values that nobody gives them. */
import type {Operation} from '../../../operations/operation.js'
import {quoteName} from '../../../sql/mysql.js'
import type {Draft, Outcome, RecipeView} from '../../recipe.js'
import {changeDrafts} from './change.js'
import {ddlDraft} from './drafts.js'
import {keptTimes} from './kept-times.js'
import {lacksKey} from './shadow.js'
import {alterTable, objectOf} from './sql.js'
import {findWay, whenDone} from './ways.js'
import {zeroOf} from './zero.js'

type AddColumn = Operation<'column.add'>

/** Whether it must not be NULL, while nothing gives it a value: rows of running releases would be refused. */
function isRequired({column: {autoIncrement, default: value, generated, nullable}}: AddColumn): boolean {
  return nullable === false && value === undefined && generated === undefined && autoIncrement !== true
}

/** Whether it is added bit by bit: first as rows without it allow, then as it is to be. */
export function addsBit(operation: AddColumn, view: RecipeView): boolean {
  const {column, table} = operation
  if (view.isNew(table) || column.type === undefined || column.constraints.length > 0) return false
  if (!view.hasTraffic(table)) return false
  if (isRequired(operation)) return firstSteps(operation, view) !== undefined
  return computesValues(operation, view)
}

/** A default that the server computes for each row that is there, by a copy, and that may be NULL till then. */
function computesValues(operation: AddColumn, view: RecipeView): boolean {
  const {column, table} = operation
  if (column.default === undefined || column.nullable === false || !/^\(/.test(column.default.text.trim())) return false
  if (lacksKey(view.table(table))) return false
  return findWay(table, [operation], view) === undefined && findWay(table, [bare(operation)], view) !== undefined
}

/** The column without what makes it dear. */
function bare(operation: AddColumn): AddColumn {
  const {default: _default, ...column} = operation.column
  return {...operation, column: {...column, nullable: true}}
}

interface FirstSteps {
  added: AddColumn
  text: string
  clause: string
  /** The value that rows get meanwhile; `undefined`: NULL. */
  zero: string | undefined
}

function firstSteps(operation: AddColumn, view: RecipeView): FirstSteps | undefined {
  const {column, table} = operation
  const zero = column.type && zeroOf(column.type, view)
  const added: AddColumn =
    zero === undefined ? bare(operation) : {...operation, column: {...column, default: {text: zero}}}
  const way = findWay(table, [added], view)
  if (way === undefined || way.rewrites) return undefined
  const written = writtenColumn(operation, view)
  const text = zero === undefined ? withoutNotNull(written) : `${written} DEFAULT ${zero}`
  return {added, text: `ADD COLUMN ${text}${positionOf(operation)}`, clause: way.clause, zero}
}

/** Its definition as written, without its place. */
function writtenColumn({column, range}: AddColumn, {migration}: RecipeView): string {
  const {end, start} = column.range ?? range
  return migration.text.slice(start, end).replace(/\s+(?:FIRST|AFTER\s+(?:`[^`]+`|[\w$]+))\s*$/i, '')
}

function withoutNotNull(text: string): string {
  return text.replace(/\s+NOT\s+NULL\b/i, '')
}

function positionOf({position}: AddColumn): string {
  if (position === undefined) return ''
  return position === 'first' ? ' FIRST' : ` AFTER ${quoteName(position.after)}`
}

/** All steps of it. */
export function fillDrafts(operation: AddColumn, view: RecipeView): Outcome | {unsafe: string} {
  return isRequired(operation) ? requiredDrafts(operation, view) : computedDrafts(operation, view)
}

function requiredDrafts(operation: AddColumn, view: RecipeView): Outcome | {unsafe: string} {
  const {column, table} = operation
  const first = firstSteps(operation, view)
  if (first === undefined) return {unsafe: `\`${column.name}\` cannot be added in a moment to \`${table.name}\``}
  const {added, clause, text, zero} = first
  const full = [objectOf(table, view)]
  const [name, shown] = [quoteName(column.name), `\`${table.name}.${column.name}\``]
  const add = ddlDraft(
    {
      phase: 'expand',
      title: `Add \`${column.name}\`, which rows may leave out for now`,
      undo: [alterTable(table, [`DROP COLUMN ${name}`])]
    },
    alterTable(table, [text], clause),
    full
  )
  if (zero !== undefined) {
    const drop: Operation = {kind: 'column.drop-default', table, column: column.name, range: operation.range}
    const way = whenDone([added], view, () => findWay(table, [drop], view))
    const close = ddlDraft(
      {
        phase: 'contract',
        gate: `every running release writes ${shown}`,
        title: `Let no row leave \`${column.name}\` out`,
        undo: [alterTable(table, [`ALTER COLUMN ${name} SET DEFAULT ${zero}`], way?.clause)]
      },
      alterTable(table, [`ALTER COLUMN ${name} DROP DEFAULT`], way?.clause),
      full
    )
    return {
      drafts: [add, close],
      notes: [`Rows that are there get ${zero} in ${shown}, as the server itself would have it`]
    }
  }
  const modify: Operation = {
    kind: 'column.modify',
    table,
    column: column.name,
    definition: column,
    range: operation.range
  }
  const closing = whenDone([added], view, () =>
    changeDrafts(table, [modify], [`MODIFY COLUMN ${writtenColumn(operation, view)}`], view, {
      phase: 'contract',
      gate: `every running release writes ${shown}, and the rows that were there have a value`,
      title: `Let \`${column.name}\` be \`NOT NULL\``
    })
  )
  if ('unsafe' in closing) return closing
  return {drafts: [add, ...closing.drafts], notes: closing.notes ?? []}
}

function computedDrafts(operation: AddColumn, view: RecipeView): Outcome | {unsafe: string} {
  const {column, table} = operation
  const way = findWay(table, [bare(operation)], view)
  const value = column.default?.text ?? ''
  const written = writtenColumn(operation, view)
  const at = written.lastIndexOf(value)
  const text = `${written.slice(0, at).replace(/\s+DEFAULT\s*$/i, '')}${written.slice(at + value.length)}`
  const name = quoteName(column.name)
  const full = objectOf(table, view)
  const set: Operation = {
    kind: 'column.set-default',
    table,
    column: column.name,
    default: {text: value},
    range: operation.range
  }
  const later = whenDone([bare(operation)], view, () => findWay(table, [set], view))
  const drop = alterTable(table, [`DROP COLUMN ${name}`])
  const drafts: Draft[] = [
    ddlDraft(
      {phase: 'expand', title: `Add \`${column.name}\` without its default`, undo: [drop]},
      alterTable(table, [`ADD COLUMN ${text}${positionOf(operation)}`], way?.clause),
      [full]
    ),
    ddlDraft(
      {
        phase: 'expand',
        title: `Let new rows get the default of \`${column.name}\``,
        undo: [alterTable(table, [`ALTER COLUMN ${name} DROP DEFAULT`], later?.clause)]
      },
      alterTable(table, [`ALTER COLUMN ${name} SET DEFAULT ${value}`], later?.clause),
      [full]
    ),
    {
      phase: 'backfill',
      kind: 'batch',
      title: `Fill \`${column.name}\` for the rows that are there`,
      input: {
        table: full,
        verb: 'update',
        set: `${name} = ${value}${keptTimes(table, column.name, view)}`,
        where: `target.${name} IS NULL`,
        idempotent: false
      },
      undo: [],
      undoNote: 'the values go with the column'
    }
  ]
  return {drafts}
}
