/** Carry a plan out: one loop over its phases and steps, which knows no SQL. */
import type {Phase, Plan} from '../../plan/plan.js'
import {StoppedError} from '../errors.js'
import type {Engine} from '../engine.js'
import type {ApplyEvent, NewEvent} from '../events.js'
import type {RunRecord} from '../journal.js'
import {carryOutStep} from './step-runner.js'
import type {RunContext, StopSignals} from './run-context.js'
import {createThrottles} from '../throttle.js'

export interface CarryOutOptions {
  run: RunRecord
  resumed: boolean
  stop: StopSignals
  /** The application that the next phase waits for is deployed. */
  deployed: boolean
  onEvent: (event: ApplyEvent) => void
}

/** `waiting`: before a phase that waits for the application. */
export type CarriedOut = {status: 'done'} | {status: 'waiting'; phase: number; gate: string} | {status: 'stopped'}

/**
 * Carry out what is left of a plan. The lock of the run is held, and the run is in the journal.
 *
 * @throws {StepFailedError} When a step gives up; what was done stays done.
 */
export async function carryOut(plan: Plan, engine: Engine, options: CarryOutOptions): Promise<CarriedOut> {
  const {onEvent, run} = options
  const start = performance.now()
  let {settings} = run
  const emit = (event: NewEvent): void => {
    onEvent({at: new Date().toISOString(), run: run.id, ...event})
  }
  const context: RunContext = {
    engine,
    run,
    plan,
    stop: options.stop,
    settings: () => settings,
    setSettings(next) {
      // The journal does not have them.
      settings = {...next, replicas: settings.replicas}
    },
    emit,
    throttle: createThrottles(engine.throttles)
  }
  const cancel = (): void => {
    // What it interrupts reports itself.
    engine.cancel().catch(() => undefined)
  }
  options.stop.now.addEventListener('abort', cancel, {once: true})
  await engine.journal.setControl(run.id, 'go')
  await engine.journal.setStatus(run.id, 'running')
  emit({type: 'begin', resumed: options.resumed, steps: plan.phases.flatMap(({steps}) => steps).length})
  try {
    const waiting = await carryOutPhases(context, options)
    if (waiting) {
      await engine.journal.setStatus(run.id, 'waiting')
      emit({type: 'gate', phase: waiting.phase + 1, gate: waiting.gate})
      return {status: 'waiting', ...waiting}
    }
    await engine.journal.setStatus(run.id, 'done')
    emit({type: 'end', ms: performance.now() - start})
    return {status: 'done'}
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isStop = error instanceof StoppedError
    await engine.journal.setStatus(run.id, isStop ? 'stopped' : 'failed', reason)
    if (!isStop) throw error
    emit({type: 'stopped', reason})
    return {status: 'stopped'}
  } finally {
    options.stop.now.removeEventListener('abort', cancel)
  }
}

/** @returns The phase that the run stops before. */
async function carryOutPhases(
  context: RunContext,
  {deployed, run}: CarryOutOptions
): Promise<{phase: number; gate: string} | undefined> {
  const {engine, plan} = context
  let position = 0
  let mayPass = deployed
  for (const [number, phase] of plan.phases.entries()) {
    if (isClosed(phase, number, run)) {
      if (!mayPass) return {phase: number, gate: phase.gate ?? ''}
      // One deployment opens one gate.
      mayPass = false
      await engine.journal.setPassed(run.id, number + 1)
    }
    for (const step of phase.steps) {
      await carryOutStep(context, step, ++position)
    }
  }
  return undefined
}

function isClosed({gate}: Phase, number: number, {passed}: RunRecord): boolean {
  return gate !== undefined && passed <= number
}
