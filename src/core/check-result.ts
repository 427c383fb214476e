import {statisticsOf} from './check-summary.js'
import type {CheckSummary} from './check-summary.js'
import type {Origin} from '../migrations/migration.js'
import type {Project} from './project.js'
import {compareMessages} from './rules/message.js'
import type {Message} from './rules/message.js'
import type {RunResult} from './rules/summarize.js'

/** What was found in one checked file. */
export interface CheckedFile {
  path: string
  /** All of it, for excerpts. */
  text: string
  /** In the order of the text. */
  messages: readonly Message[]
}

/** The outcome of a check. */
export interface CheckResult {
  /** One for each checked file, in the order in which they are applied, also where nothing was found. */
  files: CheckedFile[]
  summary: CheckSummary
}

/** The outcome of a check, of what the rules have found in the project. */
export function checkResult({files, statements, unparsed}: RunResult, {unread}: Pick<Project, 'unread'>): CheckResult {
  const checked = files.map(({messages, migration: {origin, path, text}}) => ({
    path,
    text: origin?.text ?? text,
    messages: origin === undefined ? messages : inScript(messages, origin)
  }))
  const summary = {...statisticsOf(checked), statements, unparsed, ...(unread.length > 0 && {unread})}
  return {files: checked, summary}
}

/** A finding about SQL that a script sends is one about a place in the script; a loop says the same once. */
function inScript(messages: readonly Message[], origin: Origin): Message[] {
  const {toSource, toSourceFix} = origin
  const found = new Map<string, Message>()
  for (const {cause, fix, statement, together, ...message} of messages) {
    const place = toSource(message.place)
    const edited = fix && toSourceFix(fix)
    const key = [message.ruleId, message.reason, place.start, place.end].join('\0')
    found.set(key, {
      ...message,
      place,
      ...(statement && {statement: toSource(statement)}),
      ...(cause && {cause: toSource(cause)}),
      ...(edited && {fix: edited}),
      ...(together && {together: {...together, others: inScript(together.others, origin)}})
    })
  }
  return [...found.values()].sort(compareMessages)
}
