import {lockedTogether, strongerLock} from '../knowledge/blocks.js'
import type {Confidence, Effect, Rewrite, Scan} from '../knowledge/effect.js'
import {algorithms} from '../knowledge/effect.js'

const scans: readonly Scan[] = ['none', 'maybe', 'table']
const rewrites: readonly Rewrite[] = ['none', 'table']
const confidences: readonly Confidence[] = ['observed', 'documented', 'unknown']

/** Of several effects on a relation make one: the worst of each, as for a block of several commands. */
export function mergeEffects(effects: readonly Effect[]): Effect[] {
  const merged = new Map<string, Effect>()
  for (const effect of effects) {
    const before = merged.get(effect.relation)
    merged.set(effect.relation, before === undefined ? effect : mergeTwo(before, effect))
  }
  return [...merged.values()]
}

function mergeTwo(a: Effect, b: Effect): Effect {
  const lock = strongerLock(a.lock, b.lock)
  // What is said in words goes with the stronger lock.
  const main = a.lock === lock ? a : b
  return {
    ...main,
    lock,
    scan: later(scans, a.scan, b.scan),
    rewrite: later(rewrites, a.rewrite, b.rewrite),
    rebuildsIndexes: [...new Set([...a.rebuildsIndexes, ...b.rebuildsIndexes])],
    ...lockedTogether(a, b),
    algorithm:
      a.algorithm === undefined || b.algorithm === undefined
        ? (a.algorithm ?? b.algorithm)
        : later(algorithms, a.algorithm, b.algorithm),
    confidence: later(confidences, a.confidence, b.confidence)
  }
}

function later<Value>(order: readonly Value[], a: Value, b: Value): Value {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}
