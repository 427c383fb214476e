/** What is left when a constraint or an index is gone. */
import type {Migration} from '../../migrations/migration.js'
import type {Operation} from '../../operations/operation.js'
import {findColumn, sameName} from '../../schema/lookup.js'
import type {Column, Index, Table} from '../../schema/objects.js'
import type {Dialect} from '../../server/server.js'
import type {IndexOfTable} from './dropped-index.js'

/**
 * Whether what a unique index kept out comes in, since its columns stay and no other index does the same for the running
 * release. `later`: the table at the end of the migration; of one that is gone by then other rules speak.
 */
export function losesUniqueness(
  {index: gone, table}: IndexOfTable,
  later: Table | undefined,
  {dialect, isNewColumn}: {dialect: Dialect; isNewColumn: (table: Table, column: string) => boolean}
): boolean {
  // Another table may have its name by now.
  if (later === undefined || later.createdBy !== table.createdBy) return false
  const stays = (name: string) => !findColumn(dialect, table, name) || findColumn(dialect, later, name) !== undefined
  if (!gone.elements.every(({column}) => column === undefined || stays(column))) return false

  const isSameForAll = (name: string) => isNewColumn(later, name) && hasOneValue(findColumn(dialect, later, name))
  return !later.indexes.some((index) =>
    dialect === 'postgres' ? isFoundAs(index, gone) : keepsOut(index, gone, dialect, isSameForAll)
  )
}

/**
 * PostgreSQL: `ON CONFLICT` names columns, and finds a unique index over just these; one of some rows only where it names
 * these rows, too. What expressions and conditions say is not compared: the server writes them otherwise than people do.
 */
function isFoundAs({elements, unique, where}: Index, gone: Index): boolean {
  const columns = (of: Index['elements']) => of.map(({column}) => column ?? '')
  return (
    unique &&
    (where === undefined || gone.where !== undefined) &&
    sameColumns(columns(elements), columns(gone.elements))
  )
}

/**
 * MySQL and MariaDB: statements name no columns, so that any unique index serves which keeps the same rows out, the
 * primary key too: one over some of the columns, or with others in which all rows of the running release are the same.
 * The length of a prefix says how much fits into the index, not what is meant to be unique.
 */
function keepsOut(
  {elements, unique}: Index,
  gone: Index,
  dialect: Dialect,
  isSameForAll: (column: string) => boolean
): boolean {
  const isOfGone = (name: string | undefined) =>
    gone.elements.some(({column}) =>
      name === undefined || column === undefined ? name === column : sameName(dialect, column, name)
    )
  return unique && elements.every(({column}) => isOfGone(column) || (column !== undefined && isSameForAll(column)))
}

const literal = /^(?:[-+]?[\d.]+|true|false|[bx]?'[^']*'|"[^"]*")$/i

/** Of a new column, which a running release does not write: each of its rows has the default, if there is but one. */
function hasOneValue(column: Column | undefined): boolean {
  if (!column || column.autoIncrement === true || column.generated) return false
  return column.default === undefined ? column.notNull : literal.test(column.default.text.trim())
}

export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}

/** Of a table that is not known: no primary key, and nothing is added to the table in the same migration. */
export function isLost({name, table, type}: Operation<'constraint.drop'>, {script}: Migration): boolean {
  if (name === undefined || type === 'primary-key' || name === `${table.name}_pkey`) return false
  return !script.statements.some(({commands}) =>
    commands.some(({operations}) =>
      operations.some(
        (each) =>
          (each.kind === 'constraint.add' || each.kind === 'index.create' || each.kind === 'table.drop') &&
          each.table.name === table.name
      )
    )
  )
}
