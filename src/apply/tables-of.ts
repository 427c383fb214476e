import type {PlannedStep} from '../plan/plan.js'
import type {ObjectName} from '../schema/catalog.js'

/** The tables that steps lock, by their full names; effects leave the default schema out. */
export function tablesOf(steps: readonly PlannedStep[]): ObjectName[] {
  const names = new Map<string, ObjectName>()
  for (const {locks} of steps) {
    for (const {relation} of locks) {
      const dot = relation.indexOf('.')
      const name = dot < 0 ? relation : relation.slice(dot + 1)
      names.set(relation, {schema: dot < 0 ? 'public' : relation.slice(0, dot), name})
    }
  }
  return [...names.values()]
}
