/** What PostgreSQL does for a command: its operations, each by the facts, together as the server runs them. */
import type {Command} from '../../operations/script.js'
import {columnOperations} from '../../schema/typed-tables.js'
import type {Effect, Judgement} from '../effect.js'
import type {Situation} from '../situation.js'
import {callEffects} from './calls.js'
import {effectsOf} from './effects.js'
import {worseOf} from './doubt.js'
import type {Scene} from './look.js'
import {failureOf} from './failures/index.js'
import {mergeEffects} from './merge.js'
import {reachedBy} from './recursion.js'
import {refusalOf} from './refusals/index.js'
import {ruleEffects} from './rules.js'
import {triggerEffects} from './triggers.js'

/** Say what PostgreSQL does for a command. Looks, never changes. */
export function judgePostgres(command: Command, situation: Situation): Judgement {
  const {catalog} = situation
  const {otherwise} = catalog
  const {met, result} = catalog.watch(() => judgeOn(command, situation))
  if (!otherwise || !met) return result
  return worseOf(result, judgeOn(command, {...situation, catalog: otherwise}), catalog, otherwise)
}

function judgeOn(command: Command, situation: Situation): Judgement {
  const scenes = scenesOf(command, situation)
  const byOperation = effectsByOperation(scenes, situation, new Set())
  const refusal = refusalOf(scenes)
  const failure = refusal ? undefined : failureOf(scenes)
  return {
    effects: mergeEffects(byOperation.flat(), reachedBy(scenes)),
    byOperation,
    ...(refusal ? {refusal} : {}),
    ...(failure ? {failure} : {})
  }
}

/** What is done to the tables of a type by what is done to the type. */
function typedTableEffects(scene: Scene): Effect[] {
  if (scene.operation.kind !== 'type.alter') return []
  return columnOperations(scene.operation, scene).flatMap((operation) => effectsOf({...scene, operation}))
}

function scenesOf(command: Command, {catalog, session}: Situation): Scene[] {
  const version = session.server.version[0] ?? 18
  return command.operations.map((operation): Scene => ({operation, command, catalog, session, version}))
}

/** Each with what the triggers and rules do that it sets off, and the routines that it calls. */
function effectsByOperation(scenes: readonly Scene[], situation: Situation, running: Set<string>): Effect[][] {
  const judgeBody = (command: Command, inside: Set<string>, met = situation): Effect[] =>
    mergeEffects(effectsByOperation(scenesOf(command, met), met, inside).flat())
  return scenes.map((scene) => {
    const own = [...effectsOf(scene), ...typedTableEffects(scene)]
    return [
      ...own,
      ...triggerEffects(scene, running, judgeBody),
      ...ruleEffects(scene, running, judgeBody),
      ...callEffects(scene, own, running, (command, met) => judgeBody(command, running, met))
    ]
  })
}
