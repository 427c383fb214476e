/** What is said while a plan is carried out. */
import type {ApplyEvent} from '../../apply/events.js'
import {count, paint} from '../style.js'
import type {Style} from '../style.js'

const everyMs = 1000

/** Where lines go; `terminal`: one that is written over shows how far a step is. */
export interface ApplyOutput {
  write: (text: string) => void
  terminal: boolean
}

/** Report events as lines for people, or as one JSON object each. */
export function createApplyReporter(
  format: 'pretty' | 'json',
  style: Style,
  {terminal, write}: ApplyOutput
): (event: ApplyEvent) => void {
  if (format === 'json') {
    return (event) => {
      write(`${JSON.stringify(event)}\n`)
    }
  }
  const line = createLines(style)
  const clear = terminal ? '\r\u001B[K' : ''
  return (event) => {
    const text = line(event)
    if (text === undefined) return
    write(clear + text + (terminal && event.type === 'batch' ? '' : '\n'))
  }
}

const barLength = 20

/** `██████░░░░ 60 %`. */
function bar(done: number, total: number): string {
  const part = Math.min(1, done / total)
  const full = Math.floor(part * barLength)
  return `${'█'.repeat(full)}${'░'.repeat(barLength - full)} ${String(Math.floor(part * 100))} %`
}

/** Lines for events; `undefined` where there is nothing to say yet. */
function createLines(style: Style): (event: ApplyEvent) => string | undefined {
  const {bold, cyan, dim, green, red, yellow} = paint(style)
  let [began, last] = [0, 0]
  /** Where the step was when it began here. */
  let before: number | undefined

  function batch({at, done, rows, total = 0}: Extract<ApplyEvent, {type: 'batch'}>): string | undefined {
    before ??= Math.max(0, done - rows)
    const now = Date.parse(at)
    if (now - last < everyMs) return undefined
    last = now
    const rate = (done - before) / ((now - began) / 1000)
    const known = total > 0
    const part = known ? `${bar(done, total)}, ${String(done)} of about ${String(total)}` : String(done)
    const left = known && total > done && rate > 0 ? `, ${String(Math.ceil((total - done) / rate))} s left` : ''
    return dim(`    ${part}, ${String(Math.round(rate))} a second${left}`)
  }

  return (event) => {
    switch (event.type) {
      case 'begin':
        return bold(`${event.resumed ? 'Going on with' : 'Beginning'} run ${event.run}: ${count(event.steps, 'step')}`)
      case 'step-begin':
        ;[began, before, last] = [Date.parse(event.at), undefined, Date.parse(event.at)]
        return `${cyan(event.step)}  ${event.title}`
      case 'batch':
        return batch(event)
      case 'statement':
        return undefined
      case 'retry':
        return yellow(
          `    no lock (${event.error}), try ${String(event.attempt)} of ${String(event.of)}, again in ${String(event.waitMs)} ms` +
            event.blockers
              .map(
                (blocker) =>
                  `\n      in the way: process ${String(blocker.pid ?? 'none')}, ${blocker.state}, ${String(blocker.age)} s: ${blocker.query}`
              )
              .join('')
        )
      case 'throttled':
        return yellow(`    waiting: ${event.reason}`)
      case 'paused':
        return yellow('    paused')
      case 'going-on':
        return dim('    going on')
      case 'say':
        return `    ${event.text}`
      case 'step-end':
        return event.skipped ? dim(`${event.step}  done before`) : dim(`    done in ${(event.ms / 1000).toFixed(1)} s`)
      case 'gate':
        return yellow(
          `Waiting before phase ${String(event.phase)}: ${event.gate}\nThen run the same command with \`--deployed\`.`
        )
      case 'stopped':
        return yellow(`Stopped: ${event.reason}`)
      case 'failed':
        return red(`    failed: ${event.error}`)
      case 'end':
        return green(`Done in ${(event.ms / 1000).toFixed(1)} s`)
    }
  }
}
