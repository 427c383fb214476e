import {reversalsOf, takeBack} from '../apply/run/abort.js'
import type {Engine} from '../apply/engine.js'
import {RunHeldError} from '../apply/errors.js'
import type {RunRecord} from '../apply/journal.js'
import {pause} from '../apply/run/pause.js'
import {abortPreview, abortedLine} from '../report/apply/abort-pretty.js'
import {confirm} from './confirm.js'
import {styleOf} from './open.js'
import {write} from './output.js'
import {findOpenRun, withEngine} from './with-engine.js'

/** What `sqlsafe abort` is given. */
export interface AbortOptions {
  databaseUrl: string
  yes?: boolean
  now?: boolean
  color?: boolean
}

const everyMs = 500

/** Show what would be done, ask, stop the process of the run, and take the run back. */
export async function runAbort(options: AbortOptions): Promise<void> {
  await withEngine(options.databaseUrl, async (engine) => {
    const run = await findOpenRun(engine)
    if (run === undefined) {
      write('Nothing to take back: no run is under way.\n')
      if (await isFree(engine)) await dropTried(engine)
      return
    }
    const {holder} = await engine.see()
    write(abortPreview(run, await reversalsOf(run, engine), holder, styleOf(options)))
    if (options.yes !== true && !(await confirm(`Take run ${run.id} back?`))) {
      process.exitCode = 1
      return
    }
    await stopProcess(run, engine, options)
    await engine.hold()
    const say = (step: string, text: string): void => {
      write(`${step}  ${text}\n`)
    }
    // It may have gone on until it stopped.
    const reversals = await reversalsOf(run, engine)
    await takeBack(run, reversals, engine, say)
    await dropTried(engine)
    write(abortedLine(run, reversals))
  })
}

/** The process sees before its next batch that it shall stop. */
async function stopProcess({id}: RunRecord, engine: Engine, {now}: AbortOptions): Promise<void> {
  let {holder} = await engine.see()
  if (holder === undefined) return
  await engine.journal.setControl(id, 'abort')
  write(`Process ${String(holder.pid)} is told to stop${now === true ? '' : ' after the batch at hand'}.\n`)
  if (now === true) await engine.terminate(holder.pid)
  while (holder !== undefined) {
    await pause(everyMs)
    holder = (await engine.see()).holder
  }
}

/** Whether no other process is at work, also before it has noted anything. */
async function isFree(engine: Engine): Promise<boolean> {
  try {
    await engine.hold()
    return true
  } catch (error) {
    if (error instanceof RunHeldError) return false
    throw error
  }
}

/** Empty tables of a preflight that was killed: the journal knows nothing of them. */
async function dropTried({leftovers, worker}: Engine): Promise<void> {
  for (const {kind, sql, title} of await leftovers()) {
    if (kind !== 'tried') continue
    for (const statement of sql) await worker.execute(statement)
    write(`Dropped ${title}.\n`)
  }
}
