import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {callsOf} from '../../operations/calls.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import type {Routine, Trigger} from '../../schema/objects.js'
import type {Session} from '../../schema/session.js'
import {columnsOfRow} from './row-columns.js'

/**
 * Whether all that a trigger does is to set columns of the row that is written: it reads and writes no table, calls no
 * function of the user, and refuses nothing. `false` where it is not known.
 */
export function onlySetsColumns(
  {body: own, function: name}: Pick<Operation<'trigger.create'> | Trigger, 'body' | 'function'>,
  catalog: Catalog,
  session: Session
): boolean {
  if (!name) return own?.onlySets === true
  const routines = routinesNamed(name, catalog, session)
  const isPlain = (operation: Operation): boolean =>
    operation.kind === 'rows.select' &&
    operation.reads.length === 0 &&
    callsOf(operation).every((call) => routinesNamed(call.name, catalog, session).length === 0)
  const isHarmless = ({body, language, runs = []}: Routine): boolean =>
    language === 'plpgsql' &&
    body !== undefined &&
    !raisesErrors.test(body) &&
    !leavesOut.test(body) &&
    runs.every(({operations}) => operations.every(isPlain))
  return routines.length > 0 && routines.every(isHarmless)
}

/** `RAISE` in PL/pgSQL is an error unless a lower level is named. */
const raisesErrors = /\b(?:raise\b(?!\s+(?:debug|log|info|notice|warning)\b)|assert\b)/i

/** A row for which a trigger before it returns nothing is not written. */
const leavesOut = /\breturn\s+null\b/i

function routinesNamed(name: Name, catalog: Catalog, session: Session): readonly Routine[] {
  return catalog.routines.get(keyOf(session.resolve(name, (candidate) => catalog.routines.has(keyOf(candidate))))) ?? []
}

/** Whether a trigger of a table reads or sets a column of the row that fires it, as far as its body is known. */
export function usesColumnOfRow(
  {body: own, enabled, function: called}: Trigger,
  {table, column}: {table: Name; column: string},
  catalog: Catalog,
  session: Session
): boolean {
  if (enabled === false) return false
  const name = column.toLowerCase()
  if (own?.columns.some((each) => each.toLowerCase() === name) === true) return true
  return (
    called !== undefined &&
    routinesNamed(called, catalog, session).some(
      ({body}) => body !== undefined && columnsOfRow(body, table.name).has(name)
    )
  )
}
