/** What goes, or changes, when CASCADE drops what holds other objects together. */
import type {Scene, Target} from '../look.js'
import {referencedBy, referencing} from './foreign-keys.js'
import {parentsOf, treeOf, unique} from './hierarchy.js'
import {viewsUpon} from './readers.js'
import {schemaTables} from './users.js'

/** Parents, and tables at the other end of foreign keys, of tables of a schema and of those below them. */
export function schemaDependents(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'schema.drop') return []
  const tables = schemaTables(scene)
  const keys = tables.flatMap((target) =>
    treeOf(target, scene).flatMap((one) => [...referencing(one, scene), ...referencedBy(one, scene)])
  )
  const parents = tables.filter(({table}) => table?.partitionOf).flatMap((target) => parentsOf(target, scene))
  return unique([...parents, ...keys]).filter(({name}) => name.schema !== operation.schema)
}

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
