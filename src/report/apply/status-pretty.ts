/** How runs stand, for people. */
import type {RunOverview, StepOverview} from '../../apply/run/overview.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

/** The newest run in full, those before it in a line each. */
export function statusPretty(runs: readonly RunOverview[], style: Style): string {
  const [newest, ...others] = [...runs].sort((a, b) => Number(isOver(a)) - Number(isOver(b)))
  if (newest === undefined) return 'No run of `sqlsafe apply` on this database.\n'
  const {dim} = paint(style)
  const before = others.map((run) => dim(`${headOf(run)}, ${run.changed}\n`))
  return [...describe(newest, style), ...before].join('')
}

function isOver({status}: RunOverview): boolean {
  return status === 'done' || status === 'aborted'
}

function headOf({id, status, steps}: RunOverview): string {
  const done = steps.filter((step) => step.status === 'done').length
  return `Run ${id}: ${status}, ${String(done)} of ${String(steps.length)} steps done`
}

function describe(run: RunOverview, style: Style): string[] {
  const {bold, dim, red, yellow} = paint(style)
  const {began, blockers, changed, error, gate, holder, lastFailure, phase, phases, steps} = run
  const process = holder && `by process ${String(holder.pid)} from ${holder.address}, connected ${holder.since}`
  return [
    `${bold(headOf(run))}, phase ${String(phase)} of ${String(phases)}\n`,
    dim(`  began ${began}, last note ${changed}${process === undefined ? '' : `, ${process}`}\n`),
    ...steps.flatMap((step) => stepLines(step, style)),
    ...blockers.map(({age, pid, query, state}) =>
      yellow(`  in the way: process ${String(pid ?? 'none')}, ${state}, ${String(age)} s: ${query}\n`)
    ),
    ...(error === undefined ? [] : [`  ${run.status === 'failed' ? red(error) : error}\n`]),
    ...(lastFailure === undefined
      ? []
      : [dim(`  last failure, ${lastFailure.at}: ${lastFailure.error} (${lastFailure.sql})\n`)]),
    ...(gate === undefined ? [] : [yellow(`  before the next phase: ${gate}\n`)]),
    ...nextOf(run).map((text) => `  ${text}\n`)
  ]
}

function stepLines(
  {id, rate, rows, secondsLeft, status, title, total, waitsFor}: StepOverview,
  style: Style
): string[] {
  const {cyan, dim, green, yellow} = paint(style)
  const marks = {done: green('done '), begun: cyan('begun'), 'to do': dim('to do')}
  const of = total === undefined ? '' : ` of about ${String(total)} (${percent(rows, total)} %)`
  const speed = rate === undefined ? '' : `, ${String(Math.round(rate))} a second`
  const left = secondsLeft === undefined ? '' : `, about ${String(Math.ceil(secondsLeft))} s left`
  return [
    `  ${marks[status]}  ${id}  ${title}${rows > 0 ? dim(`  ${String(rows)} rows${of}${speed}${left}`) : ''}\n`,
    ...(waitsFor === undefined ? [] : [yellow(`         waiting: ${waitsFor}\n`)])
  ]
}

function percent(rows: number, total: number): string {
  return String(total === 0 ? 100 : Math.min(100, Math.floor((rows / total) * 100)))
}

function nextOf({control, status}: RunOverview): string[] {
  switch (status) {
    case 'interrupted':
      return ['Its process is gone: `sqlsafe apply` with the same plan goes on, `sqlsafe abort` takes it back.']
    case 'failed':
    case 'stopped':
      return ['`sqlsafe apply` with the same plan goes on, `sqlsafe abort` takes it back.']
    case 'waiting':
      return ['`sqlsafe apply` with the same plan and `--deployed` goes on, `sqlsafe abort` takes it back.']
    case 'paused':
      return ['`sqlsafe resume` lets it go on.']
    case 'running':
      return control === 'pause' ? ['It pauses after the batch at hand.'] : []
    default:
      return []
  }
}
