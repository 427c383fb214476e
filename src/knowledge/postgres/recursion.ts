/**
 * `ALTER TABLE` with several actions takes the strongest of their locks for all of them, and goes on to partitions
 * and children with that. https://www.postgresql.org/docs/current/sql-altertable.html
 */
import type {OperationKind} from '../../operations/operation.js'
import {displayName} from './effects.js'
import {tableOf, targetOf, type Scene} from './look.js'
import {descendantsOf} from './roles/hierarchy.js'

/** Actions that go on to what is below the table, with a lock that another action may strengthen. */
const recursing: ReadonlySet<OperationKind> = new Set([
  'column.set-statistics',
  'constraint.add',
  'constraint.validate',
  'trigger.enable'
])

/** By the table that a command names, the relations that get its lock, if any: its descendants. */
export function reachedBy(scenes: readonly Scene[]): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>()
  if (scenes.length < 2) return reached
  for (const scene of scenes) {
    const name = tableOf(scene.operation)
    if (name === undefined || !recursing.has(scene.operation.kind)) continue
    const target = targetOf(scene, name)
    reached.set(displayName(target), new Set(descendantsOf(target, scene).map(displayName)))
  }
  return reached
}
