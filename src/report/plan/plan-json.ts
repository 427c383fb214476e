import type {Plan} from '../../plan/plan.js'

/** What `sqlsafe apply` takes. */
export function planJson(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`
}
