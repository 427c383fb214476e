/** Tables that come into a publication with those that the statement names, and tables that leave it. */
import {isSame, type Scene, type Target} from '../look.js'
import {targetsOf} from './foreign-keys.js'
import {descendantsOf, unique} from './hierarchy.js'
import {tablesWhere} from './users.js'

/** Children by inheritance; partitions are published by what they are a part of. */
export function publishedChildren(scene: Scene): Target[] {
  const {operation} = scene
  if (!('objectType' in operation) || operation.objectType !== 'publication' || !('tables' in operation)) return []
  const withChildren = operation.tables.filter((name) => !('only' in name && name.only))
  return unique(targetsOf(withChildren, scene).flatMap((target) => descendantsOf(target, scene))).filter(
    ({table}) => table?.partitionOf === undefined
  )
}

/** What `SET` leaves out. */
export function unpublishedTables(scene: Scene): Target[] {
  const {operation} = scene
  if (operation.kind !== 'object.alter' || operation.objectType !== 'publication' || operation.action !== 'set') {
    return []
  }
  const kept = [...targetsOf(operation.tables, scene), ...publishedChildren(scene)]
  return tablesWhere(scene, ({publications}) => publications?.includes(operation.name) === true).filter(({name}) =>
    kept.every((target) => !isSame(target.name, name))
  )
}
