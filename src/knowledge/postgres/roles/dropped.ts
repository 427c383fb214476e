/** What a statement drops by itself, before CASCADE goes on. */
import type {Name} from '../../../operations/definitions.js'
import {keyOf, type ObjectName} from '../../../schema/catalog.js'
import type {JournaledMap} from '../../../schema/journaled-map.js'
import {temporarySchema} from '../../../schema/session.js'
import {isOnly, targetOf, type Scene, type Target} from '../look.js'
import {treeOf} from './hierarchy.js'
import type {Dropped} from './losing.js'
import {present} from './named.js'
import {columnsOfExtension, extensionUsers} from './users.js'

/** The objects that the statement names. */
export function droppedAtFirst(scene: Scene): Dropped[] {
  const {catalog, operation} = scene
  const tree = (target: Target): Target[] => (isOnly(operation) ? [target] : treeOf(target, scene))
  const named = (name: Name): Target[] => present(name, scene).flatMap(tree)
  switch (operation.kind) {
    case 'table.drop':
      return named(operation.table).map(({name}) => ({kind: 'relation', name}))
    case 'view.drop':
      return named(operation.view).map(({name}) => ({kind: 'relation', name}))
    case 'column.drop':
      return tree(targetOf(scene, operation.table)).map(({name}) => ({
        kind: 'column',
        table: name,
        column: operation.column
      }))
    case 'sequence.drop':
      return [{kind: 'sequence', name: inMap(operation.sequence, catalog.sequences, scene)}]
    case 'type.drop':
      return [{kind: 'type', name: inMap(operation.type, catalog.types, scene)}]
    case 'domain.drop':
      return [{kind: 'type', name: inMap(operation.domain, catalog.types, scene)}]
    case 'function.drop':
      return [{kind: 'function', name: inMap(operation.function, catalog.routines, scene)}]
    case 'extension.drop':
      return ofExtension(operation.extension, scene)
    case 'schema.drop':
      return inSchema(operation.schema, scene)
    case 'session.discard':
      return operation.what === 'all' || operation.what === 'temp' ? inSchema(temporarySchema, scene) : []
    case 'object.drop':
      return ofKind(operation.objectType, operation.name)
    default:
      return []
  }
}

const inMap = (name: Name, map: JournaledMap<unknown>, {session}: Scene): ObjectName =>
  session.resolve(name, (candidate) => map.has(keyOf(candidate)))

function inSchema(schema: string, {catalog}: Scene): Dropped[] {
  const own = (objects: Iterable<ObjectName>): ObjectName[] =>
    [...objects].flatMap((each) => (each.schema === schema ? [{schema, name: each.name}] : []))
  return [
    ...own(catalog.tables.values()).map((name): Dropped => ({kind: 'relation', name})),
    ...own(catalog.types.values()).map((name): Dropped => ({kind: 'type', name})),
    ...own(catalog.sequences.values()).map((name): Dropped => ({kind: 'sequence', name})),
    ...own([...catalog.routines.values()].flat()).map((name): Dropped => ({kind: 'function', name}))
  ]
}

/** What its functions and operator classes are used for goes no further. */
const ofExtension = (extension: string, scene: Scene): Dropped[] =>
  extensionUsers(scene).flatMap(({name, table}) =>
    table ? columnsOfExtension(extension, table).map((column): Dropped => ({kind: 'column', table: name, column})) : []
  )

/** Their names come with the schema; of what uses them only the last part is known. */
function ofKind(objectType: string, written: string): Dropped[] {
  const name = {schema: '', name: written.slice(written.lastIndexOf('.') + 1)}
  switch (objectType) {
    case 'operator':
    case 'collation':
      return [{kind: objectType, name}]
    case 'operator class':
    case 'operator family':
      return [{kind: 'operator class', name}]
    case 'aggregate':
      return [{kind: 'function', name}]
    default:
      return []
  }
}
