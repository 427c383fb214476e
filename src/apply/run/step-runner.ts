/** Carry one step out: run after run until it is done, through busy locks, lost connections, throttles and pauses. */
import type {PlannedStep} from '../../plan/plan.js'
import {OwnershipAmbiguousError, StepFailedError, StoppedError} from '../errors.js'
import type {Blocker} from '../events.js'
import type {StatementNote, StepNote, StepRecord} from '../journal.js'
import {backOffMs, createPace} from './pace.js'
import {pause} from './pause.js'
import type {RunContext} from './run-context.js'
import type {Progress, Step, StepContext} from '../step.js'
import {createLeave} from './leave.js'
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
    emit({type: 'step-end', step: planned.id, ms: 0, rows: record.rows, skipped: true})
    return
  }
  assertReadable(record, step, planned)
  emit({type: 'step-begin', step: planned.id, title: planned.title, number: position})

  const start = performance.now()
  const watched = watchBlockers(context, planned.id)
  try {
    const rows = await workOn(context, planned, step, position, record, watched)
    emit({type: 'step-end', step: planned.id, ms: performance.now() - start, rows, skipped: false})
  } finally {
    watched.stop()
  }
}

/** @returns Rows that were touched in all. */
async function workOn(
  context: RunContext,
  planned: PlannedStep,
  step: Step,
  position: number,
  begun: StepRecord | undefined,
  watched: BlockerWatch
): Promise<number> {
  const {emit, engine, run, stop} = context
  const {id} = planned
  const work = new StepWork(context, planned, step, position)
  let record = begun
  let inDoubt = begun !== undefined
  let [failures, losses] = [0, 0]
  const leave = createLeave(context, planned, step)
  for (let done = false; !done;) {
    await leave()
    try {
      done = await work.runOnce(record, inDoubt)
      inDoubt = false
      failures = losses = 0
      record = work.record
    } catch (error) {
      if (stop.now.aborted) throw stopped()
      if (error instanceof OwnershipAmbiguousError) throw error
      const kind = engine.kindOf(error)
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
      if (kind === 'final') {
        emit({type: 'failed', step: id, error: messageOf(error)})
        throw new StepFailedError(id, `Step ${id} failed: ${messageOf(error)}`, {cause: error})
      }
      failures++
      work.giveWay()
      await waitForLock(context, planned, failures, error, watched.seen())
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

/** One step at work; what was sent is kept until it is journaled. */
class StepWork {
  record: StepRecord | undefined
  readonly #context: RunContext
  readonly #planned: PlannedStep
  readonly #step: Step
  readonly #position: number
  readonly #pace
  #sent: StatementNote[] = []

  constructor(context: RunContext, planned: PlannedStep, step: Step, position: number) {
    this.#context = context
    this.#planned = planned
    this.#step = step
    this.#position = position
    this.#pace = createPace(context.settings)
  }

  /**
   * One run of the step, with its note.
   *
   * @param inDoubt A run was begun before, of which nobody saw the end.
   * @returns Whether all is done.
   */
  async runOnce(record: StepRecord | undefined, inDoubt: boolean): Promise<boolean> {
    const {emit, engine} = this.#context
    const {id} = this.#planned
    this.#sent = []
    engine.onStatement((sql, ms, error) => {
      this.#sent.push({sql, ms, error})
      emit({
        type: 'statement',
        step: id,
        sql,
        ms,
        outcome: error === undefined ? 'ok' : 'failed',
        ...(error && {error})
      })
    })
    const start = performance.now()
    const rows = record?.rows ?? 0
    const progress =
      this.#step.mode === 'transaction' ? await this.#inTransaction(record) : await this.#autocommit(record, inDoubt)
    const ms = performance.now() - start
    this.#pace.note(progress.rows ?? 0, ms)
    if (!progress.done) {
      const done = progress.at ?? rows + (progress.rows ?? 0)
      emit({type: 'batch', step: id, rows: progress.rows ?? 0, ms, done, total: progress.total})
      await pause(this.#pace.rest(), this.#context.stop.afterBatch)
    }
    return progress.done
  }

  /** The next batch is smaller. */
  giveWay(): void {
    this.#pace.giveWay()
  }

  /** What was sent in vain. */
  async noteFailure(): Promise<void> {
    const {engine, run} = this.#context
    await engine.journal.noteFailure(run.id, this.#planned.id, this.#sent)
  }

  async #inTransaction(record: StepRecord | undefined): Promise<Progress<unknown>> {
    const {engine, run, settings} = this.#context
    const {input, settings: session} = this.#planned
    const state = record === undefined ? this.#step.initialState : record.state
    const {next, progress} = await engine.transaction(
      this.#step.limits(input, settings()),
      session,
      async (connection) => {
        const progress = await this.#step.run(connection, input, state, this.#stepContext(false))
        const next = this.#noteOf(progress, record)
        await engine.journal.save(run.id, next, this.#sent, true)
        return {next, progress}
      },
      this.#step.isolation?.(state)
    )
    this.record = next
    return progress
  }

  async #autocommit(record: StepRecord | undefined, inDoubt: boolean): Promise<Progress<unknown>> {
    const {engine, run, settings} = this.#context
    const {input, settings: session} = this.#planned
    const step = this.#step
    const state = record === undefined ? step.initialState : record.state
    return engine.autocommit(step.limits(input, settings()), session, async (connection) => {
      const context = this.#stepContext(inDoubt)
      const isDone = step.isDone === undefined ? undefined : await step.isDone(connection, input, state, context)
      if (inDoubt && isDone === undefined && step.repeatable?.(input) !== true) throw this.#ambiguous()
      if (record === undefined) {
        await engine.journal.save(run.id, this.#noteOf({done: false, state}, record), [], false)
      }
      const progress = isDone === true ? {done: true, state} : await step.run(connection, input, state, context)
      const next = this.#noteOf(progress, record)
      await engine.journal.save(run.id, next, this.#sent, false)
      this.record = next
      return progress
    })
  }

  #noteOf({done, rows = 0, state, total}: Progress<unknown>, before: StepRecord | undefined): StepNote {
    const {id, kind} = this.#planned
    return {
      step: id,
      kind,
      position: this.#position,
      status: done ? 'done' : 'begun',
      state,
      stateVersion: this.#step.stateVersion,
      rows: (before?.rows ?? 0) + rows,
      total: total ?? before?.total
    }
  }

  #stepContext(inDoubt: boolean): StepContext {
    const {emit, engine, run, settings, stop} = this.#context
    const {id, settings: session} = this.#planned
    return {
      beside: (limits, work) => engine.beside(limits, session, work),
      databaseUrl: engine.databaseUrl,
      serverMajor: engine.serverMajor,
      run: run.id,
      settings: settings(),
      signal: stop.now,
      inDoubt,
      batchRows: this.#pace.rows(),
      say: (text) => {
        emit({type: 'say', step: id, text})
      }
    }
  }

  #ambiguous(): OwnershipAmbiguousError {
    const {id, sql} = this.#planned
    return new OwnershipAmbiguousError(
      `Unexpected end of step ${id} before its answer, expected to see whether \`${sql.join('; ')}\` was done: look at the database; if it was, run again with \`--done ${id}\`, else with \`--again ${id}\``
    )
  }
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
  blockers: Blocker[]
): Promise<void> {
  const {lockRetries} = settings()
  if (attempt > lockRetries) {
    const who = blockers.map(({age, pid, query}) => `process ${String(pid)} (${String(age)} s): ${query}`)
    const text = `Step ${id} got no lock in ${String(attempt)} tries: ${messageOf(error)}${who.length > 0 ? `; in the way: ${who.join('; ')}` : ''}`
    emit({type: 'failed', step: id, error: text})
    throw new StepFailedError(id, text, {cause: error})
  }
  const waitMs = backOffMs(attempt)
  emit({type: 'retry', step: id, attempt, of: lockRetries, waitMs, error: messageOf(error), blockers})
  await pause(waitMs, stop.afterBatch)
}

function stopped(): StoppedError {
  return new StoppedError('stopped by the user: the same command goes on from here')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
