/** Tables that a copy is to replace, and that an earlier step of the plan makes, or gives their name. */
import type {PlannedStep} from '../../../plan/plan.js'
import type {PreflightCheck, PreflightView} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {isSame, locate, ofTables, placeOf} from './tables.js'

const tableQuery = `
  SELECT 1 AS there FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND table_type <> 'VIEW'`

/** The check, which judges copies of such tables when they are there: before each phase all checks are asked again. */
export function ofTablesThere(check: PreflightCheck): PreflightCheck {
  return {...check, check: async (view) => check.check({...view, steps: await stepsOfTablesThere(view)})}
}

async function stepsOfTablesThere({
  connection,
  steps
}: Pick<PreflightView, 'connection' | 'steps'>): Promise<readonly PlannedStep[]> {
  const named = inputsOf(steps, 'ddl').flatMap(({tables}) => tables)
  if (named.length === 0 || inputsOf(steps, 'shadow-swap').length === 0) return steps
  const place = await placeOf(connection)
  const missing: Array<ReturnType<typeof locate>> = []
  for (const {table} of inputsOf(steps, 'shadow-swap')) {
    const own = locate(table, place)
    if (!named.some((each) => isSame(locate(each, place), own))) continue
    if ((await ofTables(connection, [own], tableQuery)).length === 0) missing.push(own)
  }
  if (missing.length === 0) return steps
  return steps.filter((step) => {
    if (!step.kind.startsWith('shadow-') || !('table' in step.input)) return true
    const own = locate(step.input.table, place)
    return !missing.some((each) => isSame(each, own))
  })
}
