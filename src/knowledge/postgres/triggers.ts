/**
 * Triggers: what a change of rows sets in motion, as far as the history has shown the body of the function.
 * https://www.postgresql.org/docs/current/trigger-definition.html
 */
import type {Operation} from '../../operations/operation.js'
import type {Command} from '../../operations/script.js'
import {keyOf, type ObjectName, type Trigger} from '../../schema/objects.js'
import type {Effect} from '../effect.js'
import {isOnly, isSame, tableOf, targetOf, type Scene, type Target} from './look.js'
import {cascadeTargets} from './roles/cascade.js'
import {targetsWritten} from './roles/named.js'
import {partitionsOf, treeOf} from './roles/hierarchy.js'
import {referencingAll, withPartitions} from './roles/foreign-keys.js'

/** A trigger that a statement sets off. */
interface Fired {
  trigger: Trigger
  function: ObjectName
  runs: readonly Command[]
  /** It runs with every such statement, whatever rows there are. */
  sure: boolean
}

/** Judges a command of a body. */
export type JudgeCommand = (command: Command, running: Set<string>) => readonly Effect[]

/**
 * What the triggers do that an operation sets off.
 *
 * @param running Functions that run already: one that sets itself off is followed once.
 */
export function triggerEffects(scene: Scene, running: ReadonlySet<string>, judge: JudgeCommand): Effect[] {
  return firedBy(scene).flatMap((fired) => {
    const key = keyOf(fired.function)
    if (running.has(key)) return []
    const inside = new Set([...running, key])
    return fired.runs.flatMap((command) =>
      judge(command, inside)
        .filter(({relation}) => fired.trigger.transitions?.includes(relation) !== true)
        .map((effect) => asTriggered(effect, fired, command))
    )
  })
}

function asTriggered(effect: Effect, {sure, trigger}: Fired, {conditional = false}: Command): Effect {
  const because = effect.because.startsWith('trigger ') ? effect.because : `trigger ${trigger.name}: ${effect.because}`
  const mayBeSpared = effect.scan === 'table' && (!sure || conditional)
  return {...effect, role: 'trigger', because, ...(mayBeSpared ? {scan: 'maybe'} : {})}
}

function firedBy(scene: Scene): Fired[] {
  const {catalog, operation, session} = scene
  if (session.getSure('session_replication_role')?.toLowerCase() === 'replica') return []
  const events = eventsOf(operation)
  if (events.length === 0) return []
  const isFired = (trigger: Trigger): boolean =>
    trigger.enabled !== false && trigger.events.some((event) => events.includes(event)) && touches(trigger, operation)
  const found = [
    ...changedRows(scene).flatMap(({isNamed, target}) =>
      (target.table?.triggers ?? []).filter((trigger) => isFired(trigger) && (isNamed || trigger.row))
    ),
    ...changedAlong(scene).flatMap(({events: along, target}) =>
      (target.table?.triggers ?? [])
        .filter((trigger) => trigger.enabled !== false && trigger.events.some((event) => along.includes(event)))
        .map((trigger) => ({...trigger, when: true}))
    )
  ]
  return found.flatMap((trigger) => {
    const routine = trigger.function && catalog.routines.get(keyOf(trigger.function))?.find(({runs}) => runs)
    if (!trigger.function || !routine?.runs) return []
    const sure = !trigger.row && trigger.when !== true
    return [{trigger, function: trigger.function, runs: routine.runs, sure}]
  })
}

/** What happens to rows, in the words of `CREATE TRIGGER`. */
function eventsOf(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'rows.insert':
      return operation.conflict === 'update' ? ['insert', 'update'] : ['insert']
    case 'rows.copy':
      return operation.direction === 'from' ? ['insert'] : []
    case 'rows.update':
      return ['update']
    case 'rows.delete':
      return ['delete']
    case 'rows.merge':
      return operation.actions
    case 'table.truncate':
      return ['truncate']
    default:
      return []
  }
}

/** `UPDATE OF column` looks at what the statement assigns. */
const touches = ({columns}: Trigger, operation: Operation): boolean =>
  columns === undefined ||
  operation.kind !== 'rows.update' ||
  columns.some((column) => operation.columns.includes(column))

/** The relation that is named, and those below it: of them only the triggers of rows run. */
function changedRows(scene: Scene): Array<{target: Target; isNamed: boolean}> {
  const {operation} = scene
  const name = tableOf(operation)
  if (name === undefined) return []
  const named = targetOf(scene, name)
  const below = (target: Target): Target[] => {
    if (isOnly(operation)) return [target]
    return operation.kind === 'rows.insert' || operation.kind === 'rows.copy'
      ? [target, ...partitionsOf(target, scene)]
      : treeOf(target, scene)
  }
  // Each table that is emptied has been named, as far as its triggers go.
  const isEach = operation.kind === 'table.truncate'
  return targetsWritten(scene)
    .concat(named.table?.kind === 'view' ? [named] : [])
    .flatMap((start) => below(start).map((target) => ({target, isNamed: isEach || isSame(target.name, start.name)})))
}

/** Tables that foreign keys change along, and `TRUNCATE … CASCADE` empties. */
function changedAlong(scene: Scene): Array<{target: Target; events: readonly string[]}> {
  const {operation} = scene
  if (operation.kind === 'table.truncate') {
    if (operation.cascade !== true) return []
    return referencingAll(treeOf(targetOf(scene, operation.table), scene), scene).map((target) => ({
      target,
      events: ['truncate']
    }))
  }
  const deletes = operation.kind === 'rows.delete' || operation.kind === 'rows.merge'
  const events = deletes ? ['delete', 'update'] : ['update']
  return cascadeTargets(scene, withPartitions).map((target) => ({target, events}))
}
