/** Comments that speak of one statement alone, so that they stay with it. */
import type {Script, Statement} from '../../operations/script.js'
import type {Comment} from '../../parse/source.js'
import {isRemark, speaksOfNext} from '../rules/tool-comments.js'

/**
 * The line comments right above a statement, in the order of the text: each alone on its line, with no empty line below
 * it. None where something else may be meant: before the first statement, whose comments may be about the file, below
 * text that is no statement, and where one of them may be read by a tool.
 */
export function commentsAbove(text: string, script: Script, statement: Statement): Comment[] {
  const {start} = statement.range
  const before = script.statements.findLast(({range}) => range.end <= start)
  if (before === undefined) return []
  const between = script.comments.filter(({range}) => range.start >= before.range.end && range.end <= start)
  if (!/^\s*;?\s*$/.test(textWithout(text, before.range.end, start, between))) return []

  const above: Comment[] = []
  let next = start
  for (const comment of between.toReversed()) {
    if (!/^\r?\n[ \t]*$/.test(text.slice(comment.range.end, next)) || !beginsLine(text, comment)) break
    if (!isLineRemark(text, comment)) return []
    above.unshift(comment)
    next = comment.range.start
  }
  return above
}

/**
 * Where a statement begins with what is said of it alone, for what is to stand before both: with its comments, and with
 * what keeps findings back in the next line or statement.
 */
export function startOf(text: string, script: Script, statement: Statement): number {
  const {start} = statement.range
  let [next, top] = [start, start]
  for (const comment of script.comments.filter(({range}) => range.end <= start).toReversed()) {
    if (!/^\r?\n[ \t]*$/.test(text.slice(comment.range.end, next)) || !beginsLine(text, comment)) break
    next = comment.range.start
    if (speaksOfNext(comment)) top = next
    else if (!isLineRemark(text, comment)) break
  }
  return top === start ? (commentsAbove(text, script, statement)[0]?.range.start ?? start) : top
}

function textWithout(text: string, start: number, end: number, comments: readonly Comment[]): string {
  let [rest, from] = ['', start]
  for (const {range} of comments) {
    rest += text.slice(from, range.start)
    from = range.end
  }
  return rest + text.slice(from, end)
}

function beginsLine(text: string, {range: {start}}: Comment): boolean {
  return /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))
}

function isLineRemark(text: string, comment: Comment): boolean {
  const {end, start} = comment.range
  return /^--[ \t]/.test(text.slice(start, end)) && isRemark(comment)
}
