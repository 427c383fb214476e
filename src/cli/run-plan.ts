import {planFormats} from '../report/plan/formats.js'
import {open, sayGuess} from './open.js'
import {write} from './output.js'
import type {PlanOptions} from './plan.js'

/** Plan and report. */
export async function runPlan(paths: string[], options: PlanOptions): Promise<void> {
  const opened = await open(paths, options)
  const {makePlan} = await import('../plan/make-plan.js')
  const plan = await makePlan(await opened.project.open())
  opened.done()

  if (options.format === 'json') sayGuess(opened)
  const report = await planFormats[options.format]()
  write(report(plan, opened.context.style))
  if (plan.remarks.some(({severity}) => severity === 'unsafe')) process.exitCode = 1
}
