/** What conditions and roles look at. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf, type Index, type ObjectName, type Table} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'

/** A relation that an operation touches. `table`: what the catalog knows of it; `undefined`: nothing. */
export interface Target {
  name: ObjectName
  table: Table | undefined
  /** In a few words, where it is not what the role says. */
  role?: string
  /** A query locks rows of it. */
  locked?: true
  /** The statement names something that the catalog does not know; its name stands for what it hangs on. */
  unresolved?: true
}

/** One operation of a command, in its place. */
export interface Scene {
  operation: Operation
  command: Command
  catalog: Catalog
  session: Session
  /** Major version of the server. */
  version: number
}

/** An operation, and the relation that a fact is asked about. */
export interface Look extends Scene {
  relation: Target
}

/** What a written name means: a relation of the catalog, or the name that it would have. */
export function targetOf({catalog, session}: Pick<Scene, 'catalog' | 'session'>, name: Name): Target {
  const resolved = session.resolve(
    name,
    (candidate) => catalog.tables.has(keyOf(candidate)) || catalog.indexes.has(keyOf(candidate)),
    catalog
  )
  return {name: resolved, table: catalog.tables.get(keyOf(resolved))}
}

/** What stands for the relations behind a name that the catalog does not know: that name. */
export function unresolved(name: Name, {session}: Pick<Scene, 'session'>): Target {
  return {name: session.resolve(name, () => false), table: undefined, unresolved: true}
}

/** A relation by its full name. */
export function targetAt({catalog}: Pick<Scene, 'catalog'>, name: ObjectName): Target {
  return {name, table: catalog.tables.get(keyOf(name))}
}

export const isSame = (a: ObjectName, b: ObjectName): boolean => a.name === b.name && a.schema === b.schema

/** Whether the statement says ONLY: descendants are left alone. */
export function isOnly(operation: Operation): boolean {
  return 'only' in operation && operation.only === true
}

/** Where the rows of a relation are, as it was made or moved. */
export const tablespaceOf = ({options, tablespace}: Table): string =>
  tablespace ?? options['tablespace'] ?? 'pg_default'

/** The table that an operation names, where it names one. */
export function tableOf(operation: Operation): Name | undefined {
  return 'table' in operation ? operation.table : undefined
}

/** Statements about tables that take an index too. */
export const goesForIndexes = (
  operation: Operation
): operation is Operation<'table.rename' | 'table.set-owner' | 'table.set-tablespace'> =>
  operation.kind === 'table.rename' || operation.kind === 'table.set-owner' || operation.kind === 'table.set-tablespace'

/** `ALTER INDEX ALL IN TABLESPACE` */
export const movesIndexes = (operation: Operation): operation is Operation<'object.alter'> =>
  operation.kind === 'object.alter' && operation.objectType === 'tablespace' && operation.action === 'move all indexes'

/** Where an index is, as it was made. */
export const tablespaceOfIndex = ({options}: Index): string => options?.['tablespace'] ?? 'pg_default'
