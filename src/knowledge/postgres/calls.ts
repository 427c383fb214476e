/** What the routines do that a statement calls, each command on what those before it have left. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import {calledRoutines, type CalledRoutine} from '../../schema/called-routines.js'
import {change} from '../../schema/change.js'
import type {Effect} from '../effect.js'
import type {Situation} from '../situation.js'
import {displayName} from './effects.js'
import {implicitCalls} from './implicit-calls.js'
import {targetOf, type Scene} from './look.js'

/** Judges a command inside a routine. */
type JudgeInside = (command: Command, situation: Situation) => readonly Effect[]

/**
 * What the routines do that an operation calls.
 *
 * @param effects What the operation does by itself.
 * @param running Routines that run already, or have run.
 */
export function callEffects(
  scene: Scene,
  effects: readonly Effect[],
  running: Set<string>,
  judge: JudgeInside
): Effect[] {
  return [...calledRoutines(scene.operation, scene, running), ...implicitCalls(scene, effects, running)].flatMap(
    (called) => effectsInside(called, scene, judge)
  )
}

function effectsInside(called: CalledRoutine, {catalog, session}: Scene, judge: JudgeInside): Effect[] {
  const mark = catalog.mark()
  const inside = {catalog, session: session.onVersion(session.server.version)}
  const made = new Set<string>()
  try {
    return called.runs.flatMap((command) => {
      const {otherwise} = inside.catalog
      const effects = [inside, ...(otherwise ? [{...inside, catalog: otherwise}] : [])]
        .flatMap((met) => judge(command, met))
        .filter(({relation}) => !made.has(relation))
      const fresh = command.operations.flatMap((operation) => madeBy(operation, inside, made))
      // What the caller has begun is not for this look ahead to end.
      const endsTransaction = command.operations.some(({kind}) => kind.startsWith('transaction.'))
      if (!endsTransaction) change(command, inside.catalog, inside.session, undefined)
      for (const name of fresh) made.add(displayName(targetOf(inside, name)))
      return effects.map((effect) => asCalled(effect, called, command))
    })
  } finally {
    catalog.rollback(mark)
  }
}

/** The relation that comes to be, also where one of them gets another name. */
function madeBy(operation: Operation, situation: Situation, made: ReadonlySet<string>): Name[] {
  if (operation.kind === 'table.rename') {
    return made.has(displayName(targetOf(situation, operation.table))) ? [operation.to] : []
  }
  const name =
    operation.kind === 'table.create' ? operation.table : operation.kind === 'view.create' ? operation.view : undefined
  return name && targetOf(situation, name).table === undefined ? [name] : []
}

function asCalled(effect: Effect, {name, perRow}: CalledRoutine, {conditional = false}: Command): Effect {
  const because = effect.because.startsWith('function ') ? effect.because : `function ${name}: ${effect.because}`
  return {
    ...effect,
    role: 'call',
    because,
    ...(effect.scan === 'table' && (perRow || conditional) ? {scan: 'maybe'} : {})
  }
}
