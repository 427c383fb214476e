import type {Plan} from '../../plan/plan.js'
import {sqlText, stepHeader, stepSql} from '../../plan/step-sql.js'
import {summaryWords} from './plan-words.js'

/** One stream for `psql` and people: each step with its header, what commits together between `BEGIN` and `COMMIT`. */
export function planSql(plan: Plan, options: {retryBlock: boolean}): string {
  return `${planSqlParts(plan, options).join('\n\n')}\n`
}

/** The same in parts: what is to be known of all, then the steps. */
export function planSqlParts(plan: Plan, {retryBlock}: {retryBlock: boolean}): string[] {
  const remarks = plan.remarks
    .filter(({severity}) => severity === 'unsafe')
    .map(({text}) => `-- NOT SAFE: ${text.replace(/\s+/g, ' ')}`)
  const steps = plan.phases.flatMap((phase, index) =>
    phase.steps.map((step) =>
      [...stepHeader(step, plan, index), sqlText(stepSql(step, {dialect: plan.dialect, retryBlock}))].join('\n')
    )
  )
  const head = [
    `-- ${summaryWords(plan)}. Send one step after the other, and stop at the first error.`,
    ...(plan.dialect === 'postgres'
      ? ['-- A concurrent build that failed leaves an invalid index: drop it before the step is sent again.']
      : []),
    ...verifications(plan),
    ...remarks
  ].join('\n')
  return [head, ...steps]
}

function verifications({phases}: Plan): string[] {
  const ids = phases.flatMap(({steps}) =>
    steps.filter(({kind}) => kind === 'verify').map(({id}) => id.split('-')[0] ?? '')
  )
  if (ids.length === 0) return []
  return [
    `-- Step ${ids.join(', ')} fails with “Subquery returns more than 1 row” where it finds a row that breaks a constraint.`
  ]
}
