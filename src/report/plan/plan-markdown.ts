import type {Phase, Plan, PlannedStep, PlanRemark} from '../../plan/plan.js'
import {withoutPasswords} from '../../sql/secrets.js'
import {codeBlock, inlineCode, prose} from '../markdown-text.js'
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

/** For a pull request: what happens and who waits in sight, the SQL folded away. */
export function planMarkdown(plan: Plan): string {
  const unsafe = plan.remarks.filter(({severity}) => severity === 'unsafe')
  const notes = plan.remarks.filter(({severity}) => severity === 'note')
  return `${[
    `### Plan: ${summaryWords(plan)}`,
    ...(unsafe.length > 0 ? [list('Not safe', unsafe, plan)] : []),
    ...plan.phases.map((phase, index) => phaseText(phase, index + 1, plan)),
    ...(notes.length > 0 ? [list('Good to know', notes, plan)] : [])
  ].join('\n\n')}\n`
}

function list(head: string, remarks: readonly PlanRemark[], plan: Plan): string {
  const lines = remarks.map(({source, text}) => {
    const place = placeWords(source, plan)
    return `- ${place === '' ? '' : `${inlineCode(place)}: `}${prose(text)}`
  })
  return [`**${head}**`, '', ...lines].join('\n')
}

function phaseText({gate, kind, steps}: Phase, number: number, plan: Plan): string {
  return [
    `#### Phase ${String(number)}. ${phaseWords[kind]}`,
    ...(gate === undefined ? [] : [`> **Wait** until ${prose(gate)}.`]),
    ['| | Step | Who waits | How long |', '| ---: | --- | --- | --- |', ...steps.map((step) => rowOf(step, plan))].join(
      '\n'
    ),
    folded('SQL', steps.map((step) => `-- ${numberOf(step)}. ${plain(step.title)}\n${sqlOf(step.sql)}`).join('\n\n')),
    folded('Undo', [...steps].reverse().map(undoOf).join('\n'))
  ].join('\n\n')
}

function rowOf(step: PlannedStep, plan: Plan): string {
  const locks = noticedLocks(step).filter(({lock}) => lock !== 'SHARE UPDATE EXCLUSIVE')
  const moment = momentWords(step, plan)
  const words = locks.length > 0 || moment === undefined ? locks.map((lock) => lockWords(lock, plan)) : [moment]
  const waits = words.length === 0 ? 'nobody' : words.map(cell).join('<br>')
  const time =
    step.duration ??
    (isBatch(step) ? 'batch by batch' : words.length > 0 && !step.locks.some(({long}) => long) ? 'a moment' : '')
  return `| ${numberOf(step)} | ${cell(step.title)} | ${waits} | ${cell(time)} |`
}

function numberOf({id}: PlannedStep): string {
  return id.split('-')[0] ?? ''
}

function sqlOf(sql: readonly string[]): string {
  return sql.map((text) => `${withoutPasswords(text)};`).join('\n')
}

function undoOf(step: PlannedStep): string {
  const head = `-- ${numberOf(step)}. ${plain(step.title)}`
  return step.undo.length > 0 ? `${head}\n${sqlOf(step.undo)}` : `${head}: ${undoWords(step).join(' ')}`
}

function plain(text: string): string {
  return text.replaceAll('`', '')
}

function folded(head: string, sql: string): string {
  return `<details><summary>${head}</summary>\n\n${codeBlock(sql, 'sql')}\n\n</details>`
}

/** In a table `|` divides, in code too. */
function cell(text: string): string {
  return prose(text).replaceAll('|', '&#124;')
}
