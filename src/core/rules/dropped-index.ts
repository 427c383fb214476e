import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import {findConstraint, findIndex} from '../../schema/lookup.js'
import type {Index, Table} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'

/** An index with the table that it is of. */
export interface IndexOfTable {
  table: Table
  index: Index
}

/** The index that goes with `DROP INDEX` or with a constraint; `undefined` where the catalog knows none. */
export function droppedIndex(
  operation: Operation<'index.drop' | 'constraint.drop'>,
  catalog: Catalog,
  session: Session
): IndexOfTable | undefined {
  const {dialect} = session.server
  if (operation.kind === 'index.drop') {
    const table = tableOfIndex(operation.index, operation.table, catalog, session)
    const index = table && findIndex(dialect, table, operation.index.name)
    return table && index && {table, index}
  }
  const table = session.findTable(catalog, operation.table)
  const constraint = table && operation.name !== undefined ? findConstraint(dialect, table, operation.name) : undefined
  const name = constraint?.indexName ?? (constraint && constraint.type === 'unique' ? constraint.name : undefined)
  const index = table && name !== undefined ? findIndex(dialect, table, name) : undefined
  return table && index && {table, index}
}

/** PostgreSQL's indexes have a schema, those of MySQL belong to the table that is named. */
function tableOfIndex(index: Name, table: Name | undefined, catalog: Catalog, session: Session): Table | undefined {
  if (table !== undefined) return session.findTable(catalog, table)
  const owner = catalog.indexes.get(
    keyOf(session.resolve(index, (candidate) => catalog.indexes.has(keyOf(candidate)), catalog))
  )
  return owner && catalog.tables.get(keyOf(owner))
}
