import {describeBlocks} from '../../knowledge/blocks.js'
import type {Phase, Plan, PlannedLock, PlannedStep} from '../../plan/plan.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

type Paint = ReturnType<typeof paint>

/** For people: phases, steps, what each keeps others from, and where the application is deployed between them. */
export function planPretty(plan: Plan, style: Style): string {
  const colors = paint(style)
  const phases = plan.phases.map((phase, index) => phaseText(phase, index + 1, plan, colors))
  const remarks = plan.remarks.map(({severity, source, text}) => {
    const place = source ? `${plan.sources[source.file]?.path ?? ''}:${String(source.line)} ` : ''
    const word = severity === 'unsafe' ? colors.red('not safe') : colors.dim('note')
    return `  ${word}  ${place}${text}`
  })
  return `${[...phases, ...(remarks.length > 0 ? [remarks.join('\n')] : [])].join('\n\n')}\n`
}

function phaseText({gate, kind, steps}: Phase, number: number, plan: Plan, colors: Paint): string {
  const head = colors.bold(`Phase ${String(number)}: ${kind}`)
  const wait = gate === undefined ? [] : [colors.yellow(`  Before it: ${gate}`)]
  return [head, ...wait, ...steps.map((step) => stepText(step, plan, colors))].join('\n')
}

function stepText({duration, id, locks, source, sql, title}: PlannedStep, plan: Plan, colors: Paint): string {
  const place = `${plan.sources[source.file]?.path ?? ''}:${String(source.line)}`
  return [
    `  ${colors.cyan(id)}  ${title}  ${colors.dim(place)}`,
    ...sql.map((text) => `      ${text.replace(/\n/g, '\n      ')}`),
    ...locks.map((lock) => `      ${colors.dim(lockText(lock, plan))}`),
    ...(duration === undefined ? [] : [`      ${colors.dim(duration)}`])
  ].join('\n')
}

function lockText({lock, long, relation}: PlannedLock, {dialect}: Plan): string {
  const time = long ? 'as long as the rows take' : 'for a moment'
  return `${lock} on ${relation} ${time}: blocks ${describeBlocks(lock, dialect)}`
}
