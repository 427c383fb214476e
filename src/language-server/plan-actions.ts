/** Plans of `sqlsafe plan`, beside the statement or in a document of their own. */
import type {WorkspaceEdit} from 'vscode-languageserver'
import type {Message} from '../core/rules/message.js'
import {makePlan} from '../plan/make-plan.js'
import {plannableRecipes} from '../plan/plannable.js'
import type {Plan} from '../plan/plan.js'
import {planSql} from '../report/plan/plan-sql.js'
import type {Checked, Looked} from './checked.js'

/** The command that shows the plan of a document; its argument is the address of that. */
export const showPlanCommand = 'sqlsafe.showPlan'

/** Whether there are steps to plan for a finding: some recipes are advice. */
export function hasPlan({recipe}: Message, {project: {dialect}}: Looked): boolean {
  return recipe !== null && dialect !== undefined && plannableRecipes(dialect).has(recipe)
}

/** The plan of all statements of a document, as SQL. */
export async function planText(looked: Looked): Promise<string> {
  return planSql(await planOf(looked), {retryBlock: false})
}

/**
 * An edit that puts the safe sequence for a statement below it, as a comment: it is several migrations, with releases
 * of the application between them.
 *
 * @param start Where the statement starts.
 * @returns `undefined`: there is none, or there is no place for it.
 */
export async function planAsComment(start: number, checked: Checked): Promise<WorkspaceEdit | undefined> {
  const {document, messages} = checked
  const text = document.getText()
  const statement = messages.find((message) => message.statement?.start === start)?.statement
  if (statement === undefined) return undefined
  const [rest = ''] = /^[^\n]*/.exec(text.slice(statement.end)) ?? []
  // What stands behind it on its line may go on in the next one.
  if (!/^\s*;?\s*(?:--.*)?$/.test(rest)) return undefined
  const plan = partOf(await planOf(checked), document.positionAt(start).line + 1)
  if (plan === undefined) return undefined

  const at = statement.end + rest.length
  const isLast = at === text.length
  const comment = asComment(planSql(plan, {retryBlock: false}))
  const position = document.positionAt(isLast ? at : at + 1)
  const newText = isLast ? `\n${comment}` : comment
  return {changes: {[document.uri]: [{range: {start: position, end: position}, newText}]}}
}

async function planOf({project}: Looked): Promise<Plan> {
  const known = project.kept.get('plan') as Plan | undefined
  if (known !== undefined) return known
  const plan = await makePlan(await (await project.find()).open())
  project.kept.set('plan', plan)
  return plan
}

/** The steps that come from a line; `undefined`: no recipe makes any. */
function partOf(plan: Plan, line: number): Plan | undefined {
  const isHere = ({source}: {source?: {line: number} | undefined}): boolean => source?.line === line
  const phases = plan.phases.map((phase) => ({...phase, steps: phase.steps.filter(isHere)}))
  const left = phases.filter(({steps}) => steps.length > 0)
  if (!left.some(({steps}) => steps.some(({recipe}) => recipe !== undefined))) return undefined
  return {...plan, phases: left, remarks: plan.remarks.filter(isHere)}
}

function asComment(sql: string): string {
  const lines = sql.trimEnd().split('\n')
  return lines.map((line) => (line === '' ? '--\n' : line.startsWith('--') ? `${line}\n` : `--   ${line}\n`)).join('')
}
