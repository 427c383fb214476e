/** How runs stand, for people. */
import type {KeptInSync} from '../../apply/kept.js'
import type {RunOverview, StepOverview} from '../../apply/run/overview.js'
import {inBytes} from '../../core/sizes/duration.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

/** The newest run in full, those before it in a line each, and the old tables that are kept in sync. */
export function statusPretty(runs: readonly RunOverview[], kept: readonly KeptInSync[], style: Style): string {
  return `${runsPretty(runs, style)}${kept.map(keptLine).join('')}`
}

function keptLine({behind, input: {table}, isMore, logBytes, since, truncated}: KeptInSync): string {
  const rows = `${isMore ? 'more than ' : ''}${String(behind)} row${behind === 1 ? '' : 's'} behind`
  const all = truncated ? ', and it was emptied since' : ''
  return `Kept in sync since ${since}: the old \`${table.schema}.${table.name}\`, ${rows}${all}, log of ${inBytes(logBytes)}; \`sqlsafe revert\` lets it take its place again, \`sqlsafe cleanup\` drops it\n`
}

function runsPretty(runs: readonly RunOverview[], style: Style): string {
  const [newest, ...others] = [...runs].sort((a, b) => Number(isOver(a)) - Number(isOver(b)))
  if (newest === undefined) return 'No run of `sqlsafe apply` on this database.\n'
  const {dim} = paint(style)
  const before = others.map((run) => dim(`${headOf(run)}, ${run.changed}\n`))
  return [...describe(newest, style), ...before].join('')
}

function isOver({status}: RunOverview): boolean {
  return status === 'done' || status === 'aborted'
}

function headOf({id, revertedBy, reverts, status, steps}: RunOverview): string {
  const done = steps.filter((step) => step.status === 'done').length
  const of = reverts === undefined ? '' : ` (reverts ${reverts})`
  const after = revertedBy === undefined ? '' : `, reverted by ${revertedBy}`
  return `Run ${id}${of}: ${status}${after}, ${String(done)} of ${String(steps.length)} steps done`
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
  const of = total === undefined || rows > total ? '' : ` of about ${String(total)} (${percent(rows, total)} %)`
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

function nextOf({control, reverts, status}: RunOverview): string[] {
  const again = reverts === undefined ? '`sqlsafe apply` with the same plan' : '`sqlsafe revert`'
  switch (status) {
    case 'interrupted':
      return [`Its process is gone: ${again} goes on, \`sqlsafe abort\` takes it back.`]
    case 'failed':
    case 'stopped':
      return [`${again} goes on, \`sqlsafe abort\` takes it back.`]
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
