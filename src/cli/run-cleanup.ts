import type {Engine} from '../apply/engine.js'
import {StepFailedError} from '../apply/errors.js'
import type {RunRecord} from '../apply/journal.js'
import type {Leftover} from '../apply/leftover.js'
import {retryBusy} from '../apply/run/retry-busy.js'
import {defaultSettings} from '../apply/settings.js'
import {UsageError} from '../usage-error.js'
import {cleanupPreview} from '../report/apply/abort-pretty.js'
import {confirm} from './confirm.js'
import {styleOf} from './open.js'
import {write} from './output.js'
import {findOpenRun, withEngine} from './with-engine.js'

/** What `sqlsafe cleanup` is given. */
export interface CleanupOptions {
  databaseUrl: string
  yes?: boolean
  journal?: boolean
  color?: boolean
}

/** Show what would be dropped, ask, and drop it. */
export async function runCleanup(options: CleanupOptions): Promise<void> {
  await withEngine(options.databaseUrl, async (engine) => {
    await runToCleanBehind(engine)
    await engine.hold()
    // Until then it may have gone on: what it has no more to do with is known from here.
    const run = await runToCleanBehind(engine)
    // Of a run that goes on later nothing but what it has no more to do with.
    const isWanted = ({kind}: Leftover): boolean =>
      kind === 'kept' || (run === undefined && (kind !== 'journal' || options.journal === true))
    const found = (await engine.leftovers()).filter(isWanted)
    if (found.length === 0) {
      write('Nothing to clean up.\n')
      return
    }
    write(cleanupPreview(found, styleOf(options)))
    if (options.yes !== true && !(await confirm('Drop all of this?'))) {
      process.exitCode = 1
      return
    }
    for (const each of found) await drop(each, engine)
    write('Clean.\n')
  })
}

/**
 * The run that is not at its end, where there is one.
 *
 * @throws {UsageError} When that may still need what it has left.
 */
async function runToCleanBehind(engine: Engine): Promise<RunRecord | undefined> {
  const run = await findOpenRun(engine)
  if (run === undefined || (await hasLeftItsOldTables(run, engine))) return run
  throw new UsageError(
    `Unexpected run ${run.id} that is not at its end (${run.status}), expected none: go on with it, or \`sqlsafe abort\` it`
  )
}

/**
 * Whether a run that is not at its end is done with every old table: a later step of it may stop because one is still
 * there.
 */
async function hasLeftItsOldTables({id, plan}: RunRecord, {journal}: Engine): Promise<boolean> {
  if (plan.reverts !== undefined) return false
  const records = await journal.steps(id)
  const steps = plan.phases.flatMap((phase) => phase.steps)
  const count = (kind: string, isWanted: (status: string) => boolean): number =>
    steps.filter(({id: step, kind: own}) => own === kind && isWanted(records.get(step)?.status ?? '')).length
  const isDone = (status: string): boolean => status === 'done'
  // What a swap that was begun has left is known to nobody but that step: it may have taken place.
  if (count('shadow-swap', (status) => status !== '' && !isDone(status)) > 0) return false
  return count('shadow-drop', isDone) > 0 && count('shadow-drop', isDone) === count('shadow-swap', isDone)
}

async function drop({sql, title}: Leftover, engine: Engine): Promise<void> {
  const limits = {lockTimeoutMs: defaultSettings.lockTimeoutMs, statementTimeoutMs: null}
  const say = (text: string): void => {
    write(`  ${text}\n`)
  }
  await retryBusy(engine, defaultSettings, say, () =>
    engine.transaction(limits, {}, async (connection) => {
      for (const statement of sql) await connection.execute(statement)
    })
  ).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new StepFailedError('cleanup', `Not dropped, ${title}: ${why}`, {cause: error})
  })
  write(`dropped ${title}\n`)
}
