/** Where in a file the statements stand that comments speak of. */
import type {Script, Statement} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'

/** A file in which is asked for what comments speak of, best from its end to its beginning. */
export interface ReadableText {
  script: Script
  text: string
  /** By where they begin. */
  commentEnds: ReadonlyMap<number, number>
  /** What was found behind a comment, by where it ends. */
  codeAfter: Map<number, number>
}

/** A file, to be asked for what its comments speak of. */
export function readableText(script: Script, text: string): ReadableText {
  return {script, text, commentEnds: commentEndsOf(script), codeAfter: new Map()}
}

/** The line that a comment begins on, through the end of what begins there. */
export function sameLine(comment: Range, {script, text}: ReadableText): Range {
  return throughEnd(lineAround(comment.start, text), script)
}

/** The next line after a comment on which more stands than comments, through the end of what begins there. */
export function nextLine(comment: Range, source: ReadableText): Range {
  return throughEnd(lineAround(nextCode(comment.end, source), source.text), source.script)
}

/** Whether nothing stands before a comment on its line. */
export function beginsLine(comment: Range, text: string): boolean {
  return text.slice(lineAround(comment.start, text).start, comment.start).trim() === ''
}

function commentEndsOf({comments}: Script): Map<number, number> {
  const filled = comments.filter(({range}) => range.end > range.start)
  return new Map(filled.map(({range}) => [range.start, range.end]))
}

/** The first character after a comment that is neither white space nor part of another one. */
function nextCode(offset: number, {codeAfter, commentEnds, text}: ReadableText): number {
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
