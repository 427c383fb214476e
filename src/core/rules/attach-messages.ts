import type {VFile} from 'vfile'
import {VFileMessage} from 'vfile-message'
import type {Effect} from '../../knowledge/effect.js'
import type {Severity} from '../define-rule.js'
import type {Message} from './message.js'
import {placesIn} from '../place.js'
import type {Place} from '../place.js'

declare module 'vfile-message' {
  interface VFileMessage {
    /** Key of the rule's `messages`. */
    messageId?: string
    /** Id of our safe sequence; `null`: there is none. */
    recipe?: string | null
    /** What the operation does to relations that existed before. */
    effects?: readonly Effect[]
    /** The other place involved. */
    related?: Place
  }
}

/** `fatal` as unified means it: `true` for an error, `false` for a warning, `undefined` for information. */
const fatal: Record<Severity, boolean | undefined> = {error: true, warning: false, info: undefined}

/** Put findings on the file that they were made in, as messages with places. */
export function attachMessages(file: VFile, messages: readonly Message[]): void {
  const toPlace = placesIn(String(file))
  const path = file.path ? `${file.path}:` : ''

  for (const {cause, effects, messageId, note, place, reason, recipe, ruleId, severity, url} of messages) {
    const message = new VFileMessage(reason, {place: toPlace(place), ruleId, source: 'sqlsafe'})
    message.name = `${path}${String(message.line)}:${String(message.column)}`
    message.file = file.path
    message.fatal = fatal[severity]
    message.url = url
    message.note = note.join('\n')
    Object.assign(message, {messageId, recipe, effects, ...(cause && {related: toPlace(cause)})})
    file.messages.push(message)
  }
}
