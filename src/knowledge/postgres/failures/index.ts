/** Statements that fail for the sake of other objects, as far as those are known. */
import type {Judgement} from '../../effect.js'
import type {Scene} from '../look.js'
import {failingByDependents} from './dependents.js'
import {failingByReference} from './reference.js'
import {failingByReplaced} from './replaced.js'

/** The first reason for which a command fails on the schema as it is known; `undefined` where none is certain. */
export function failureOf(scenes: readonly Scene[]): Judgement['failure'] {
  for (const scene of scenes) {
    const failure = failingByDependents(scene) ?? failingByReference(scene) ?? failingByReplaced(scene)
    if (failure) return failure
  }
  return undefined
}
