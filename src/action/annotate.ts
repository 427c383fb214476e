import {error, notice, warning} from '@actions/core'
import type {AnnotationProperties} from '@actions/core'
import type {Severity} from '../core/define-rule.js'
import {placesIn} from '../core/place.js'
import type {Checked} from './check-change.js'

const annotations: Record<Severity, (message: string, properties: AnnotationProperties) => void> = {
  error,
  warning,
  info: notice
}

/** Say of each finding what it is, on its lines. GitHub shows the first ten of each severity. */
export function annotate({result}: Checked): void {
  for (const {messages, path, text} of result.files) {
    const toPlace = placesIn(text)
    for (const {note, place, reason, ruleId, severity, url} of messages) {
      const {end, start} = toPlace(place)
      annotations[severity]([reason, ...note, url].join('\n'), {
        title: `sqlsafe: ${ruleId}`,
        file: path,
        startLine: start.line,
        endLine: end.line,
        // GitHub takes columns only of a place in one line.
        ...(start.line === end.line && {startColumn: start.column, endColumn: end.column})
      })
    }
  }
}
