import type {Fix} from '../migrations/fixing/fix.js'
import type {Place} from '../core/place.js'
import type {Message} from '../core/rules/message.js'
import type {Dialect} from '../server/server.js'
import type {Range} from '../parse/source.js'
import {effectJson} from './effect-json.js'

/** A finding in the words of the JSON contract. */
export function messageJson(message: Message, toPlace: (range: Range) => Place, dialect: Dialect): object {
  const {duration, effects, fix, place, reason, recipe, ruleId, severity, url} = message
  return {
    ruleId,
    severity,
    reason,
    place: toPlace(place),
    url,
    recipe,
    ...(duration !== undefined && {duration}),
    effects: effects.map((effect) => effectJson(effect, dialect)),
    ...(fix && {fix: fixJson(fix)})
  }
}

/** Offsets as in `place`; files that are to be written beside it. */
function fixJson({edits, files = []}: Fix): object {
  return {
    edits: edits.map(({range, text}) => ({start: range.start, end: range.end, text})),
    files: files.map(({path, replaces = false, text}) => ({path, text, replaces}))
  }
}
