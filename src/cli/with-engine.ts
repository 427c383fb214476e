import type {Engine} from '../apply/engine.js'
import {ConnectionLostError, isApplyEnd, PreflightError, ReadOnlyServerError} from '../apply/errors.js'
import type {RunRecord} from '../apply/journal.js'
import {openEngine} from '../apply/run/open-engine.js'
import {resolveUrl} from '../core/live.js'
import {UsageError} from '../usage-error.js'

/** Connect, work, and close again. */
export async function withEngine<Result>(url: string, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await openEngine(resolveUrl(url))
  try {
    return await work(engine)
  } catch (error) {
    throw endOf(error, engine)
  } finally {
    await engine.close()
  }
}

/** What happened outside of steps, where the journal itself cannot be asked or written, in words. */
function endOf(error: unknown, {kindOf}: Engine): unknown {
  const isSaid = isApplyEnd(error) || error instanceof UsageError || error instanceof PreflightError
  if (isSaid || !(error instanceof Error)) return error
  const kind = kindOf(error)
  if (kind === 'lost') {
    return new ConnectionLostError(
      `Unexpected end of the connection (${error.message}), expected the database to answer: what was done stays done, and the same command goes on from there`,
      {cause: error}
    )
  }
  if (kind === 'read-only') {
    return new ReadOnlyServerError(
      `Unexpected server that takes no writes (${error.message}), expected the primary: what was done stays done, and the same command goes on from there`,
      {cause: error}
    )
  }
  return error
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
