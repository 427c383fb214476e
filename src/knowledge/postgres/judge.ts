/** What PostgreSQL does for a command: its operations, each by the facts, together as the server runs them. */
import type {Command} from '../../operations/script.js'
import type {Judgement} from '../effect.js'
import type {Situation} from '../judge.js'
import {effectsOf} from './effects.js'
import type {Scene} from './look.js'
import {mergeEffects} from './merge.js'
import {refusalOf} from './refusals/index.js'

/** Say what PostgreSQL does for a command. Looks, never changes. */
export function judgePostgres(command: Command, situation: Situation): Judgement {
  const {catalog, session} = situation
  const version = session.server.version[0] ?? 18
  const scenes = command.operations.map((operation): Scene => ({operation, command, catalog, session, version}))
  const byOperation = scenes.map(effectsOf)
  const refusal = refusalOf(scenes)
  return {
    effects: mergeEffects(byOperation.flat()),
    byOperation,
    ...(refusal ? {refusal} : {})
  }
}
