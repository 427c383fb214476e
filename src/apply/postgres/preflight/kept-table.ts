import type {RefusedByOld} from '../../../plan/plan.js'
import type {ShadowInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {namesOf} from '../shadow/names.js'
import {displayName} from '../view/relations.js'

/** A run that cannot come to its end must not be begun: from the swap on there is no way back. */
export const keptTable = definePreflightCheck({
  name: 'kept-table',
  summary: 'no step drops what an old table that an earlier step keeps still uses',
  async check(view) {
    const findings: PreflightFinding[] = []
    for (const refused of view.plan.refusedByOld ?? []) findings.push(...(await findingsOf(view, refused)))
    return findings
  }
})

async function findingsOf(
  {connection, plan, settings, steps}: PreflightView,
  {statement, table, uses}: RefusedByOld
): Promise<PreflightFinding[]> {
  const step = steps.find(({sql}) => sql.some((each) => each.includes(statement)))
  if (step === undefined) return []
  const isOfIt = (input: ShadowInput): boolean => input.table.name === table.name && input.table.schema === table.schema
  const isStillDropped = inputsOf(steps, 'shadow-drop').some(isOfIt)
  if (isStillDropped && settings.dropOld) return []
  const all = inputsOf(
    plan.phases.flatMap((phase) => phase.steps),
    'shadow-drop'
  )
  if (!isStillDropped && !(await isAnyThere(connection, all.filter(isOfIt)))) return []
  const wayOut = isStillDropped
    ? 'give `--drop-old`, or leave the statement to a later migration'
    : `drop the old table by \`sqlsafe cleanup\`, or pass over the statement by \`--done ${step.id}\``
  const text = `Unexpected \`${statement}\` in step ${step.id} while the old ${displayName(table)} is kept, which uses \`${uses}\`, expected nothing that the server refuses: ${wayOut}`
  return [{severity: 'error', text}]
}

async function isAnyThere(connection: Connection, inputs: readonly ShadowInput[]): Promise<boolean> {
  const rows = await connection.query(
    'SELECT 1 FROM json_array_elements_text($1::json) AS name WHERE to_regclass(name) IS NOT NULL',
    [JSON.stringify(inputs.map((input) => namesOf(input).kept))]
  )
  return rows.length > 0
}
