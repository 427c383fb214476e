/** Rewrite rules: what a change of rows sets in motion beside itself. https://www.postgresql.org/docs/current/rules-update.html */
import type {Operation} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import {keyOf, type Rule} from '../../schema/objects.js'
import type {Effect} from '../effect.js'
import type {Scene} from './look.js'
import {named, targetsWritten} from './roles/named.js'
import {unique} from './roles/hierarchy.js'
import type {JudgeCommand} from './triggers.js'

/**
 * What the rules do of the relation that an operation names, and of what is below it where that is a view.
 *
 * @param running Rules that run already: one that leads to itself is refused by the server.
 */
export function ruleEffects(scene: Scene, running: ReadonlySet<string>, judge: JudgeCommand): Effect[] {
  const event = eventOf(scene.operation)
  if (event === undefined || scene.session.getSure('session_replication_role')?.toLowerCase() === 'replica') return []
  return unique([...named(scene), ...targetsWritten(scene)]).flatMap(({name, table}) =>
    (table?.rules ?? [])
      .filter((rule) => rule.enabled && rule.event === event)
      .flatMap((rule) =>
        effectsOfRule(rule, new Set([...running, `rule ${keyOf(name)}\0${rule.name}`]), running, judge)
      )
  )
}

function effectsOfRule(
  {name, runs}: Rule,
  inside: Set<string>,
  running: ReadonlySet<string>,
  judge: JudgeCommand
): Effect[] {
  if (!runs || inside.size === running.size) return []
  return judge(runs satisfies Command, inside).map((effect) => ({
    ...effect,
    role: 'rule',
    because: effect.because.startsWith('rule ') ? effect.because : `rule ${name}: ${effect.because}`,
    // Its actions are run for the rows of the statement, which the planner puts together as it likes.
    ...(effect.scan === 'table' ? {scan: 'maybe'} : {})
  }))
}

/** `COPY` and `MERGE` set off no rules. */
function eventOf({kind}: Operation): Rule['event'] | undefined {
  switch (kind) {
    case 'rows.insert':
      return 'insert'
    case 'rows.update':
      return 'update'
    case 'rows.delete':
      return 'delete'
    default:
      return undefined
  }
}
