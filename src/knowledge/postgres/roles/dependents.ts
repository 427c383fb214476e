/** What goes, or changes, when CASCADE drops what holds other objects together. */
import type {QueryUses} from '../../../operations/definitions.js'
import {keyOf} from '../../../schema/catalog.js'
import {targetAt, type Scene, type Target} from '../look.js'
import {referencedBy, referencing} from './foreign-keys.js'
import {descendantsOf, parentsOf, unique} from './hierarchy.js'
import {viewsUpon} from './readers.js'
import {schemaTables, tablesCalling, typedTables, typeUsers, usersOfType} from './users.js'

/** Relations of other schemas that hang on tables, types and functions of a schema. */
export function schemaDependents(scene: Scene): Target[] {
  const {catalog, operation} = scene
  if (operation.kind !== 'schema.drop') return []
  const {schema} = operation
  const isOwn = (object: {schema: string}): boolean => object.schema === schema
  const tables = schemaTables(scene)
  const children = tables.flatMap((target) => descendantsOf(target, scene))
  const typed = [...catalog.types.values()].filter(isOwn).flatMap((type) => usersOfType(type, scene))
  const routines = [...catalog.routines.values()].flatMap((overloads) => overloads.filter(isOwn))
  const calling = routines.flatMap((routine) => [
    ...(catalog.triggerUsers.get(keyOf(routine)) ?? []).map((name) => targetAt(scene, name)),
    ...tablesCalling(routine.name, scene)
  ])
  const keys = [...tables, ...children].flatMap((target) => [
    ...referencing(target, scene),
    ...referencedBy(target, scene)
  ])
  const views = viewsUpon([...tables, ...children], scene)
  const parents = tables.filter(({table}) => table?.partitionOf).flatMap((target) => parentsOf(target, scene))
  return unique([...parents, ...children, ...typed, ...calling, ...keys, ...views]).filter(({name}) => !isOwn(name))
}

/** Views that a dropped type or function may take along: those that name it, and those of tables that use it. */
export function usingViews(scene: Scene): Target[] {
  const {catalog, operation} = scene
  if (operation.kind === 'function.drop') {
    const direct = viewsWhere(scene, ({functions}) => functions.includes(operation.function.name))
    return unique([...direct, ...viewsUpon(direct, scene)])
  }
  const written =
    operation.kind === 'type.drop' ? operation.type : operation.kind === 'domain.drop' ? operation.domain : undefined
  if (written === undefined || catalog.tables.size === 0) return []
  const direct = viewsWhere(scene, ({types}) => types.includes(written.name))
  return unique([...direct, ...viewsUpon([...direct, ...typeUsers(scene), ...typedTables(scene)], scene)])
}

function viewsWhere({catalog}: Scene, test: (uses: QueryUses) => boolean): Target[] {
  return [...catalog.tables.values()].flatMap((table) =>
    table.uses && test(table.uses) ? [{name: {schema: table.schema, name: table.name}, table}] : []
  )
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
