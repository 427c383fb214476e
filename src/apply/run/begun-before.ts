import type {Plan} from '../../plan/plan.js'
import {lacksPassword} from '../../sql/secrets.js'
import {UsageError} from '../../usage-error.js'
import type {Engine} from '../engine.js'

/**
 * The plan of the run of the same migrations that is not at its end, as it was when it was begun: for the schema as it is
 * now another one would be made. `undefined`: there is none.
 *
 * @throws {UsageError} When the journal does not hold all of it.
 */
export async function begunBefore({journal}: Engine, {dialect, sources}: Plan): Promise<Plan | undefined> {
  if (!(await journal.isThere())) return undefined
  const [run] = await journal.findOpen()
  const isSame =
    run?.plan.dialect === dialect &&
    run.plan.reverts === undefined &&
    run.plan.sources.length === sources.length &&
    run.plan.sources.every(({sha256}, index) => sha256 === sources[index]?.sha256)
  if (!run || !isSame) return undefined
  const steps = run.plan.phases.flatMap((phase) => phase.steps)
  if (steps.some(({sql}) => sql.some(lacksPassword))) {
    throw new UsageError(
      `Unexpected password in the plan of run ${run.id}, expected none: the journal does not keep it, so go on with the plan as \`sqlsafe plan --format json\` wrote it, or \`sqlsafe abort\` it`
    )
  }
  return run.plan
}
