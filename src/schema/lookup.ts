/** Looking things up in a table by the name that a statement gives them. */
import type {Dialect} from '../server/server.js'
import type {DataType} from '../operations/definitions.js'
import type {Catalog} from './catalog.js'
import type {Column, Constraint, Domain, Index, ObjectName, Table, UserType} from './objects.js'
import {keyOf} from './objects.js'
import type {Session} from './session.js'

/**
 * Whether two names of columns, indexes or constraints mean the same: MySQL compares them without case.
 * https://dev.mysql.com/doc/refman/9.4/en/identifier-case-sensitivity.html
 */
export function sameName(dialect: Dialect, a: string, b: string): boolean {
  return a === b || (dialect !== 'postgres' && a.toLowerCase() === b.toLowerCase())
}

/** The column of a name, `undefined` where the table does not list it. */
export function findColumn(dialect: Dialect, table: Table, name: string): Column | undefined {
  return table.columns.find((column) => sameName(dialect, column.name, name))
}

/** The constraint of a name, `undefined` where the table does not list it. */
export function findConstraint(dialect: Dialect, table: Table, name: string): Constraint | undefined {
  return table.constraints.find((constraint) => sameName(dialect, constraint.name, name))
}

/** The index of a name, `undefined` where the table does not list it. */
export function findIndex(dialect: Dialect, table: Table, name: string): Index | undefined {
  return table.indexes.find((index) => sameName(dialect, index.name, name))
}

/** Whether a relation of any kind has a name; PostgreSQL keeps them in one namespace. */
export function relationExists(catalog: Catalog, name: ObjectName): boolean {
  const key = keyOf(name)
  return catalog.tables.has(key) || catalog.indexes.has(key) || catalog.sequences.has(key)
}

/** The type or domain that a data type means, `undefined` for the server's own and unknown ones. */
export function findType(catalog: Catalog, session: Session, type: DataType): UserType | Domain | undefined {
  const name = {schema: type.schema, name: type.name}
  return catalog.types.get(keyOf(session.resolve(name, (candidate) => catalog.types.has(keyOf(candidate)))))
}
