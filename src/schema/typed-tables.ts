/** `ALTER TYPE … ATTRIBUTE … CASCADE`: what it does to the tables of the type, in the words of `ALTER TABLE`. */
import type {Operation} from '../operations/operation.js'
import type {Catalog} from './catalog.js'
import {keyOf, type Table} from './objects.js'
import type {Session} from './session.js'

/** What is done to a column of a typed table. */
export type ColumnOperation = Operation<'column.add' | 'column.drop' | 'column.rename' | 'column.set-type'>

/** What is done to each table that was made by `OF` the type; none without CASCADE, which the server refuses then. */
export function columnOperations(
  operation: Operation<'type.alter'>,
  {catalog, session}: {catalog: Catalog; session: Session}
): ColumnOperation[] {
  if (operation.cascade !== true) return []
  const type = keyOf(session.resolve(operation.type, (candidate) => catalog.types.has(keyOf(candidate))))
  return [...catalog.tables.values()]
    .filter(({ofType}) => ofType !== undefined && keyOf(ofType) === type)
    .flatMap((table) => columnOperation(operation, table) ?? [])
}

function columnOperation(
  {action, attribute, column, range, to}: Operation<'type.alter'>,
  {name, schema}: Table
): ColumnOperation | undefined {
  const table = {schema, name}
  if (attribute === undefined) return undefined
  if (action.startsWith('add') && column) return {kind: 'column.add', table, column, range}
  if (action.startsWith('drop')) return {kind: 'column.drop', table, column: attribute, cascade: true, range}
  if (action.startsWith('rename') && to !== undefined) {
    return {kind: 'column.rename', table, column: attribute, to, range}
  }
  if (!action.startsWith('alter') || !column?.type) return undefined
  const {collation, type} = column
  return {kind: 'column.set-type', table, column: attribute, type, range, ...(collation !== undefined && {collation})}
}
