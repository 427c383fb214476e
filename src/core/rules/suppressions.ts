/**
 * Comments that keep findings back: `sqlsafe-disable-next-line no-x, no-y: reason`, `sqlsafe-disable
 * no-x` to `sqlsafe-enable no-x` or to the end of the file, `sqlsafe-disable-line`.
 */
import type {Script} from '../../operations/script.js'
import type {Comment, Range} from '../../parse/source.js'
import type {Message} from './message.js'

export interface Suppression {
  directive: 'disable' | 'disable-line' | 'disable-next-line' | 'enable'
  /** As written; empty: every rule that can be suppressed without its name. */
  rules: readonly string[]
  /** After the colon; `undefined`: none. */
  reason: string | undefined
  /** Of the comment. */
  range: Range
  /** Where it keeps back findings that begin there. */
  covers: Range
  /** Of a `disable`: the `enable`s after it; no rules are all rules. */
  enabledAgain: ReadonlyArray<{at: number; rules: readonly string[]}>
  /** It reads like one of ours and is none: nothing is kept back. */
  unreadable?: boolean
}

/** What the user must see even where all rules are disabled: suppressed by name or not at all. */
const onlyByName = new Set(['syntax-error', 'no-unused-suppression', 'require-suppression-reason'])

const pattern = /^sqlsafe-(disable-next-line|disable-line|disable|enable)(?=[\s:]|$)([^:]*)(?::([^]*))?$/
const kin = /^sqlsafe-(?:dis|en|ignore|allow|off|on\b)/i

/** Find the suppressions of a file and what each covers. */
export function findSuppressions(script: Script, text: string): Suppression[] {
  const found: Suppression[] = []

  for (const comment of script.comments) {
    const match = pattern.exec(comment.text)
    const directive = match?.[1] as Suppression['directive'] | undefined

    if (directive === undefined) {
      if (kin.test(comment.text)) found.push({...nothing(comment), unreadable: true})
      continue
    }

    const rules = (match?.[2] ?? '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '')
    const reason = match?.[3]?.trim()
    found.push({...nothing(comment), directive, rules, reason: reason === '' ? undefined : reason})
  }

  for (const [index, suppression] of found.entries()) {
    if (suppression.unreadable === true) continue
    suppression.covers = coverage(suppression, script, text)
    if (suppression.directive !== 'disable') continue
    const later = found.slice(index + 1).filter(({directive}) => directive === 'enable')
    suppression.enabledAgain = later.map(({range, rules}) => ({at: range.start, rules}))
  }

  return found
}

function nothing({range}: Comment): Suppression {
  const covers = {start: range.end, end: range.end}
  return {directive: 'disable', rules: [], reason: undefined, range, covers, enabledAgain: []}
}

function coverage({directive, range}: Suppression, script: Script, text: string): Range {
  switch (directive) {
    case 'disable':
      return {start: range.end, end: text.length + 1}
    case 'disable-line':
      return throughEnd(lineAround(range.start, text), script)
    case 'disable-next-line':
      return throughEnd(lineAround(nextCode(range.end, script, text), text), script)
    case 'enable':
      return {start: range.end, end: range.end}
  }
}

/** The first character after `offset` that is neither white space nor part of a comment. */
function nextCode(offset: number, {comments}: Script, text: string): number {
  let at = offset

  for (;;) {
    const skipped = text.slice(at).search(/\S/)
    if (skipped < 0) return text.length
    at += skipped
    const comment = comments.find(({range}) => range.start === at && range.end > at)
    if (!comment) return at
    at = comment.range.end
  }
}

function lineAround(offset: number, text: string): Range {
  const end = text.indexOf('\n', offset)
  return {start: text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length + 1 : end}
}

/** A line, and whatever begins on it through its end: a statement, a command in a block, a clause. */
function throughEnd(line: Range, {statements}: Script): Range {
  let {end} = line

  for (const statement of statements) {
    if (statement.range.start >= line.end || statement.range.end <= line.start) continue
    const parts = statement.commands.flatMap((command) => [
      command.range,
      ...command.operations.map(({range}) => range)
    ])

    for (const part of [statement.range, ...parts]) {
      if (part.start >= line.start && part.start < line.end) end = Math.max(end, part.end)
    }
  }

  return {start: line.start, end}
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
