/** What PostgreSQL may do where it is not sure what came of the commands before. */
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import {readingsOf} from '../../schema/relation-name.js'
import type {Effect, Judgement} from '../effect.js'
import {isSameDeed, weight, worse} from './effects.js'
import {mergeEffects} from './merge.js'

/**
 * The worse of what happens if the commands before did what they say, and of what happens otherwise.
 *
 * @param believed The catalog if they did.
 * @param doubt The catalog otherwise.
 */
export function worseOf(here: Judgement, otherwise: Judgement, believed: Catalog, doubt: Catalog): Judgement {
  // What is not there otherwise cannot be what the statement meets then.
  const isMade = (relation: string): boolean => knows(believed, relation) && !knows(doubt, relation)
  const {failure, refusal, ...rest} = here
  return {
    ...rest,
    effects: worseEffects(here.effects, otherwise.effects, isMade),
    byOperation: here.byOperation.map((effects, index) =>
      worseEffects(mergeEffects(effects), mergeEffects(otherwise.byOperation[index] ?? []), isMade)
    ),
    ...(refusal && otherwise.refusal ? {refusal} : {}),
    ...(failure && otherwise.failure ? {failure} : {})
  }
}

function worseEffects(
  here: readonly Effect[],
  otherwise: readonly Effect[],
  isMade: (relation: string) => boolean
): Effect[] {
  const others = new Map(otherwise.map((effect) => [effect.relation, effect]))
  const both = here.map((effect) => {
    const other = others.get(effect.relation)
    others.delete(effect.relation)
    return !other || isMade(effect.relation) ? effect : either(effect, other)
  })
  return mergeEffects([...both, ...[...others.values()].map(inDoubt)])
}

function either(a: Effect, b: Effect): Effect {
  if (isSameDeed(a, b)) return a
  const [main, rest] = weight(b) > weight(a) ? [b, a] : [a, b]
  return inDoubt(worse(main, rest))
}

const inDoubt = (effect: Effect): Effect => ({...effect, confidence: 'unknown'})

/** Whether there is a relation of that name, as effects tell it. */
function knows({tables}: Catalog, relation: string): boolean {
  return readingsOf(relation, 'public').some((name) => tables.has(keyOf(name)))
}
