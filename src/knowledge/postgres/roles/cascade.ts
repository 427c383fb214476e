/** What `DELETE` and `UPDATE` set in motion: `ON DELETE CASCADE` and the like, over any number of steps. */
import type {Operation} from '../../../operations/operation.js'
import {keyOf, type Constraint} from '../../../schema/objects.js'
import {isSame, tableOf, targetOf, type Scene, type Target} from '../look.js'
import {treeOf} from './hierarchy.js'
import {readThrough} from './readers.js'
import {referencedColumns, referencing} from './foreign-keys.js'

type Widen = (targets: readonly Target[], scene: Scene) => Target[]

/** Tables whose rows a foreign key deletes or changes along. */
export function cascadeTargets(scene: Scene, widen: Widen): Target[] {
  const {operation} = scene
  const name = tableOf(operation)
  if (name === undefined || !isChange(operation)) return []
  const written = targetOf(scene, name)
  // Rows that go through a view go from what is below it.
  const start = written.table?.kind === 'view' ? readThrough(written.table.reads ?? [], scene) : treeOf(written, scene)
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

type RowChange = Operation<'rows.delete' | 'rows.update' | 'rows.merge'>

/** Whether rows that are referenced may go or change. */
export const isChange = (operation: Operation): operation is RowChange =>
  operation.kind === 'rows.delete' || operation.kind === 'rows.update' || operation.kind === 'rows.merge'

/** What a foreign key may do when rows of the referenced table go or change. */
export function actionsOf({references}: Constraint, operation: RowChange): Array<string | undefined> {
  const deletes =
    operation.kind === 'rows.merge' ? operation.actions.includes('delete') : operation.kind === 'rows.delete'
  const updates =
    operation.kind === 'rows.merge' ? operation.actions.includes('update') : operation.kind === 'rows.update'
  return [...(deletes ? [references?.onDelete] : []), ...(updates ? [references?.onUpdate] : [])]
}

const changesAlong = (action: string | undefined): boolean => /cascade|set/i.test(action ?? '')

function actingOn(target: Target, scene: Scene): Target[] {
  const {operation} = scene
  if (!isChange(operation)) return []
  const assigns =
    operation.kind === 'rows.update' || (operation.kind === 'rows.merge' && !operation.actions.includes('delete'))
  const changed = assigns && isNamed(target, scene) ? operation.columns : undefined
  return referencing(target, scene, (key) => {
    if (!key.enforced || !key.references || !isSame(key.references.table, target.name)) return false
    if (changed && !referencedColumns(key, target.table).some((column) => changed.includes(column))) return false
    return actionsOf(key, operation).some(changesAlong)
  })
}

function isNamed(target: Target, scene: Scene): boolean {
  const name = tableOf(scene.operation)
  return name !== undefined && isSame(targetOf(scene, name).name, target.name)
}
