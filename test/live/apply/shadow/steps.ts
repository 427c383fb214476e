/** A change by a shadow table as the steps of a plan. */
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import type {ShadowInput} from '../../../../src/plan/steps.js'
import {digestOf} from '../../../../src/plan/digest.js'
import type {World} from '../world.js'
import {withSteps} from '../world.js'

const kinds = [
  'shadow-create',
  'shadow-capture',
  'shadow-copy',
  'shadow-index',
  'shadow-check',
  'shadow-swap',
  'shadow-validate',
  'shadow-drop'
] as const

export type ShadowKind = (typeof kinds)[number]

/** A plan of all steps, or of those up to one. */
export async function shadowPlan(world: World, input: ShadowInput, last: ShadowKind = 'shadow-drop'): Promise<Plan> {
  const plan = withSteps(await world.plan('SELECT 1'), stepsOf(input, last))
  return {...plan, digest: digestOf(plan)}
}

function stepsOf(input: ShadowInput, last: ShadowKind): PlannedStep[] {
  return kinds.slice(0, kinds.indexOf(last) + 1).map((kind, index) => ({
    id: `${String(index + 1)}-${kind}`,
    kind,
    title: kind,
    input,
    settings: {},
    sql: [],
    locks: [],
    undo: [],
    source: {file: 0, line: 1}
  }))
}

export const ofAccount = (changes: string[] = [], columns: Record<string, string> = {}): ShadowInput => ({
  table: {schema: 'public', name: 'account'},
  changes,
  columns
})
