import type {Dialect} from '../../server/server.js'
import type {PlannedStep} from '../../plan/plan.js'
import type {ObjectName} from '../../schema/objects.js'

/**
 * The tables that steps lock, by their full names; effects leave the default schema out. On MySQL that is the database of
 * the connection, written as `''`.
 */
export function tablesOf(steps: readonly PlannedStep[], dialect: Dialect): ObjectName[] {
  const defaultSchema = dialect === 'postgres' ? 'public' : ''
  const names = new Map<string, ObjectName>()
  for (const {locks} of steps) {
    for (const {relation} of locks) {
      const dot = relation.indexOf('.')
      const name = dot < 0 ? relation : relation.slice(dot + 1)
      names.set(relation, {schema: dot < 0 ? defaultSchema : relation.slice(0, dot), name})
    }
  }
  return [...names.values()]
}
