/** Take a run back: what it did so far, from the last step to the first, so that no trace of it stays. */
import type {PlannedStep} from '../../plan/plan.js'
import {lacksPassword} from '../../sql/secrets.js'
import {UsageError} from '../../usage-error.js'
import type {Connection} from '../connection/connection.js'
import type {Engine} from '../engine.js'
import {StepFailedError} from '../errors.js'
import type {RunRecord, StepNote, StepRecord} from '../journal.js'
import {retryBusy} from './retry-busy.js'
import type {Step, StepContext} from '../step.js'

/** What is taken back of one step. */
export interface Reversal {
  planned: PlannedStep
  step: Step
  record: StepRecord
  position: number
  /** It takes something away: what is done of it without an undo is there no more. */
  takesAway: boolean
  /** `undo`: by the statements of the plan. `clean`: by the step itself. `stays`: there is nothing that does. */
  how: 'undo' | 'clean' | 'stays'
}

/**
 * What has to be done to take a run back, in order.
 *
 * @throws {UsageError} When it is too late: something was taken away already.
 */
export async function reversalsOf(run: RunRecord, {journal, steps}: Engine): Promise<Reversal[]> {
  const records = await journal.steps(run.id)
  const begun: Reversal[] = []
  let position = 0
  for (const {kind, steps: planned} of run.plan.phases) {
    for (const each of planned) {
      position += 1
      const record = records.get(each.id)
      if (record === undefined) continue
      const step = steps.find((known) => known.kind === each.kind)
      if (!step)
        throw new UsageError(`Unexpected step \`${each.kind}\`, expected one that this version of sqlsafe knows`)
      if (isTooLate(kind, each, record)) {
        throw new UsageError(
          `Unexpected step ${each.id} that was ${record.status === 'done' ? 'done' : 'begun'} already, expected none that cannot be taken back: go on with \`sqlsafe apply\`; a step that is in its way, and not needed any more, is passed over by \`--done STEP\``
        )
      }
      begun.push({
        planned: each,
        step,
        record,
        position,
        takesAway: kind === 'contract' && !isOfShadow(each),
        how: howOf(each, step, record)
      })
    }
  }
  return begun.reverse()
}

/** From the swap of tables, and from the first removal on, there is no way back by taking steps back. */
function isTooLate(phase: string, {kind, undo}: PlannedStep, {status}: StepRecord): boolean {
  if (status !== 'done') return false
  return kind === 'shadow-swap' || (phase === 'contract' && undo.length === 0)
}

/** All of a shadow table goes with its first step. */
function isOfShadow({kind}: PlannedStep): boolean {
  return kind.startsWith('shadow-')
}

function howOf(planned: PlannedStep, step: Step, {rows, status}: StepRecord): Reversal['how'] {
  if (status === 'done' && planned.undo.length > 0) return 'undo'
  if (status === 'done' && planned.kind === 'external-copy') return 'stays'
  if (step.abort !== undefined || isOfShadow(planned)) return 'clean'
  return status === 'done' || rows > 0 ? 'stays' : 'clean'
}

/**
 * Take it back. The lock of the run is held; a crash on the way is no harm: the rest is taken back the next time.
 *
 * @throws {StepFailedError} When the server refuses.
 */
export async function takeBack(
  run: RunRecord,
  reversals: readonly Reversal[],
  engine: Engine,
  say: (step: string, text: string) => void
): Promise<void> {
  for (const reversal of reversals) {
    const {id} = reversal.planned
    if (reversal.how === 'stays') continue
    await retryBusy(
      engine,
      run.settings,
      (text) => {
        say(id, text)
      },
      () => takeStepBack(run, reversal, engine, say)
    ).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new StepFailedError(id, `Step ${id} is not taken back: ${why}; the same command goes on`, {cause: error})
    })
    say(id, 'taken back')
  }
  await engine.journal.setStatus(run.id, 'aborted')
}

async function takeStepBack(
  run: RunRecord,
  reversal: Reversal,
  engine: Engine,
  say: (step: string, text: string) => void
): Promise<void> {
  const {how, planned, record, step} = reversal
  const {lockTimeoutMs} = run.settings
  const together = step.mode === 'transaction'
  const send = together ? engine.transaction : engine.autocommit
  // How long a statement takes that takes back is not known; for its lock it never waits long.
  await send({lockTimeoutMs, statementTimeoutMs: null}, planned.settings, async (connection) => {
    const context = contextOf(run, planned, engine, say)
    const mayBeDone = how === 'undo' || planned.undo.length > 0 || reversal.takesAway
    let isDone = mayBeDone && (await isThere(reversal, connection, context))
    if (!isDone && step.abort) {
      await step.abort(connection, planned.input, record.state, context)
      // Of a removal that was cut off only the end can be reached.
      isDone = reversal.takesAway && (await isThere(reversal, connection, context))
    }
    if (isDone && planned.undo.length === 0)
      throw new Error(`${planned.title}: that is done, and cannot be taken back; \`sqlsafe apply\` goes on from there`)
    if (isDone) await undo(planned, step, connection)
    await engine.journal.save(run.id, noteOf(reversal), [], together)
  })
}

async function undo({input, undo: statements}: PlannedStep, step: Step, connection: Connection): Promise<void> {
  const lacking = statements.find(lacksPassword)
  if (lacking !== undefined)
    throw new Error(`Unexpected password that the journal does not keep, expected none: send it by hand: ${lacking}`)
  for (const statement of statements) {
    if (step.undo) await step.undo(connection, input, statement)
    else await connection.execute(statement)
  }
}

/**
 * Whether all of it was done. A statement that commits by itself may have come to its end though nobody saw it, and may
 * have been taken back before a crash: the database knows.
 */
async function isThere(
  {how, planned, record, step}: Reversal,
  connection: Connection,
  context: StepContext
): Promise<boolean> {
  if (step.mode === 'transaction' || step.isDone === undefined) return how === 'undo'
  return (await step.isDone(connection, planned.input, record.state, context)) ?? how === 'undo'
}

/** As if it had only been begun: then nothing is taken back twice. */
function noteOf({planned, position, step}: Reversal): StepNote {
  return {
    step: planned.id,
    kind: planned.kind,
    position,
    status: 'begun',
    state: step.initialState,
    stateVersion: step.stateVersion,
    rows: 0,
    total: undefined
  }
}

function contextOf(
  run: RunRecord,
  planned: PlannedStep,
  engine: Engine,
  say: (step: string, text: string) => void
): StepContext {
  return {
    beside: (limits, work) => engine.beside(limits, planned.settings, work),
    databaseUrl: engine.databaseUrl,
    serverMajor: engine.serverMajor,
    run: run.id,
    settings: run.settings,
    signal: new AbortController().signal,
    inDoubt: true,
    batchRows: run.settings.batchRows,
    say: (text) => {
      say(planned.id, text)
    }
  }
}
