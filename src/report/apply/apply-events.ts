/** What is said while a plan is carried out. */
import type {ApplyEvent} from '../../apply/events.js'
import {paint} from '../style.js'
import type {Style} from '../style.js'

const everyMs = 1000

/** Report events as lines for people, or as one JSON object each. */
export function createApplyReporter(
  format: 'pretty' | 'json',
  style: Style,
  write: (text: string) => void
): (event: ApplyEvent) => void {
  if (format === 'json') {
    return (event) => {
      write(`${JSON.stringify(event)}\n`)
    }
  }
  const line = createLines(style)
  return (event) => {
    const text = line(event)
    if (text !== undefined) write(`${text}\n`)
  }
}

/** Lines for events; `undefined` where there is nothing to say yet. */
function createLines(style: Style): (event: ApplyEvent) => string | undefined {
  const {bold, cyan, dim, green, red, yellow} = paint(style)
  let last = 0
  let began = 0
  let before = 0

  function batch({done, total}: Extract<ApplyEvent, {type: 'batch'}>): string | undefined {
    const now = performance.now()
    if (now - last < everyMs) return undefined
    last = now
    const rate = (done - before) / Math.max((now - began) / 1000, 0.001)
    const part =
      total === undefined || total === 0
        ? ''
        : ` of about ${String(total)} (${String(Math.min(100, Math.floor((done / total) * 100)))} %)`
    const left =
      total === undefined || total <= done || rate === 0
        ? ''
        : `, about ${String(Math.ceil((total - done) / rate))} s left`
    return dim(`    ${String(done)} rows${part}, ${String(Math.round(rate))} a second${left}`)
  }

  return (event) => {
    switch (event.type) {
      case 'begin':
        return bold(`${event.resumed ? 'Going on with' : 'Beginning'} run ${event.run}: ${String(event.steps)} steps`)
      case 'step-begin':
        ;[began, before, last] = [performance.now(), 0, performance.now()]
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
