/** Statements that fail for the sake of other objects, as far as those are known. */
import type {Judgement} from '../../effect.js'
import type {Scene} from '../look.js'
import {failingByDependents} from './dependents.js'
import {failingByReference} from './reference.js'
import {failingByReplaced} from './replaced.js'

/**
 * The first reason for which a command fails on the schema as it is known; `undefined` where none is certain: it may
 * not run, its error may be caught, or something has taken objects that nobody followed.
 */
export function failureOf(scenes: readonly Scene[]): Judgement['failure'] {
  for (const scene of scenes) {
    const {catalog, command, operation} = scene
    if (command.conditional === true || command.doubtful === true || catalog.unfollowed.size > 0) return undefined
    const failure = failingByDependents(scene) ?? failingByReference(scene) ?? failingByReplaced(scene)
    if (failure) return failure
    // What it takes with it is not in the way of what follows in the same statement.
    if ('cascade' in operation && operation.cascade === true) return undefined
  }
  return undefined
}
