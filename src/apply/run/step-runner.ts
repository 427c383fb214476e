/** Carry one step out: run after run until it is done, through busy locks, lost connections, throttles and pauses. */
import type {PlannedStep} from '../../plan/plan.js'
import {OwnershipAmbiguousError, StepFailedError, StoppedError} from '../errors.js'
import type {Blocker} from '../events.js'
import type {StepRecord} from '../journal.js'
import {backOffMs} from './pace.js'
import {pause} from './pause.js'
import {noteMarks} from './recollect.js'
import type {RunContext} from './run-context.js'
import type {Step} from '../step.js'
import {createLeave} from './leave.js'
import type {Leave} from './leave.js'
import {StepWork} from './step-work.js'
import {lostWork} from './lost-work.js'
import {watchBlockers} from './blockers.js'
import type {BlockerWatch} from './blockers.js'

/** A step that ends its connection so often in a row, and gets nowhere, is what ends it. */
const mostLosses = 30

/** Do what is left of a step. */
export async function carryOutStep(context: RunContext, planned: PlannedStep, position: number): Promise<void> {
  const {emit, engine, run} = context
  const step = stepOf(context, planned)
  const record = (await engine.journal.steps(run.id)).get(planned.id)
  if (record?.status === 'done') {
    await noteMarks(engine, context.plan, run.id, [planned], position)
    emit({type: 'step-end', step: planned.id, ms: 0, rows: record.rows, skipped: true})
    return
  }
  assertReadable(record, step, planned)
  emit({type: 'step-begin', step: planned.id, title: planned.title, number: position})

  const start = performance.now()
  const watched = watchBlockers(context, planned.id)
  const leave = createLeave(context, planned, step)
  try {
    const rows = await workOn(context, planned, step, position, record, watched, leave)
    await noteMarks(engine, context.plan, run.id, [planned], position)
    emit({type: 'step-end', step: planned.id, ms: performance.now() - start, rows, skipped: false})
  } finally {
    watched.stop()
    await leave.end()
  }
}

/** @returns Rows that were touched in all. */
async function workOn(
  context: RunContext,
  planned: PlannedStep,
  step: Step,
  position: number,
  begun: StepRecord | undefined,
  watched: BlockerWatch,
  leave: Leave
): Promise<number> {
  const {emit, engine, run, stop} = context
  const {id} = planned
  const work = new StepWork(context, planned, step, position)
  let record = begun
  let inDoubt = begun !== undefined
  let [failures, losses] = [0, 0]
  /** Nothing is under way when the run ends here. */
  const rest = async (): Promise<void> => {
    if (!inDoubt) await work.noteIdle(record)
  }
  for (let done = false; !done;) {
    await leave.ask().catch(async (error: unknown) => {
      await rest()
      throw error
    })
    try {
      done = await work.runOnce(record, inDoubt)
      inDoubt = false
      failures = losses = 0
      record = work.record
    } catch (error) {
      const kind = engine.kindOf(error)
      // What is answered is no longer under way.
      if (kind !== 'lost' && work.hasLooked) inDoubt = false
      if (stop.now.aborted) {
        await rest()
        throw stopped()
      }
      if (error instanceof OwnershipAmbiguousError) throw error
      if (kind === 'lost') {
        emit({type: 'say', step: id, text: `the connection was lost (${messageOf(error)}): looking what was done`})
        await engine.reconnect()
        const noted = (await engine.journal.steps(run.id)).get(id)
        losses = hasMoved(record, noted) ? 0 : losses + 1
        if (losses > mostLosses) throw lostAgain(context, id, losses, error)
        record = noted
        done = record?.status === 'done'
        inDoubt = true
        continue
      }
      await work.noteFailure()
      if (kind !== 'busy') {
        emit({type: 'failed', step: id, error: messageOf(error)})
        await rest()
        throw new StepFailedError(id, `Step ${id} failed: ${messageOf(error)}`, {cause: error})
      }
      failures++
      work.giveWay()
      if (failures > context.settings().lockRetries) await rest()
      await waitForLock(context, planned, failures, error, await watched.seen(), work.failedMs())
    }
  }
  return record?.rows ?? 0
}

function stepOf({engine}: RunContext, {id, kind}: PlannedStep): Step {
  const step = engine.steps.find((each) => each.kind === kind)
  if (step) return step
  throw new StepFailedError(id, `Unexpected step \`${kind}\`, expected one that this version of sqlsafe knows`)
}

function assertReadable(record: StepRecord | undefined, {stateVersion}: Step, {id}: PlannedStep): void {
  if (record === undefined || record.stateVersion === stateVersion) return
  throw new StepFailedError(
    id,
    `Unexpected state of version ${String(record.stateVersion)} of step ${id}, expected ${String(stateVersion)}: go on with the version of sqlsafe that began it`
  )
}

/** Whether the journal has more of a step than was seen before: an answer was lost, not the work. */
function hasMoved(before: StepRecord | undefined, after: StepRecord | undefined): boolean {
  return before?.rows !== after?.rows || JSON.stringify(before?.state) !== JSON.stringify(after?.state)
}

function lostAgain({emit}: RunContext, id: string, times: number, error: unknown): StepFailedError {
  const text = `Step ${id} lost its connection ${String(times)} times in a row and got nowhere, the last time by: ${messageOf(error)}; look into the server's log before the same command goes on from here`
  emit({type: 'failed', step: id, error: text})
  return new StepFailedError(id, text, {cause: error})
}

/** Give way, and try again later. */
async function waitForLock(
  {emit, settings, stop}: RunContext,
  {id}: PlannedStep,
  attempt: number,
  error: unknown,
  blockers: Blocker[],
  failedMs: number
): Promise<void> {
  const {lockRetries, lockTimeoutMs} = settings()
  const reason = `${messageOf(error)}${lostWork(failedMs, lockTimeoutMs)}`
  if (attempt > lockRetries) {
    const who = blockers.map(({age, pid, query}) => `process ${String(pid)} (${String(age)} s): ${query}`)
    const text = `Step ${id} got no lock in ${String(attempt)} tries: ${reason}${who.length > 0 ? `; in the way: ${who.join('; ')}` : ''}`
    emit({type: 'failed', step: id, error: text})
    throw new StepFailedError(id, text, {cause: error})
  }
  const waitMs = backOffMs(attempt)
  emit({type: 'retry', step: id, attempt, of: lockRetries, waitMs, error: reason, blockers})
  await pause(waitMs, stop.afterBatch)
}

function stopped(): StoppedError {
  return new StoppedError('stopped by the user: the same command goes on from here')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
