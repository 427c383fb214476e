/** One run of a step after the other, each with its note in the journal. */
import type {PlannedStep} from '../../plan/plan.js'
import {OwnershipAmbiguousError} from '../errors.js'
import type {StatementNote, StepNote, StepRecord} from '../journal.js'
import {createPace} from './pace.js'
import {pause} from './pause.js'
import type {RunContext} from './run-context.js'
import type {Progress, Step, StepContext} from '../step.js'

/** One step at work; what was sent is kept until it is journaled. */
export class StepWork {
  record: StepRecord | undefined
  /** It is known what became of all that was begun before the last run. */
  hasLooked = false
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
    this.hasLooked = !inDoubt
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

  /** How long the statement that failed last was at it, in milliseconds. */
  failedMs(): number {
    return this.#sent.findLast(({error}) => error !== undefined)?.ms ?? 0
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

  /** That nothing is under way, so that the next run does not take for ours what others have changed until then. */
  async noteIdle(record: StepRecord | undefined): Promise<void> {
    const {engine, run} = this.#context
    if (record === undefined || this.#step.idle === undefined) return
    try {
      const state = await this.#step.idle(engine.worker, this.#planned.input, record.state)
      await engine.journal.save(run.id, this.#noteOf({done: false, state}, record), [], false)
    } catch (error) {
      // It cannot be looked at now: it stays in doubt, and is looked at by the next run.
      const kind = engine.kindOf(error)
      if (kind !== 'busy' && kind !== 'lost') throw error
    }
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
      this.hasLooked = true
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
