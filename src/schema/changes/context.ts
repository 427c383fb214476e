/** What every change needs, and finding the table that a statement names. */
import type {Dialect} from '../../server/server.js'
import {compareVersions} from '../../server/server.js'
import type {DataType, Name} from '../../operations/definitions.js'
import type {Operation, OperationKind} from '../../operations/operation.js'
import type {Catalog} from '../catalog.js'
import {withDescendants} from '../descendants.js'
import {findType, relationExists, sameName} from '../lookup.js'
import type {Column, ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Session} from '../session.js'
import {storeTable} from '../store.js'

export interface Context {
  catalog: Catalog
  session: Session
  dialect: Dialect
  /** Number of the migration; `undefined` for what was there before. */
  migration: number | undefined
  /** All operations of the statement, where one has to do with another. */
  siblings?: readonly Operation[]
  /** PostgreSQL: nothing may come of the command. */
  doubtful?: boolean | undefined
}

/** Applies operations of one kind. Never throws for what a statement says. */
export type Handler<Kind extends OperationKind> = (operation: Operation<Kind>, context: Context) => void

/** One handler for each kind: a new kind without one does not compile. */
export type Handlers = {[Kind in OperationKind]: Handler<Kind>}

/** Whether the server is PostgreSQL of a major version, or newer. */
export function isPostgres(context: Context, major = 0): boolean {
  const {dialect, version} = context.session.server
  return dialect === 'postgres' && compareVersions(version, [major]) >= 0
}

/** The full name of an existing table or view, or the one that a new table of this name would get. */
export function resolveTable({catalog, session}: Context, name: Name): ObjectName {
  return session.resolve(name, (candidate) => catalog.tables.has(keyOf(candidate)), catalog)
}

/** The full name of an existing relation of any kind. */
export function resolveRelation({catalog, session}: Context, name: Name): ObjectName {
  return session.resolve(name, (candidate) => relationExists(catalog, candidate), catalog)
}

/** The full name of a new object. */
export function nameNew({session}: Context, name: Name): ObjectName {
  return {schema: name.schema ?? session.creationSchema(), name: name.name}
}

/** A table with nothing in it. */
export function emptyTable(name: ObjectName, migration: number | undefined): Table {
  return {
    ...name,
    kind: 'table',
    persistence: 'permanent',
    columns: [],
    constraints: [],
    indexes: [],
    triggers: [],
    inherits: [],
    options: {},
    ...(migration === undefined ? {} : {createdBy: migration})
  }
}

/**
 * The table that a statement changes. One that the catalog does not know is taken as existing, with
 * everything about it unknown: the statement is believed to succeed.
 *
 * @returns `undefined` where `IF EXISTS` makes it no error, or where the name is an index or a sequence.
 */
export function findOrAssume(context: Context, name: Name, ifExists = false): Table | undefined {
  const found = context.session.findTable(context.catalog, name)
  if (found || ifExists) return found
  const fullName = resolveRelation(context, name)
  if (context.dialect === 'postgres' && relationExists(context.catalog, fullName)) return undefined
  return {...emptyTable(fullName, undefined), incomplete: true}
}

/** Change one table, and store it. */
export function editTable(context: Context, name: Name, edit: (table: Table) => Table, ifExists = false): void {
  const table = findOrAssume(context, name, ifExists)
  if (table) storeTable(context.catalog, edit(table))
}

/** Change a table and its descendants; `only` leaves those out. */
export function editTree(
  context: Context,
  name: Name,
  edit: (table: Table, isRoot: boolean) => Table,
  {ifExists = false, only = false}: {ifExists?: boolean | undefined; only?: boolean | undefined} = {}
): void {
  const root = findOrAssume(context, name, ifExists)
  if (!root) return
  for (const table of only ? [root] : withDescendants(context.catalog, root)) {
    storeTable(context.catalog, edit(table, table === root))
  }
}

/** Change one column; a table that does not list it stays as it is. */
export function editColumn(context: Context, table: Table, name: string, edit: (column: Column) => Column): Table {
  const index = table.columns.findIndex((column) => sameName(context.dialect, column.name, name))
  const column = table.columns[index]
  if (!column) return table
  return {...table, columns: [...table.columns.slice(0, index), edit(column), ...table.columns.slice(index + 1)]}
}

/** A type as stored: one of the user's gets the schema in which it was found, `serial` becomes a default. */
export function resolveType({catalog, session}: Context, type: DataType): DataType {
  const {serial: _serial, ...stored} = type
  const found = findType(catalog, session, stored)
  return found ? {...stored, schema: found.schema} : stored
}
