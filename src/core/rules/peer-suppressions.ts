/** What comments of other checkers keep back here. */
import type {Range} from '../../parse/source.js'
import type {PeerRules} from '../peer-rules.js'
import {nameOfPeer} from './peer-comments.js'
import type {PeerComment} from './peer-comments.js'
import {beginsLine, nextLine, sameLine} from './readable-text.js'
import type {ReadableText} from './readable-text.js'
import type {Suppression} from './suppression.js'

type PlacedComment = PeerComment & {range: Range}

/**
 * The suppression that a comment of another checker stands for.
 *
 * @param later Such comments after it.
 * @returns None of a comment that ends another one.
 */
export function peerSuppression(
  comment: PlacedComment,
  later: readonly PlacedComment[],
  source: ReadableText,
  peerRules: PeerRules
): Suppression[] {
  const {names, peer, range, reason, scope} = comment
  if (scope === 'end') return []
  const known = (names ?? []).map((name) => ({name, rules: peerRules(peer, name)}))
  const unknown = known.filter(({rules}) => rules.length === 0).map(({name}) => name)
  const rules = [...new Set(known.flatMap((each) => each.rules))]
  // No rules would mean all of them.
  const covers = names !== undefined && rules.length === 0 ? {start: range.end, end: range.end} : undefined
  return [
    {
      directive: scope === 'line' || scope === 'statement' ? 'disable-next-line' : 'disable',
      rules,
      reason,
      range,
      covers: covers ?? coverage(comment, later, source),
      enabledAgain: [],
      peer: {name: nameOfPeer(peer), unknown: names?.length === 0 ? undefined : unknown}
    }
  ]
}

function coverage({names, range, scope}: PlacedComment, later: readonly PlacedComment[], source: ReadableText): Range {
  const {script, text} = source
  const whole = {start: 0, end: text.length + 1}
  switch (scope) {
    case 'file':
      return whole
    case 'header':
      return isHeader(range, text) ? whole : nextLine(range, source)
    case 'line':
      return beginsLine(range, text) ? nextLine(range, source) : sameLine(range, source)
    case 'statement':
      return script.statements.find((statement) => contains(statement.range, range))?.range ?? nextLine(range, source)
    case 'start': {
      const end = later.find((other) => other.scope === 'end' && String(other.names) === String(names))
      return {start: range.end, end: end?.range.start ?? text.length + 1}
    }
    case 'end':
      return {start: range.end, end: range.end}
  }
}

/** Whether a comment stands in the lines of comments that a file begins with, which an empty line ends. */
function isHeader({end}: Range, text: string): boolean {
  const lines = /^(?:(?:--|#).*(?:\r?\n|$))+(?=\r?\n|$)/.exec(text)?.[0] ?? ''
  return end <= lines.length
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
