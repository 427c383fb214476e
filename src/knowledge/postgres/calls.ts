/**
 * Routines that a statement calls: what they run, as far as the history has shown their bodies. Those of its own file
 * have been followed when that was read.
 */
import type {Name} from '../../operations/definitions.js'
import type {Command} from '../../operations/script.js'
import {keyOf} from '../../schema/catalog.js'
import type {Effect} from '../effect.js'
import type {Scene} from './look.js'
import type {JudgeCommand} from './triggers.js'

/** A routine that is called, by name and number of arguments. */
interface Call {
  name: Name
  count: number
  /** For each row of a query: never, once or often. */
  perRow: boolean
}

/**
 * What the routines do that an operation calls.
 *
 * @param running Routines that run already, or have run: what is called twice does the same, and is followed once.
 */
export function callEffects(scene: Scene, running: Set<string>, judge: JudgeCommand): Effect[] {
  return callsOf(scene).flatMap((call) => {
    const {catalog, session} = scene
    const key = keyOf(session.resolve(call.name, (candidate) => catalog.routines.has(keyOf(candidate))))
    if (running.has(key)) return []
    running.add(key)
    const overloads = (catalog.routines.get(key) ?? []).filter(({runs}) => runs !== undefined)
    const fitting = overloads.filter(({arguments: types}) => types.length === call.count)
    return (fitting.length > 0 ? fitting : overloads).flatMap(({name, runs = []}) =>
      runs.flatMap((command) => judge(command, running).map((effect) => asCalled(effect, name, call, command)))
    )
  })
}

function callsOf({operation}: Scene): Call[] {
  if (operation.kind === 'procedure.call') {
    const {arguments: given, followed, procedure} = operation
    return followed === true ? [] : [{name: procedure, count: given.length, perRow: false}]
  }
  if (operation.kind !== 'rows.select') return []
  return operation.calls.flatMap(({arguments: given, followed, function: name}) =>
    followed === true ? [] : [{name, count: given.length, perRow: operation.reads.length > 0}]
  )
}

function asCalled(effect: Effect, name: string, {perRow}: Call, {conditional = false}: Command): Effect {
  const because = effect.because.startsWith('function ') ? effect.because : `function ${name}: ${effect.because}`
  return {
    ...effect,
    role: 'call',
    because,
    ...(effect.scan === 'table' && (perRow || conditional) ? {scan: 'maybe'} : {})
  }
}
