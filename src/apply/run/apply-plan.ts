/** What `sqlsafe apply` does, for programs. */
import type {Plan} from '../../plan/plan.js'
import {begin, prepare, refusals, settingsFor} from './apply.js'
import {PreflightError} from '../errors.js'
import type {ApplyEvent} from '../events.js'
import {openEngine} from './open-engine.js'
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
  /** Stops after the batch at hand when it is aborted; the same call goes on from there. */
  signal?: AbortSignal
  onEvent?: (event: ApplyEvent) => void
}

/**
 * Carry a plan out on a live database, or go on where an earlier call has ended. A plan that was carried out before is
 * `done` at once.
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
  const engine = await openEngine(options.databaseUrl)
  try {
    await engine.hold()
    const settings = await settingsFor(plan, engine, options.settings ?? {})
    const prepared = await prepare(plan, engine, settings)
    if (prepared.finishedAt !== undefined) return {status: 'done'}
    const refused = refusals(prepared.findings, options.accept ?? [])
    if (refused.length > 0) throw new PreflightError(refused)
    const never = new AbortController().signal
    return await begin(plan, engine, prepared, {
      settings,
      stop: {afterBatch: options.signal ?? never, now: never},
      deployed: options.deployed === true,
      onEvent: options.onEvent ?? (() => undefined)
    })
  } finally {
    await engine.close()
  }
}
