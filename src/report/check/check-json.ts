import type {CheckResult} from '../../core/check-result.js'
import {placesIn} from '../../core/place.js'
import type {ReportContext, Wanted} from '../context.js'
import {messageJson} from '../message-json.js'

/** The report of `check --format json`. */
export function checkJson({files, summary}: CheckResult, {diff, project}: ReportContext): string {
  const report = {
    version: 1,
    files: files.map(({messages, path, text}) => {
      const toPlace = placesIn(text)
      return {path, messages: messages.map((message) => messageJson(message, toPlace, project.server.dialect))}
    }),
    summary,
    ...(diff !== undefined && {diff})
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
checkJson.wants = ['fixes'] as const satisfies readonly Wanted[]
