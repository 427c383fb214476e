/** What `DELETE` and `UPDATE` set in motion: `ON DELETE CASCADE` and the like, over any number of steps. */
import {keyOf, type Constraint} from '../../../schema/catalog.js'
import {isSame, tableOf, targetOf, type Scene, type Target} from '../look.js'
import {treeOf} from './hierarchy.js'
import {referencedColumns, referencing} from './foreign-keys.js'

type Widen = (targets: readonly Target[], scene: Scene) => Target[]

/** Tables whose rows a foreign key deletes or changes along. */
export function cascadeTargets(scene: Scene, widen: Widen): Target[] {
  const {operation} = scene
  const name = tableOf(operation)
  if (name === undefined || (operation.kind !== 'rows.delete' && operation.kind !== 'rows.update')) return []
  const start = treeOf(targetOf(scene, name), scene)
  const found = new Map(start.map((target) => [keyOf(target.name), target]))
  const rest = [...start]
  for (let target = rest.shift(); target; target = rest.shift()) {
    for (const other of widen(actingOn(target, scene), scene)) {
      if (found.has(keyOf(other.name))) continue
      found.set(keyOf(other.name), other)
      rest.push(other)
    }
  }
  return [...found.values()].slice(start.length)
}

/** The action of a foreign key when rows of the referenced table go or change. */
export const actionOf = ({references}: Constraint, operation: 'rows.delete' | 'rows.update'): string | undefined =>
  operation === 'rows.delete' ? references?.onDelete : references?.onUpdate

function actingOn(target: Target, scene: Scene): Target[] {
  const kind = scene.operation.kind === 'rows.update' ? 'rows.update' : 'rows.delete'
  const {operation} = scene
  const changed = operation.kind === 'rows.update' && isNamed(target, scene) ? operation.columns : undefined
  return referencing(target, scene, (key) => {
    if (!key.references || !isSame(key.references.table, target.name)) return false
    if (changed && !referencedColumns(key, target.table).some((column) => changed.includes(column))) return false
    return /cascade|set/i.test(actionOf(key, kind) ?? '')
  })
}

function isNamed(target: Target, scene: Scene): boolean {
  const name = tableOf(scene.operation)
  return name !== undefined && isSame(targetOf(scene, name).name, target.name)
}
