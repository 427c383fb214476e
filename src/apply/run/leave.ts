/** Before each run of a step: may it go on? */
import type {PlannedStep} from '../../plan/plan.js'
import {StoppedError} from '../errors.js'
import {pause} from './pause.js'
import type {RunContext} from './run-context.js'
import type {Step} from '../step.js'
import {tablesOf} from './tables-of.js'

const everyMs = 1000

/** What is asked more often than so is answered from what was said before. */
const freshMs = 250

/**
 * Makes what waits, before each run of a step, while a user has paused the apply or a throttle has a reason.
 *
 * @returns A function that throws a `StoppedError` when the user asks for an end.
 */
export function createLeave(context: RunContext, planned: PlannedStep, step: Step): () => Promise<void> {
  let asked = -Infinity
  return async () => {
    assertGoesOn(context)
    if (performance.now() - asked < freshMs) return
    await waitForLeave(context, planned, step)
    asked = performance.now()
  }
}

function assertGoesOn({stop}: RunContext): void {
  if (!stop.afterBatch.aborted && !stop.now.aborted) return
  throw new StoppedError('stopped by the user: the same command goes on from here')
}

async function waitForLeave(context: RunContext, planned: PlannedStep, {throttled}: Step): Promise<void> {
  const {emit, engine, run, stop} = context
  let waited: string | undefined
  for (;;) {
    assertGoesOn(context)
    const {control, settings: journaled} = await engine.journal.control(run.id)
    context.setSettings(journaled)
    const settings = context.settings()
    if (control === 'abort') throw new StoppedError('stopped by `sqlsafe abort`')
    const tables = tablesOf([planned], engine.dialect)
    const reason =
      control === 'pause'
        ? 'paused'
        : throttled
          ? await context.throttle({connection: engine.watch, settings, tables, reach: engine.reach})
          : undefined
    if (reason === undefined) break
    if (reason !== waited) {
      await engine.journal.noteWait(run.id, planned.id, reason)
      if (control === 'pause') await engine.journal.setStatus(run.id, 'paused')
      emit(reason === 'paused' ? {type: 'paused', step: planned.id} : {type: 'throttled', step: planned.id, reason})
    }
    waited = reason
    await pause(everyMs, stop.afterBatch)
  }
  if (waited === undefined) return
  await engine.journal.noteWait(run.id, planned.id, undefined)
  await engine.journal.setStatus(run.id, 'running')
  emit({type: 'going-on', step: planned.id})
}
