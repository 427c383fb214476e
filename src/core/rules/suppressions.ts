/**
 * Comments that keep findings back: `sqlsafe-disable-next-line no-x, no-y: reason`, `sqlsafe-disable
 * no-x` to `sqlsafe-enable no-x` or to the end of the file, `sqlsafe-disable-line`.
 */
import type {Script, Statement} from '../../operations/script.js'
import type {Comment, Range} from '../../parse/source.js'
import {readPhase} from '../deployment/phase.js'
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
  /** It reads like one of ours and is none: nothing is kept back. `phase`: it names a phase that there is not. */
  unreadable?: boolean | 'phase'
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
  const source: Source = {script, text, commentEnds: commentEndsOf(script), codeAfter: new Map()}
  const enabled = new Map<string, number>()
  for (const suppression of found.toReversed()) {
    if (suppression.unreadable !== undefined) continue
    const {directive, range, rules} = suppression
    suppression.covers = coverage(suppression, source)
    if (directive === 'disable') suppression.enabledAgain = enabledAfter(enabled, rules)
    else if (directive === 'enable') for (const rule of rules.length > 0 ? rules : ['']) enabled.set(rule, range.start)
  }

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

/** A file in which coverage is asked for, from its end to its beginning. */
interface Source {
  script: Script
  text: string
  /** By where they begin. */
  commentEnds: ReadonlyMap<number, number>
  /** What was found behind a comment, by where it ends. */
  codeAfter: Map<number, number>
}

function commentEndsOf({comments}: Script): Map<number, number> {
  const filled = comments.filter(({range}) => range.end > range.start)
  return new Map(filled.map(({range}) => [range.start, range.end]))
}

function nothing({range}: Comment): Suppression {
  const covers = {start: range.end, end: range.end}
  return {directive: 'disable', rules: [], reason: undefined, range, covers, enabledAgain: []}
}

function coverage({directive, range}: Suppression, source: Source): Range {
  const {script, text} = source
  switch (directive) {
    case 'disable':
      return {start: range.end, end: text.length + 1}
    case 'disable-line':
      return throughEnd(lineAround(range.start, text), script)
    case 'disable-next-line':
      return throughEnd(lineAround(nextCode(range.end, source), text), script)
    case 'enable':
      return {start: range.end, end: range.end}
  }
}

/** The first character after a comment that is neither white space nor part of another one. */
function nextCode(offset: number, {codeAfter, commentEnds, text}: Source): number {
  const passed: number[] = []
  let at: number | undefined = offset
  let code: number | undefined
  while (code === undefined) {
    passed.push(at)
    const skipped = text.slice(at).search(/\S/)
    const next: number = skipped < 0 ? text.length : at + skipped
    at = commentEnds.get(next)
    code = at === undefined ? next : codeAfter.get(at)
    at ??= next
  }
  for (const end of passed) codeAfter.set(end, code)
  return code
}

function lineAround(offset: number, text: string): Range {
  const end = text.indexOf('\n', offset)
  return {start: text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length + 1 : end}
}

/** A line, and whatever begins on it through its end: a statement, a command in a block, a clause. */
function throughEnd(line: Range, {statements}: Script): Range {
  let {end} = line

  for (const statement of statementsOn(line, statements)) {
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

/** Statements of which a part is on a line; they are in the order in which they begin. */
function statementsOn(line: Range, statements: readonly Statement[]): Statement[] {
  const first = firstFrom(line.start, statements)
  const found: Statement[] = []
  for (let index = first; index < statements.length; index++) {
    const statement = statements[index]
    if (!statement || statement.range.start >= line.end) break
    found.push(statement)
  }
  for (let index = first - 1; index >= 0; index--) {
    const statement = statements[index]
    if (!statement) break
    if (statement.range.end > line.start) found.push(statement)
    // What stands inside of the statement before it says nothing about where that ends.
    else if ((statements[index - 1]?.range.end ?? 0) <= statement.range.start) break
  }
  return found
}

/** Number of the first statement that begins at an offset or after it. */
function firstFrom(offset: number, statements: readonly Statement[]): number {
  let low = 0
  let high = statements.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((statements[middle]?.range.start ?? offset) < offset) low = middle + 1
    else high = middle
  }
  return low
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
