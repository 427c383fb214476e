/** From where to where people wait, over all statements of a transaction. */
import type {Dialect} from '../../server/server.js'
import {estimateSeconds} from '../../core/sizes/duration.js'
import type {Timeline, TimelineStatement} from '../../core/timeline.js'
import {describeBlocks} from '../../knowledge/blocks.js'
import {toneOf} from './lanes.js'
import {html} from './markup.js'
import type {Markup} from './markup.js'
import {shortTime} from './times.js'

/** Assumed where the size of a table is not known. */
const assumedBytes = 1e10

/** A relation that people wait for, from one statement to another. */
interface Window {
  relation: string
  blocked: string
  tone: string
  from: number
  to: number
}

/** A line for each relation that is closed to readers or writers while other statements run, or while work is done. */
export function windowsOf(timeline: Timeline, lineOf: (statement: number) => number, dialect: Dialect): Markup {
  const windows = findWindows(timeline, dialect)
    .map((window) => ({...window, time: timeOf(timeline.statements.slice(window.from, window.to + 1))}))
    .filter(({from, time, to}) => to > from || time.most > 0)
  if (windows.length === 0) return html``
  const items = windows.map(({blocked, from, relation, time, to, tone}) => {
    const lines = from === to ? `at line ${lineOf(from)}` : `from line ${lineOf(from)} to line ${lineOf(to)}`
    const long = time.most === 0 ? '' : `: ${shortTime(time)}${time.assumed ? ' with 10 GB a table' : ''}`
    return html`<li>
      <span class="dot ${tone}"></span> ${blocked.charAt(0).toUpperCase()}${blocked.slice(1)} of
      <code>${relation}</code> wait ${lines}${long}
    </li>`
  })
  return html`<ul class="windows">
    ${items}
  </ul>`
}

function findWindows({statements}: Timeline, dialect: Dialect): Window[] {
  const windows: Window[] = []
  for (const [number, {locks, transaction}] of statements.entries()) {
    for (const {lock, relation} of locks) {
      const tone = toneOf(lock, dialect)
      if (tone !== 'reads' && tone !== 'writes') continue
      const before = windows.find(
        (window) => window.relation === relation && window.tone === tone && window.to === number - 1
      )
      const together = transaction !== undefined && transaction === statements[number - 1]?.transaction
      if (before && together) before.to = number
      else windows.push({relation, blocked: describeBlocks(lock, dialect), tone, from: number, to: number})
    }
  }
  return windows
}

/** Of all the work that is done in these statements. */
function timeOf(statements: readonly TimelineStatement[]): {least: number; most: number; assumed: boolean} {
  const sum = {least: 0, most: 0, assumed: false}
  for (const {size, work} of statements.flatMap(({effects}) => effects)) {
    if (work === undefined) continue
    const time = estimateSeconds(work, size.bytes ?? assumedBytes)
    sum.least += time.least
    sum.most += time.most
    sum.assumed ||= size.bytes === undefined
  }
  return sum
}
