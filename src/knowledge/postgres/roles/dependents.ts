/** What goes when CASCADE drops a server of foreign tables. */
import type {Scene, Target} from '../look.js'
import {unique} from './hierarchy.js'
import {viewsUpon} from './readers.js'

/** Foreign tables of a server; of a wrapper those of all servers, as nothing tells which are its own. */
export function serverTables(scene: Scene): Target[] {
  const {catalog, operation} = scene
  if (operation.kind !== 'object.drop' || !/^(server|foreign data wrapper)$/.test(operation.objectType)) return []
  const tables = [...catalog.tables.values()]
    .filter(
      ({kind, options}) =>
        kind === 'foreign-table' && (operation.objectType !== 'server' || options.server === operation.name)
    )
    .map((table): Target => ({name: {schema: table.schema, name: table.name}, table}))
  return unique([...tables, ...viewsUpon(tables, scene)])
}
