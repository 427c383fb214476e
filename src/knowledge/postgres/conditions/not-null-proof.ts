/**
 * `SET NOT NULL` and its like: is it known already that no row has a NULL? In the manual's words: “if a
 * valid CHECK constraint exists (and is not dropped in the same command) which proves no NULL can exist,
 * then the table scan is skipped”. https://www.postgresql.org/docs/current/sql-altertable.html
 */
import type {Operation} from '../../../operations/operation.js'
import type {Table} from '../../../schema/objects.js'
import type {Verdict} from '../../effect.js'
import {implies} from '../expressions/implication.js'
import {all} from '../expressions/verdict.js'
import {targetOf, type Look} from '../look.js'
import {knownClause} from './checks.js'

/** Columns that the operation makes NOT NULL, or so no more; `undefined` where it does no such thing. */
export function columnsMadeNotNull(operation: Operation, table: Table | undefined): readonly string[] | undefined {
  if (operation.kind === 'column.set-not-null' || operation.kind === 'column.drop-not-null') return [operation.column]
  if (operation.kind !== 'constraint.add') return undefined
  const {constraint} = operation
  if (constraint.type === 'not-null') return constraint.columns
  if (constraint.type !== 'primary-key') return undefined
  if (constraint.usingIndex === undefined) return constraint.columns
  const index = table?.indexes.find(({name}) => name === constraint.usingIndex)
  return index?.elements.flatMap(({column}) => column ?? [])
}

/** Whether the columns are NOT NULL already. */
export function isNotNullAlready(look: Look): Verdict {
  const {operation, relation} = look
  const columns = columnsMadeNotNull(operation, relation.table)
  if (!columns || !relation.table) return undefined
  const {table} = relation
  return all(
    columns,
    (name) => table.columns.find((column) => column.name === name)?.notNull ?? missing(table, look, name)
  )
}

/** Whether the columns are NOT NULL already, or a valid check proves it. */
export function isNotNullProved(look: Look): Verdict {
  const {operation, relation} = look
  const columns = columnsMadeNotNull(operation, relation.table)
  if (!columns || !relation.table) return undefined
  const {table} = relation
  const known = knownClause(table, look, true)
  const proved = all(columns, (name) => implies(known, {kind: 'null', column: name, isNull: false}))
  return proved === false && table.incomplete === true ? undefined : proved
}

/** A column that the catalog does not list: added by this very statement, or not known. */
function missing(table: Table, {command}: Look, name: string): Verdict {
  const isAdded = command.operations.some(
    (operation) => operation.kind === 'column.add' && operation.column.name === name
  )
  return isAdded ? false : table.incomplete === true ? undefined : false
}

/** Whether the column has a NOT NULL constraint that is not valid yet. */
export function hasInvalidNotNull({operation, relation}: Look): Verdict {
  const columns = columnsMadeNotNull(operation, relation.table)
  return relation.table?.constraints.some(
    (constraint) =>
      constraint.type === 'not-null' &&
      !constraint.valid &&
      constraint.columns.some((column) => columns?.includes(column))
  )
}

/** Whether the table that the statement names has a NOT NULL constraint, valid or not, that its children have too. */
export function hasInheritableNotNull(look: Look): Verdict {
  const {operation} = look
  if (operation.kind !== 'column.drop-not-null') return false
  const {table} = targetOf(look, operation.table)
  if (!table) return undefined
  const found = table.constraints.find(({columns, type}) => type === 'not-null' && columns[0] === operation.column)
  return found ? found.noInherit !== true : table.columns.find(({name}) => name === operation.column)?.notNull
}
