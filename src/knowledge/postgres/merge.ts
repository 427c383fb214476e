/** Effects of several operations, as the server runs them in one command: one for each relation. */
import type {Confidence, Effect} from '../effect.js'
import {postgresLocks} from '../effect.js'
import {strongerLock, weight, worse} from './effects.js'

const confidences: readonly Confidence[] = ['observed', 'documented', 'unknown']

/**
 * Strongest first; where two are as strong, in the order of the operations.
 *
 * @param reached By relation that the command names, those below it that get the same lock.
 */
export function mergeEffects(
  effects: readonly Effect[],
  reached: ReadonlyMap<string, ReadonlySet<string>> = new Map()
): Effect[] {
  const merged = new Map<string, Effect>()
  for (const effect of effects) {
    const had = merged.get(effect.relation)
    merged.set(effect.relation, had ? together(had, effect) : effect)
  }
  for (const [name, below] of reached) {
    const lock = merged.get(name)?.lock
    for (const relation of below) {
      const effect = merged.get(relation)
      if (effect?.lock !== undefined) merged.set(relation, {...effect, lock: strongerLock(effect.lock, lock)})
    }
  }
  const strength = ({lock}: Effect): number => postgresLocks.findIndex((one) => one === lock)
  return [...merged.values()].sort((a, b) => strength(b) - strength(a))
}

function together(a: Effect, b: Effect): Effect {
  const main = weight(b) > weight(a) ? b : a
  const rest = {...worse(main, main === a ? b : a), lock: strongerLock(a.lock, b.lock)}
  // Held to the end as soon as one of them is.
  delete rest.short
  const confidence = confidences[Math.max(confidences.indexOf(a.confidence), confidences.indexOf(b.confidence))]
  return {
    ...rest,
    confidence: confidence ?? 'unknown',
    ...(a.short === true && b.short === true ? {short: true} : {})
  }
}
