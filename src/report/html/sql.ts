import type {Severity} from '../../core/define-rule.js'
import type {Message} from '../../core/rules/message.js'
import type {Range} from '../../parse/source.js'
import {html} from './markup.js'
import type {Markup} from './markup.js'

/** More of a statement nobody reads in a table. */
const longest = 2_000

/** A statement with the places of its findings marked; of a long one what stands around them. */
export function markedSql(text: string, range: Range, messages: readonly Message[]): Markup {
  const shown = window(range, messages)
  const places = messages.map(({place, severity}) => ({
    start: Math.max(place.start, shown.start),
    end: Math.min(place.end, shown.end),
    severity
  }))
  const edges = [shown.start, shown.end, ...places.flatMap(({end, start}) => [start, end])]
  const borders = [...new Set(edges.filter((edge) => edge >= shown.start && edge <= shown.end))].sort((a, b) => a - b)

  const parts = borders.slice(1).map((end, index) => {
    const start = borders[index] ?? end
    const part = text.slice(start, end)
    const grave = severities.find((severity) =>
      places.some((place) => place.severity === severity && place.start <= start && place.end >= end)
    )
    return grave === undefined ? part : html`<mark class="${grave}">${part}</mark>`
  })
  return html`<pre><code>${shown.start > range.start && '… '}${parts}${shown.end < range.end && ' …'}</code></pre>`
}

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** What of a statement is shown: all of it, or from the gravest of its findings on, the narrowest of those. */
function window({end, start}: Range, messages: readonly Message[]): Range {
  if (end - start <= longest) return {start, end}
  const width = ({place}: Message): number => place.end - place.start
  const weight = ({severity}: Message): number => severities.indexOf(severity)
  const [main] = [...messages].sort((a, b) => weight(a) - weight(b) || width(a) - width(b))
  const from = main === undefined || main.place.start - start < longest ? start : main.place.start
  return {start: from, end: Math.min(from + longest, end)}
}
