/**
 * Routines that a statement calls, and what they run, as far as the history has shown their bodies. Those of its own
 * file have been followed when that was read.
 */
import {callsOf} from '../operations/calls.js'
import type {Operation} from '../operations/operation.js'
import type {Command} from '../operations/script.js'
import type {Catalog} from './catalog.js'
import {keyOf, type Routine} from './objects.js'
import type {Session} from './session.js'

/** A routine that is called. Of overloads that fit all may be meant. */
export interface CalledRoutine {
  name: string
  runs: readonly Command[]
  perRow: boolean
}

/**
 * What an operation calls.
 *
 * @param running Routines that run already, or have run: what is called twice does the same, and is followed once.
 */
export function calledRoutines(
  operation: Operation,
  {catalog, session}: {catalog: Catalog; session: Session},
  running: Set<string>
): CalledRoutine[] {
  return callsOf(operation).flatMap(({call, count, name, perRow}) => {
    if (call.followed === true) return []
    const key = keyOf(session.resolve(name, (candidate) => catalog.routines.has(keyOf(candidate))))
    if (running.has(key)) return []
    running.add(key)
    const overloads = (catalog.routines.get(key) ?? []).filter(({runs}) => runs !== undefined)
    const fitting = overloads.filter((routine) => takesArguments(routine, count))
    return (fitting.length > 0 ? fitting : overloads).map(({name: called, runs = []}) => ({name: called, runs, perRow}))
  })
}

/** Whether a routine can be called with so many arguments. */
export const takesArguments = ({argumentDefaults = [], arguments: types}: Routine, count: number): boolean =>
  count <= types.length && count >= types.length - argumentDefaults.length
