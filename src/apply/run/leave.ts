/** Before each run of a step: may it go on? */
import type {PlannedStep} from '../../plan/plan.js'
import {StoppedError} from '../errors.js'
import {pause} from './pause.js'
import type {RunContext} from './run-context.js'
import type {Step} from '../step.js'
import {tablesOf} from './tables-of.js'

const everyMs = 1000

/** The reason where a user has paused the run. */
const paused = 'paused'

/** What is asked more often than so is answered from what was said before. */
const freshMs = 250

/** So long before the end of a run, if it lasts as the one before, it is asked ahead: nobody waits for the answer then. */
const leadMs = 100

/** May the next run of a step begin? */
export interface Leave {
  /**
   * Waits while a user has paused the apply or a throttle has a reason.
   *
   * @throws {StoppedError} When the user asks for an end.
   */
  ask: () => Promise<void>
  /** Nobody will ask any more; what was asked ahead is answered. */
  end: () => Promise<void>
}

/** For the runs of one step. */
export function createLeave(context: RunContext, planned: PlannedStep, step: Step): Leave {
  /** When the last look was begun that said yes, and when the run at hand. */
  let [fresh, begun] = [-Infinity, -Infinity]
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  async function lookAhead(): Promise<void> {
    const start = performance.now()
    // What is wrong with an answer is met by who asks again.
    const isGiven = await lookOnce(context, planned, step).then(
      (reason) => reason === undefined,
      () => false
    )
    if (isGiven) fresh = start
  }

  async function end(): Promise<void> {
    clearTimeout(timer)
    await looking
    looking = undefined
  }

  return {
    end,
    async ask() {
      const ranMs = performance.now() - begun
      await end()
      assertGoesOn(context)
      if (performance.now() - fresh >= freshMs) {
        await waitForLeave(context, planned, step)
        fresh = performance.now()
      }
      begun = performance.now()
      if (!step.throttled || ranMs === Infinity || begun - fresh + ranMs < freshMs) return
      timer = setTimeout(
        () => {
          looking = lookAhead()
        },
        Math.max(0, ranMs - leadMs)
      )
    }
  }
}

function assertGoesOn({stop}: RunContext): void {
  if (!stop.afterBatch.aborted && !stop.now.aborted) return
  throw new StoppedError('stopped by the user: the same command goes on from here')
}

/** Why not; `undefined`: it may go on. */
async function lookOnce(context: RunContext, planned: PlannedStep, {throttled}: Step): Promise<string | undefined> {
  const {engine, run} = context
  const {control, settings: journaled} = await engine.journal.control(run.id)
  context.setSettings(journaled)
  if (control === 'abort') throw new StoppedError('stopped by `sqlsafe abort`')
  if (control === 'pause') return paused
  if (!throttled) return undefined
  const tables = tablesOf([planned], engine.dialect)
  return context.throttle({connection: engine.watch, settings: context.settings(), tables, reach: engine.reach})
}

async function waitForLeave(context: RunContext, planned: PlannedStep, step: Step): Promise<void> {
  const {emit, engine, run, stop} = context
  let waited: string | undefined
  for (;;) {
    assertGoesOn(context)
    const reason = await lookOnce(context, planned, step)
    if (reason === undefined) break
    if (reason !== waited) {
      await engine.journal.noteWait(run.id, planned.id, reason)
      if (reason === paused) await engine.journal.setStatus(run.id, 'paused')
      emit(reason === paused ? {type: 'paused', step: planned.id} : {type: 'throttled', step: planned.id, reason})
    }
    waited = reason
    await pause(everyMs, stop.afterBatch)
  }
  if (waited === undefined) return
  await engine.journal.noteWait(run.id, planned.id, undefined)
  await engine.journal.setStatus(run.id, 'running')
  emit({type: 'going-on', step: planned.id})
}
