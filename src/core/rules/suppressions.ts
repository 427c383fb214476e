/**
 * Comments that keep findings back: `sqlsafe-disable-next-line no-x, no-y: reason`, `sqlsafe-disable
 * no-x` to `sqlsafe-enable no-x` or to the end of the file, `sqlsafe-disable-line`; where that is asked for,
 * those of other checkers as well.
 */
import type {Script} from '../../operations/script.js'
import type {Comment, Range} from '../../parse/source.js'
import type {Migration} from '../../migrations/migration.js'
import {readPhase} from '../../migrations/phase.js'
import type {PeerRules} from '../peer-rules.js'
import type {Message} from './message.js'
import {readPeerComment} from './peer-comments.js'
import type {PeerComment} from './peer-comments.js'
import {peerSuppression} from './peer-suppressions.js'
import {nextLine, readableText, sameLine} from './readable-text.js'
import type {ReadableText} from './readable-text.js'
import type {Suppression} from './suppression.js'

/** What the user must see even where all rules are disabled: suppressed by name or not at all. */
const onlyByName = new Set(['syntax-error', 'no-unused-suppression', 'require-suppression-reason'])

const pattern = /^sqlsafe-(disable-next-line|disable-line|disable|enable)(?=[\s:]|$)([^:]*)(?::([^]*))?$/
const kin = /^sqlsafe-(?:dis|en|ignore|allow|off|on\b)/i

/**
 * Find the suppressions of a file and what each covers.
 *
 * @param peerRules What the names of other checkers mean; without, their comments are for people.
 * @param beside What is as if a comment of another checker on top of the file said it.
 */
export function findSuppressions(
  script: Script,
  text: string,
  peerRules?: PeerRules,
  beside?: Migration['disabledBeside']
): Suppression[] {
  const found: Suppression[] = []
  const peers: Array<PeerComment & {range: Range}> = []
  if (beside) peers.push({...beside, scope: 'file', reason: undefined, range: {start: 0, end: 0}})

  for (const comment of script.comments) {
    const match = pattern.exec(comment.text)
    const directive = match?.[1] as Suppression['directive'] | undefined

    if (directive === undefined) {
      const theirs = peerRules && readPeerComment(comment.text)
      if (theirs) peers.push({...theirs, range: comment.range})
      else if (kin.test(comment.text)) found.push({...nothing(comment), unreadable: true})
      else if (readPhase(comment) === 'unreadable') found.push({...nothing(comment), unreadable: 'phase'})
      continue
    }

    const rules = (match?.[2] ?? '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '')
    const reason = match?.[3]?.trim()
    found.push({...nothing(comment), directive, rules, reason: reason === '' ? undefined : reason})
  }

  // From the last to the first: what comes after one is known from those after it.
  const source = readableText(script, text)
  const enabled = new Map<string, number>()
  for (const suppression of found.toReversed()) {
    if (suppression.unreadable !== undefined) continue
    const {directive, range, rules} = suppression
    suppression.covers = coverage(suppression, source)
    if (directive === 'disable') suppression.enabledAgain = enabledAfter(enabled, rules)
    else if (directive === 'enable') for (const rule of rules.length > 0 ? rules : ['']) enabled.set(rule, range.start)
  }

  if (peerRules)
    found.push(
      ...peers.flatMap((comment, index) => peerSuppression(comment, peers.slice(index + 1), source, peerRules))
    )
  return found
}

/** The first `enable` of each rule; that of all rules has no name. */
function enabledAfter(
  enabled: ReadonlyMap<string, number>,
  rules: readonly string[]
): Array<{at: number; rules: readonly string[]}> {
  const names = rules.length > 0 ? ['', ...rules] : [...enabled.keys()]
  return names.flatMap((name) => {
    const at = enabled.get(name)
    return at === undefined ? [] : [{at, rules: name === '' ? [] : [name]}]
  })
}

function nothing({range}: Comment): Suppression {
  const covers = {start: range.end, end: range.end}
  return {directive: 'disable', rules: [], reason: undefined, range, covers, enabledAgain: []}
}

function coverage({directive, range}: Suppression, source: ReadableText): Range {
  switch (directive) {
    case 'disable':
      return {start: range.end, end: source.text.length + 1}
    case 'disable-line':
      return sameLine(range, source)
    case 'disable-next-line':
      return nextLine(range, source)
    case 'enable':
      return {start: range.end, end: range.end}
  }
}

/** Findings that remain, and for each suppression the rules that it kept back. */
export function suppress(
  messages: readonly Message[],
  suppressions: readonly Suppression[]
): {kept: Message[]; used: Map<Suppression, Set<string>>} {
  const used = new Map<Suppression, Set<string>>()
  const kept = messages.filter((message) => {
    const by = suppressions.filter((suppression) => isSuppressed(message, suppression))
    for (const suppression of by) used.set(suppression, (used.get(suppression) ?? new Set()).add(message.ruleId))
    return by.length === 0
  })
  return {kept, used}
}

function isSuppressed({place, ruleId}: Message, {covers, enabledAgain, rules}: Suppression): boolean {
  if (place.start < covers.start || place.start >= covers.end) return false
  const speaksOfIt = (enable: {rules: readonly string[]}) => enable.rules.length === 0 || enable.rules.includes(ruleId)
  if (enabledAgain.some((enable) => enable.at <= place.start && speaksOfIt(enable))) return false
  return rules.length === 0 ? !onlyByName.has(ruleId) : rules.includes(ruleId)
}
