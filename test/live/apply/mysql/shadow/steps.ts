/** A change by a shadow table as the steps of a plan. */
import type {Plan} from '../../../../../src/plan/plan.js'
import {digestOf} from '../../../../../src/plan/digest.js'
import type {ShadowInput} from '../../../../../src/plan/steps.js'
import {withSteps} from '../../world.js'
import {stepOf} from '../world.js'
import type {World} from '../world.js'

/** Of one table, in order. */
export const kinds = [
  'shadow-create',
  'shadow-capture',
  'shadow-copy',
  'shadow-index',
  'shadow-check',
  'shadow-swap',
  'shadow-drop'
] as const

export type ShadowKind = (typeof kinds)[number]

/** A plan of all steps, or of those up to one; of several tables, one after the other. */
export async function shadowPlan(
  world: World,
  input: ShadowInput | readonly ShadowInput[],
  last: ShadowKind = 'shadow-drop'
): Promise<Plan> {
  const wanted = kinds.slice(0, kinds.indexOf(last) + 1)
  const all = [input].flat().flatMap((each) => wanted.map((kind) => ({each, kind})))
  const steps = all.map(({each, kind}, index) => stepOf(`${String(index + 1)}-${kind}`, kind, each))
  const plan = withSteps(await world.plan('SELECT 1'), steps)
  return {...plan, digest: digestOf(plan)}
}

/** A change of the table `account` of the connection's database. */
export function ofAccount(
  changes: string[] = [],
  columns: Record<string, string> = {},
  fresh: string[] = []
): ShadowInput {
  return {table: {schema: '', name: 'account'}, changes, columns, fresh}
}
