/** All SQL of a script as one text, and the way from there to the script. */
import type {Fix} from '../../fixing/fix.js'
import type {Script, Statement} from '../../../operations/script.js'
import type {Problem, Range} from '../../../parse/source.js'
import {textOf} from './pieces.js'
import type {Piece, Sql} from './pieces.js'
import {mapFix, mapRange} from './spans.js'
import type {Span} from './spans.js'

/** A statement as a script sends it. */
export interface SentStatement {
  sql: Sql
  /** It stands in a branch, a loop or a handler. */
  conditional: boolean
  /** Of the call. */
  call: Range
  /** The transaction that the script has begun for it; the same object for all in it. */
  transaction?: object | undefined
}

/** What could not be made out, and where. */
export interface Unknown {
  /** “Unexpected …, expected …”. */
  message: string
  /** In the script. */
  range: Range
  reason: 'dynamic' | 'syntax'
}

/** A comment of the script. */
export interface ScriptComment {
  text: string
  range: Range
  /** Nothing but white space stands before it on its line. */
  ownLine: boolean
}

/** What a script sends, in order. */
export type Sent = SentStatement | Unknown | ScriptComment

/** The SQL of a script. */
export interface EmbeddedSql {
  /** As a file of SQL would have it. */
  text: string
  /** What each call sends, in order: to most drivers one query. */
  queries: readonly Range[]
  /** Those that calls of the script begin: each from its first statement to its last. */
  transactions: readonly Range[]
  /** Whether the script asks its runner for no transaction. */
  asksForNone?: boolean | undefined
  /** From a place in it to the script. */
  toSource: (range: Range) => Range
  /** The same edits of the script; `undefined` where that is no text that could be edited. */
  toSourceFix: (fix: Fix) => Fix | undefined
  /** Add to what was read from `text` what is not in it. */
  complete: (script: Script) => Script
}

/** Put it together. */
export function assemble(sent: readonly Sent[], source: string): EmbeddedSql {
  const spans: Span[] = []
  const unknowns: Array<Problem & {at: number}> = []
  const conditional: Range[] = []
  const queries: Range[] = []
  const transactions = new Map<object, Range>()
  let text = ''

  const add = (piece: Piece): void => {
    if (piece.text === '') return
    const start = text.length
    text += piece.text
    spans.push({start, end: text.length, piece})
    if (piece.dynamic !== undefined) {
      const message = `Unexpected \`${piece.dynamic}\`, known only when the script runs, expected plain SQL`
      unknowns.push({message, reason: 'dynamic', range: {start, end: text.length}, at: start})
    }
  }
  const plain = (content: string, {end}: Range): void => {
    add({text: content, source: {start: end, end}, exact: false})
  }

  for (const each of sent) {
    if ('sql' in each) {
      const start = text.length
      for (const piece of each.sql) add(piece)
      const written = textOf(each.sql)
      if (written.trim() === '') continue
      queries.push({start, end: text.length})
      if (each.transaction) {
        transactions.set(each.transaction, {start, ...transactions.get(each.transaction), end: text.length})
      }
      if (each.conditional) conditional.push({start, end: text.length})
      plain(/;\s*$/.test(written) ? '\n' : ';\n', each.call)
    } else if ('message' in each) {
      const at = text.length
      // Something has to stand where the statement would.
      add({text: '/* ? */\n', source: each.range, exact: false})
      unknowns.push({message: each.message, reason: each.reason, range: {start: at, end: at + '/* ? */'.length}, at})
    } else {
      if (!each.ownLine && text.endsWith('\n')) {
        text = text.slice(0, -1)
        const last = spans.at(-1)
        if (last) last.end = Math.min(last.end, text.length)
        plain(' ', each.range)
      }
      add({text: `-- ${each.text.replace(/\s+/g, ' ')}`, source: each.range, exact: false})
      plain('\n', each.range)
    }
  }

  const toSource = (range: Range): Range => mapRange(range, spans)
  return {
    text,
    queries,
    transactions: [...transactions.values()],
    toSource,
    // Only inside of one statement: another one in the same call is another thing to most drivers.
    toSourceFix: (fix) => mapFix(fix, spans, source, (written) => !/[;'"`\\\n$]/.test(written)),
    complete: (script) => complete(script, unknowns, conditional)
  }
}

function complete(
  script: Script,
  unknowns: ReadonlyArray<Problem & {at: number}>,
  conditional: readonly Range[]
): Script {
  const statements = script.statements.map((statement): Statement => {
    const own = unknowns.filter(({at}) => at >= statement.range.start && at < statement.range.end)
    const isConditional = conditional.some(
      ({end, start}) => statement.range.start >= start && statement.range.end <= end
    )
    if (own.length === 0 && !isConditional) return statement
    return {
      ...statement,
      // What stands in for an expression may be no SQL in that place.
      problems: own.length > 0 ? own.map(({at: _at, ...problem}) => problem) : statement.problems,
      commands: isConditional
        ? statement.commands.map((command) => ({...command, conditional: true}))
        : statement.commands
    }
  })
  const inside = (offset: number): boolean =>
    script.statements.some(({range}) => offset >= range.start && offset < range.end)
  const alone = unknowns
    .filter(({at}) => !inside(at))
    .map(({at: _at, ...problem}): Statement => ({range: problem.range, commands: [], problems: [problem]}))
  const isOurs = ({range}: {range: Range}): boolean => unknowns.some(({at}) => at === range.start)
  return {
    statements: [...statements, ...alone].sort((a, b) => a.range.start - b.range.start),
    comments: script.comments.filter((comment) => !isOurs(comment))
  }
}
