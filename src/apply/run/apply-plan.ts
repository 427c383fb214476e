/** What `sqlsafe apply` and `sqlsafe revert` do, for programs. */
import type {Plan} from '../../plan/plan.js'
import {begin, prepare, refusals, settingsFor} from './apply.js'
import type {Engine} from '../engine.js'
import {PreflightError} from '../errors.js'
import type {ApplyEvent} from '../events.js'
import {openEngine} from './open-engine.js'
import {planRevert} from './revert.js'
import type {CarriedOut} from './runner.js'
import type {ApplySettings} from '../settings.js'

export interface ApplyPlanOptions {
  databaseUrl: string
  /** What is left out is as the run had it before, or as on the command line. */
  settings?: Partial<ApplySettings>
  /** Names of checks whose warnings are accepted; `unsafe`: what the plan could not make safe. */
  accept?: readonly string[]
  /** The application that the next phase waits for is deployed. */
  deployed?: boolean
  /** A plan that was carried out before is carried out again, where no run of it is on the way. */
  onceMore?: boolean
  /** Stops after the batch at hand when it is aborted; the same call goes on from there. */
  signal?: AbortSignal
  onEvent?: (event: ApplyEvent) => void
}

/**
 * Carry a plan out on a live database, or go on where an earlier call has ended. A plan that was carried out before is
 * `done` at once, unless it is wanted `onceMore`.
 *
 * Locks: those that the steps of the plan name, and one advisory lock.
 *
 * @throws {PreflightError} When a check refuses it, or warns and nobody has accepted that; nothing was begun.
 * @throws {RunHeldError} When another process carries a plan out on that database.
 * @throws {StepFailedError} When a step gives up; what was done stays done.
 * @throws {OwnershipAmbiguousError} When nobody can say whether a step was done.
 * @throws {UsageError} When the plan is for another engine, or another run is not at its end.
 */
export async function applyPlan(plan: Plan, options: ApplyPlanOptions): Promise<CarriedOut> {
  return withHeldEngine(options.databaseUrl, (engine) => carryOutOn(engine, plan, options))
}

export interface RevertTableOptions extends Omit<ApplyPlanOptions, 'deployed' | 'onceMore'> {
  /** Its name, also with its schema; may be left out where only one is kept in sync. */
  table?: string
}

/**
 * What `sqlsafe revert` does: let an old table that `keepInSync` has kept take its place again, with all that was written
 * since, or go on where an earlier call has ended.
 *
 * Locks: those of the swap, for a moment, and one advisory lock.
 *
 * @throws {PreflightError} When there is something in the way back; nothing was begun.
 * @throws {RunHeldError} When another process carries a plan out on that database.
 * @throws {StepFailedError} When a step gives up, such as for values that the old shape cannot hold.
 * @throws {UsageError} When no such table is kept in sync, or another run is not at its end.
 */
export async function revertTable({table, ...options}: RevertTableOptions): Promise<CarriedOut> {
  return withHeldEngine(options.databaseUrl, async (engine) =>
    carryOutOn(engine, await planRevert(engine, table), options)
  )
}

async function withHeldEngine<Result>(url: string, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await openEngine(url)
  try {
    await engine.hold()
    return await work(engine)
  } finally {
    await engine.close()
  }
}

async function carryOutOn(engine: Engine, plan: Plan, options: ApplyPlanOptions): Promise<CarriedOut> {
  const settings = await settingsFor(plan, engine, options.settings ?? {})
  const prepared = await prepare(plan, engine, settings, options.onceMore === true)
  if (prepared.finishedAt !== undefined) return {status: 'done'}
  const refused = refusals(prepared.findings, options.accept ?? [])
  if (refused.length > 0) throw new PreflightError(refused)
  const never = new AbortController().signal
  return begin(plan, engine, prepared, {
    settings,
    stop: {afterBatch: options.signal ?? never, now: never},
    deployed: options.deployed === true,
    onEvent: options.onEvent ?? (() => undefined)
  })
}
