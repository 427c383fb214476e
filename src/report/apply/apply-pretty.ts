/** What is said before an apply begins. */
import type {NamedFinding} from '../../apply/preflight.js'
import type {PlannedStep} from '../../plan/plan.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

/** What the checks have found, worst first. */
export function applyFindings(findings: readonly NamedFinding[], style: Style): string {
  const {dim, red, yellow} = paint(style)
  const order = ['error', 'warning', 'note'] as const
  const words = {error: red('error  '), warning: yellow('warning'), note: dim('note   ')}
  return order
    .flatMap((wanted) => findings.filter(({severity}) => severity === wanted))
    .map(({check, severity, text}) => `${words[severity]}  ${text}  ${dim(check)}\n`)
    .join('')
}

/** Every statement that would be run, in order. */
export function applyStatements(steps: readonly PlannedStep[], style: Style): string {
  const {dim} = paint(style)
  return steps
    .map(({id, sql, title}) => `${dim(`-- ${id}: ${title}`)}\n${sql.map((text) => `${text};\n`).join('')}`)
    .join('\n')
}
