/** Relations above and below a table: partitions and inheriting children, and their parents. */
import {keyOf, type ObjectName, type Table} from '../../../schema/objects.js'
import {targetAt, type Scene, type Target} from '../look.js'

/** Everything below a relation, parents first, each once. */
export function descendantsOf(target: Target, scene: Pick<Scene, 'catalog'>): Target[] {
  const found = new Map<string, Target>()
  const collect = (name: ObjectName): void => {
    for (const child of scene.catalog.children.get(keyOf(name)) ?? []) {
      if (found.has(keyOf(child))) continue
      const below = targetAt(scene, child)
      found.set(keyOf(child), {...below, role: below.table?.partitionOf ? 'partition' : 'child'})
      collect(child)
    }
  }
  collect(target.name)
  return [...found.values()]
}

/** A relation with everything below it. */
export const treeOf = (target: Target, scene: Pick<Scene, 'catalog'>): Target[] => [
  target,
  ...descendantsOf(target, scene)
]

/** Only partitions, at any depth. */
export const partitionsOf = (target: Target, scene: Pick<Scene, 'catalog'>): Target[] =>
  descendantsOf(target, scene).filter(({table}) => table?.partitionOf !== undefined)

/** Parents by partitioning or inheritance, the nearest only. */
export function parentsOf({table}: Target, scene: Pick<Scene, 'catalog'>): Target[] {
  if (!table) return []
  const names = [...(table.partitionOf ? [table.partitionOf.parent] : []), ...table.inherits]
  return names.map((name) => targetAt(scene, name))
}

/** The default partition beside a partition, or below a parent. */
export function defaultPartition(parent: Table | undefined, scene: Pick<Scene, 'catalog'>): Target[] {
  if (!parent) return []
  const name = scene.catalog.defaultPartitions.get(keyOf(parent))
  return name ? [targetAt(scene, name)] : []
}

/** Each relation once, in the order in which they were found. */
export function unique(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [keyOf(target.name), target])).values()]
}
