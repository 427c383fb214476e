import type {CheckResult} from '../../core/check-result.js'
import {placesIn} from '../../core/place.js'
import {verdictOf} from '../check-words.js'
import type {ReportContext} from '../context.js'
import {printable} from '../printable.js'
import {paint} from '../style.js'

/** The report of `check` as a line for each finding, as compilers write them and editors read them; then the verdict. */
export function checkCompact(result: CheckResult, {quiet, style}: ReportContext): string {
  const {bold, dim, red, yellow} = paint(style)
  const colors = {error: red, warning: yellow, info: dim}
  const lines = result.files.flatMap(({messages, path, text}) => {
    const toPlace = placesIn(text)
    return messages.map(({place, reason, ruleId, severity}) => {
      const {column, line} = toPlace(place).start
      return `${printable(path)}:${line}:${column}: ${colors[severity](severity)}: ${printable(reason.replace(/\s+/g, ' '))} ${dim(`[${ruleId}]`)}`
    })
  })
  if (!quiet) lines.push(bold(verdictOf(result).text))
  return lines.map((line) => `${line}\n`).join('')
}
