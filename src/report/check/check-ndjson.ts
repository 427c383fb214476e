import type {CheckResult} from '../../core/check-result.js'
import {placesIn} from '../../core/place.js'
import type {ReportContext, Wanted} from '../context.js'
import {messageJson} from '../message-json.js'

/** The report of `check` as a line of JSON for each finding, and a last one with the numbers. */
export function checkNdjson({files, summary}: CheckResult, {diff, project}: ReportContext): string {
  const messages = files.flatMap((file) => {
    const toPlace = placesIn(file.text)
    return file.messages.map((message) => ({
      type: 'message',
      path: file.path,
      ...messageJson(message, toPlace, project.server.dialect)
    }))
  })
  const last = {type: 'summary', version: 1, ...summary, ...(diff !== undefined && {diff})}
  return [...messages, last].map((line) => `${JSON.stringify(line)}\n`).join('')
}
checkNdjson.wants = ['fixes'] as const satisfies readonly Wanted[]
