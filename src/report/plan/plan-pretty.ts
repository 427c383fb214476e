import type {Phase, Plan, PlannedStep, PlanRemark} from '../../plan/plan.js'
import {withoutPasswords} from '../../sql/secrets.js'
import {paint, wrap} from '../style.js'
import type {Style} from '../style.js'
import {
  isBatch,
  lockWords,
  momentWords,
  noticedLocks,
  phaseWords,
  placeWords,
  summaryWords,
  undoWords
} from './plan-words.js'

type Paint = ReturnType<typeof paint>

interface View {
  plan: Plan
  colors: Paint
  columns: number
}

/** For people: phases, steps, what each keeps others from, and where the application is deployed between them. */
export function planPretty(plan: Plan, style: Style): string {
  const view = {plan, colors: paint(style), columns: Math.max(60, style.columns)}
  const {colors} = view
  const phases = plan.phases.map((phase, index) => phaseText(phase, index + 1, view))
  const unsafe = plan.remarks.filter(({severity}) => severity === 'unsafe')
  const notes = plan.remarks.filter(({severity}) => severity === 'note')
  const head = colors.bold(summaryWords(plan))
  // What is not safe stands where nobody overlooks it: before the steps, and again after them.
  const warning = unsafe.length > 0 ? [remarksText(unsafe, view)] : []
  const end = notes.length > 0 ? [remarksText(notes, view)] : []
  return `${[head, ...warning, ...phases, ...end, ...(phases.length > 4 ? warning : [])].join('\n\n')}\n`
}

function phaseText({gate, kind, steps}: Phase, number: number, view: View): string {
  const {colors} = view
  const head = colors.bold(`Phase ${String(number)}  ${phaseWords[kind]}`)
  const wait =
    gate === undefined
      ? []
      : [
          indent(`Wait until ${gate}`, 2, view)
            .map((line) => colors.yellow(line))
            .join('\n')
        ]
  return [head, ...wait, ...steps.map((step) => stepText(step, view))].join('\n')
}

function stepText(step: PlannedStep, view: View): string {
  const {colors, plan} = view
  const {duration, id, kind, sql, title} = step
  const number = id.split('-')[0] ?? ''
  const locks = noticedLocks(step)
  const loud = locks.filter(({lock}) => lock !== 'SHARE UPDATE EXCLUSIVE')
  const moment = momentWords(step, plan)
  const schema = locks.length === 0 ? '' : colors.dim(', but change no schema')
  const noticed =
    loud.length > 0
      ? loud.map((lock) => lockWords(lock, plan))
      : [moment ?? colors.green('others read and write meanwhile') + schema]
  return [
    `${colors.cyan(`${number.padStart(3)}.`)} ${title}  ${colors.dim(placeWords(step.source, plan))}`,
    ...(isBatch(step) ? [label('runs', colors.dim('in batches by key, each its own transaction'), colors)] : []),
    ...sqlLines(sql).map((line) => `       ${line}`),
    ...noticed.map((line) => label('locks', line, colors)),
    ...(duration === undefined ? [] : [label('takes', duration, colors)]),
    ...(kind === 'statement' ? [label('note', 'refuses a transaction', colors)] : []),
    ...undoWords(step).map((line) => label('undo', colors.dim(oneLine(line)), colors))
  ].join('\n')
}

function label(word: string, text: string, colors: Paint): string {
  return `     ${colors.dim(word.padEnd(6))} ${text}`
}

function sqlLines(sql: readonly string[]): string[] {
  return sql.flatMap((text) => `${withoutPasswords(text)};`.split('\n'))
}

/** Functions and blocks in a few words: nobody reads them in a line. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 160 ? `${line.slice(0, 157)}…` : line
}

function remarksText(remarks: readonly PlanRemark[], view: View): string {
  const {colors, plan} = view
  return remarks
    .map(({severity, source, text}) => {
      const word = severity === 'unsafe' ? colors.red('NOT SAFE') : colors.dim('note')
      const place = placeWords(source, plan)
      const [first = '', ...rest] = indent(`${place === '' ? '' : `${place}  `}${text}`, 11, view)
      return [`  ${word}${' '.repeat(severity === 'unsafe' ? 1 : 5)}${first.trimStart()}`, ...rest].join('\n')
    })
    .join('\n')
}

function indent(text: string, by: number, {columns}: View): string[] {
  return wrap(text, columns - by).map((line) => ' '.repeat(by) + line)
}
