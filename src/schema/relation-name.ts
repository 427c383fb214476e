import type {ObjectName} from './objects.js'

/** The objects that a relation may be as effects name it, likeliest first: a schema and a name may have dots of their own. */
export function readingsOf(relation: string, defaultSchema: string): ObjectName[] {
  // Most have none, and each effect of each statement is asked for.
  if (!relation.includes('.')) return [{schema: defaultSchema, name: relation}]
  const dots = [...relation.matchAll(/\./g)].map(({index}) => index)
  const qualified = dots.map((dot) => ({schema: relation.slice(0, dot), name: relation.slice(dot + 1)}))
  return [{schema: defaultSchema, name: relation}, ...qualified]
}
