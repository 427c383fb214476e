/** The relation that a statement names. */
import type {Name} from '../../../operations/definitions.js'
import {keyOf} from '../../../schema/objects.js'
import {tableOf, targetOf, type Scene, type Target} from '../look.js'
import {readThrough} from './readers.js'

/** The relation that the operation names as its table; none where IF EXISTS finds nothing. */
export function named(scene: Scene): Target[] {
  const name = tableOf(scene.operation)
  return name === undefined ? [] : present(name, scene)
}

/** None where IF EXISTS finds nothing, or an index or a sequence. */
export function present(name: Name, scene: Scene): Target[] {
  const target = targetOf(scene, name)
  if (target.table) return [target]
  // An index or a sequence goes by ALTER TABLE too; it is no table.
  if (scene.catalog.indexes.has(keyOf(target.name)) || scene.catalog.sequences.has(keyOf(target.name))) return []
  return mayBeMissing(scene) ? [] : [target]
}

/** IF EXISTS of a column or a constraint speaks of that, not of the table. */
const mayBeMissing = ({catalog, operation}: Scene): boolean =>
  // Where no table is known at all, as in a single file without its history, it is mostly there.
  ('ifTableExists' in operation && operation.ifTableExists === true && catalog.tables.size > 0) ||
  ('ifExists' in operation &&
    operation.ifExists === true &&
    (operation.kind === 'column.rename' || !/^(column|constraint)\./.test(operation.kind)))

/** The named relation; where rows go through a view, what is below it. */
export const targetsWritten = (scene: Scene): Target[] =>
  named(scene).flatMap((target) =>
    target.table?.kind === 'view' && scene.operation.kind.startsWith('rows.')
      ? readThrough(target.table.reads ?? [], scene)
      : [target]
  )
