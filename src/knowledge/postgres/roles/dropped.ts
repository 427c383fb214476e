/** What a statement drops by itself, before CASCADE goes on. */
import type {Name} from '../../../operations/definitions.js'
import type {Catalog} from '../../../schema/catalog.js'
import type {JournaledMap} from '../../../schema/journaled-map.js'
import {keyOf, type NamedObject, type ObjectName} from '../../../schema/objects.js'
import {temporarySchema} from '../../../schema/session.js'
import {isOnly, targetOf, type Scene, type Target} from '../look.js'
import {treeOf} from './hierarchy.js'
import {present} from './named.js'
import {columnsOfExtension, extensionUsers, lastPart} from './users.js'

/** An object that goes. */
export type Dropped =
  | {kind: 'relation'; name: ObjectName}
  | {kind: 'column'; table: ObjectName; column: string}
  | {kind: 'function' | 'type' | 'sequence'; name: ObjectName}
  | {kind: 'attribute'; name: ObjectName; attribute: string}
  | {kind: 'operator' | 'operator class' | 'collation' | 'text search' | 'cast'; name: ObjectName}

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
    case 'type.alter':
      return operation.attribute !== undefined && operation.action.startsWith('drop attribute')
        ? [{kind: 'attribute', name: inMap(operation.type, catalog.types, scene), attribute: operation.attribute}]
        : []
    case 'object.drop':
      return ofKind(operation.objectType, operation.name, scene)
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
    ...own([...catalog.routines.values()].flat()).map((name): Dropped => ({kind: 'function', name})),
    ...[...catalog.objects.values()].filter((object) => object.schema === schema).flatMap(asObject),
    ...[...catalog.objects.values()].flatMap((object) =>
      object.objectType === 'operator family' && object.schema === schema ? ofFamily(object.name, catalog) : []
    )
  ]
}

/** What its functions and operator classes are used for goes no further. */
const ofExtension = (extension: string, scene: Scene): Dropped[] =>
  extensionUsers(scene).flatMap(({name, table}) =>
    table ? columnsOfExtension(extension, table).map((column): Dropped => ({kind: 'column', table: name, column})) : []
  )

/** An object as the kind by which others are known to use it. */
export function asObject({name, objectType, schema}: NamedObject): Dropped[] {
  switch (objectType) {
    case 'operator':
    case 'collation':
    case 'operator class':
    case 'cast':
      return [{kind: objectType, name: {schema, name}}]
    case 'aggregate':
      return [{kind: 'function', name: {schema, name}}]
    default:
      return objectType.startsWith('text search') ? [{kind: 'text search', name: {schema, name}}] : []
  }
}

const ofFamily = (family: string, {objects}: Catalog): Dropped[] =>
  [...objects.values()].filter((object) => lastPart(object.family).includes(family)).flatMap(asObject)

/** Their names come with the schema; of what uses them only the last part is known. */
function ofKind(objectType: string, written: string, {catalog}: Scene): Dropped[] {
  const name = {schema: '', name: written.slice(written.lastIndexOf('.') + 1)}
  switch (objectType) {
    case 'operator':
    case 'collation':
      return [{kind: objectType, name}]
    case 'operator class':
      return [{kind: objectType, name}]
    case 'operator family':
      return [{kind: 'operator class', name}, ...ofFamily(name.name, catalog)]
    case 'aggregate':
      return [{kind: 'function', name}]
    default:
      return objectType.startsWith('text search') ? [{kind: 'text search', name}] : []
  }
}
