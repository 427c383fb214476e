import type {Engine} from '../apply/engine.js'
import type {RunRecord} from '../apply/journal.js'
import {openEngine} from '../apply/run/open-engine.js'
import {resolveUrl} from '../core/live.js'
import {UsageError} from '../usage-error.js'

/** Connect, work, and close again. */
export async function withEngine<Result>(url: string, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await openEngine(resolveUrl(url))
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** The run that is not at its end; `undefined`: there is none. */
export async function findOpenRun({journal}: Engine): Promise<RunRecord | undefined> {
  return (await journal.isThere()) ? (await journal.findOpen())[0] : undefined
}

/**
 * The run that a process carries out at this moment.
 *
 * @throws {UsageError} When there is none.
 */
export async function runAtWork(engine: Engine): Promise<RunRecord> {
  const run = await findOpenRun(engine)
  const {holder} = await engine.see()
  if (run !== undefined && holder !== undefined) return run
  throw new UsageError(
    run === undefined
      ? 'Unexpected lack of a run, expected one that is not at its end'
      : `Unexpected run ${run.id} without a process, expected one that carries it out: \`sqlsafe apply\` goes on with it`
  )
}
