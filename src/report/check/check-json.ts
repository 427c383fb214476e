import type {CheckResult} from '../../core/check.js'
import type {Fix} from '../../core/fix/fix.js'
import {effectJson} from '../effect-json.js'
import type {ReportContext} from '../formats.js'
import {placesIn} from '../../core/place.js'

/** The report of `check --format json`. */
export function checkJson({files, summary}: CheckResult, {diff, project}: ReportContext): string {
  const report = {
    version: 1,
    files: files.map(({messages, path, text}) => {
      const toPlace = placesIn(text)
      return {
        path,
        messages: messages.map((message) => ({
          ruleId: message.ruleId,
          severity: message.severity,
          reason: message.reason,
          place: toPlace(message.place),
          url: message.url,
          recipe: message.recipe,
          ...(message.duration !== undefined && {duration: message.duration}),
          effects: message.effects.map((effect) => effectJson(effect, project.server.dialect)),
          ...(message.fix && {fix: fixJson(message.fix)})
        }))
      }
    }),
    summary,
    ...(diff !== undefined && {diff})
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

/** Offsets as in `place`; files that are to be written beside it. */
function fixJson({edits, files = []}: Fix): object {
  return {
    edits: edits.map(({range, text}) => ({start: range.start, end: range.end, text})),
    files: files.map(({path, replaces = false, text}) => ({path, text, replaces}))
  }
}
