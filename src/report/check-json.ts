import type {CheckResult} from '../core/check.js'
import {effectJson} from './effect-json.js'
import type {ReportContext} from './formats.js'
import {placesIn} from '../core/place.js'

/** The report of `check --format json`. */
export function checkJson({files, summary}: CheckResult, {project}: ReportContext): string {
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
          effects: message.effects.map((effect) => effectJson(effect, project.server.dialect))
        }))
      }
    }),
    summary
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
