/** Tables at the other end of foreign keys. */
import type {ConstraintDefinition, Name} from '../../../operations/definitions.js'
import {keyOf, type Constraint, type ObjectName, type Table} from '../../../schema/objects.js'
import {isSame, tableOf, targetAt, targetOf, type Scene, type Target} from '../look.js'
import {partitionsOf, unique} from './hierarchy.js'

/** Tables that a statement's own foreign keys point to, with their partitions. */
export function referencedByStatement(scene: Scene): Target[] {
  const {operation} = scene
  return withPartitions(
    writtenKeys(operation).flatMap(({references}) => (references ? [targetOf(scene, references.table)] : [])),
    scene
  ).filter(isNotSelf(scene))
}

function writtenKeys(operation: Scene['operation']): ConstraintDefinition[] {
  switch (operation.kind) {
    case 'constraint.add':
      return operation.constraint.type === 'foreign-key' ? [operation.constraint] : []
    case 'column.add':
      return operation.column.constraints.filter(({type}) => type === 'foreign-key')
    case 'table.create':
      return [...operation.constraints, ...operation.columns.flatMap(({constraints}) => constraints)].filter(
        ({type}) => type === 'foreign-key'
      )
    default:
      return []
  }
}

/** Partitioned tables are locked with their partitions; children by inheritance are not. */
export const withPartitions = (targets: readonly Target[], scene: Scene): Target[] =>
  unique(targets.flatMap((target) => [target, ...partitionsOf(target, scene)]))

function isNotSelf(scene: Scene): (target: Target) => boolean {
  const name = tableOf(scene.operation)
  if (name === undefined) return () => true
  const self = targetOf(scene, name).name
  return (target) => !isSame(target.name, self)
}

/** Tables that a table's existing foreign keys point to, where the key fits. */
export function referencedBy(target: Target, scene: Scene, fits: (key: Constraint) => boolean = () => true): Target[] {
  const keys = target.table?.constraints.filter((key) => key.type === 'foreign-key' && fits(key)) ?? []
  return withPartitions(
    keys.flatMap(({references}) => (references ? [targetAt(scene, references.table)] : [])),
    scene
  ).filter(({name}) => !isSame(name, target.name))
}

/** Tables whose existing foreign keys point to a table, where the key fits. */
export function referencing(
  target: Target,
  scene: Scene,
  fits: (key: Constraint, table: Table) => boolean = () => true
): Target[] {
  const fitting = withAncestors(target, scene).flatMap((referenced) =>
    (scene.catalog.referencing.get(keyOf(referenced)) ?? [])
      .map((name) => targetAt(scene, name))
      .filter(({table}) =>
        table?.constraints.some(
          (key) =>
            key.type === 'foreign-key' &&
            key.references !== undefined &&
            isSame(key.references.table, referenced) &&
            fits(key, table)
        )
      )
  )
  return withPartitions(fitting, scene).filter(({name}) => !isSame(name, target.name))
}

/** A partition is referenced by what references the table that it is a part of. */
function withAncestors({name, table}: Target, scene: Scene): ObjectName[] {
  const parent = table?.partitionOf?.parent
  return parent ? [name, ...withAncestors(targetAt(scene, parent), scene)] : [name]
}

/** Columns that a foreign key points to; none written means the primary key. */
export function referencedColumns(key: Constraint, referenced: Table | undefined): readonly string[] {
  if (key.references === undefined) return []
  if (key.references.columns.length > 0) return key.references.columns
  return referenced?.constraints.find(({type}) => type === 'primary-key')?.columns ?? []
}

/** Everything that hangs on tables by foreign keys, over any number of steps, with all partitions. */
export function referencingAll(targets: readonly Target[], scene: Scene): Target[] {
  const found = new Map(targets.map((target) => [keyOf(target.name), target]))
  const rest = [...targets]
  for (let target = rest.shift(); target; target = rest.shift()) {
    for (const other of referencing(target, scene)) {
      if (found.has(keyOf(other.name))) continue
      found.set(keyOf(other.name), other)
      rest.push(other)
    }
  }
  return [...found.values()].slice(targets.length)
}

/** Where each of the names leads. */
export const targetsOf = (names: readonly Name[], scene: Scene): Target[] =>
  unique(names.map((name) => targetOf(scene, name)))
