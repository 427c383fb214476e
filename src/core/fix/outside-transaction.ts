/** Fixes of statements that must not run in a transaction: a mark for the runner, or a migration of their own. */
import type {Operation} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import {applyEdits, inOrder, moved} from '../../migrations/fixing/fix.js'
import type {Edit, Fix} from '../../migrations/fixing/fix.js'
import {placeOf} from './make-fix.js'
import type {FixPlace, MakeFix, RuleView} from './make-fix.js'
import {commentsAbove, startOf} from './comments-above.js'
import {endOfStatement} from './words.js'
import {companions, mentions, needsSession, operationsOf} from './companions.js'

/** What is known of the statement that is to run outside. */
export interface OutsideOptions {
  /** For a file of its own: words with `_` between them. */
  title: string
  /** The name of what it makes or drops: a later statement that has it needs it done. */
  object: string | undefined
  /**
   * Names of relations that it works on: most later statements about them may need it done. `unknown`: any may be of
   * one.
   */
  on?: readonly string[] | 'unknown'
  /** What takes it back; empty: it can run again as it is; `undefined`: nobody knows. */
  back: string | undefined
}

/**
 * Make a statement run outside of a transaction, with edits of it.
 *
 * Alone in its file (or changeset) it stays there, and the runner is told where it has to be. Beside others, which keep
 * their transaction, it moves to a migration of its own right after, where its framework can have one and nothing after
 * it needs it.
 */
export function outsideTransaction(view: RuleView, edits: readonly Edit[], options: OutsideOptions): MakeFix {
  const place = placeOf(view)
  return () => fixAt(place, edits, options)
}

function fixAt(place: FixPlace, edits: readonly Edit[], options: OutsideOptions): Fix | undefined {
  const {command, migration, statement, transaction} = place
  if (!isPlain(place)) return undefined
  const {home, text} = migration
  const {start} = statement.range
  if (transaction === undefined && command.conditional !== true) {
    const remains = home?.inTransaction(applyEdits(text, edits), moved(start, edits)) !== true
    return remains ? {edits} : undefined
  }
  if (transaction !== 'runner' || home === undefined) return undefined
  if (standsAlone(place)) {
    for (const mark of [{edits: []}, home.withoutTransaction(start)]) {
      if (mark === undefined) continue
      const all = inOrder([...mark.edits, ...edits])
      const files = mark.files ?? []
      if (!home.inTransaction(applyEdits(text, all), moved(start, all), files)) {
        return {edits: all, ...(files.length > 0 && {files})}
      }
    }
  }
  return moveOut(place, edits, options)
}

/** It is one command, and all of the statement: no block, no procedure, nothing that was not understood. */
export function isPlain({command, statement}: Pick<FixPlace, 'command' | 'statement'>): boolean {
  const {commands, problems, range} = statement
  return commands.length === 1 && problems.length === 0 && isSame(command.range, range)
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end
}

/** Settings aside, which hold outside of a transaction too. */
function standsAlone(place: FixPlace): boolean {
  return companions(place).every((other) => operationsOf(other).every(isTimeout))
}

function isTimeout(operation: Operation): boolean {
  return operation.kind === 'session.set' && operation.scope !== 'local' && /timeout$/i.test(operation.name)
}

function moveOut(place: FixPlace, edits: readonly Edit[], options: OutsideOptions): Fix | undefined {
  const {migration, statement} = place
  const {home, text} = migration
  const {end, start} = statement.range
  const stop = endOfStatement(text, statement)
  const {back, title} = options
  if (stop === undefined || !canMove(place, options)) return undefined

  const inside = edits.map(({range, text: inserted}) => ({
    range: {start: range.start - start, end: range.end - start},
    text: inserted
  }))
  // What is said of it goes with it; a mark that stayed behind would speak of the statement after it.
  const comments = commentsAbove(text, migration.script, statement)
  if (comments.length === 0 && startOf(text, migration.script, statement) < start) return undefined
  const said = comments.map(({range}) => `${text.slice(range.start, range.end)}\n`).join('')
  const up = `${said}${applyEdits(text.slice(start, end), inside)};`
  const addition = home?.append({offset: start, title, up, back: back ?? '', transaction: false})
  if (addition === undefined) return undefined
  const all = inOrder([
    {range: wholeLines(text, comments[0]?.range.start ?? start, stop.offset), text: ''},
    ...addition.edits
  ])
  return {...addition, edits: all}
}

/** Whether what comes after it does without it, it does without settings of the file, and the way back still works. */
function canMove(place: FixPlace, {back, object, on = []}: OutsideOptions): boolean {
  const {migration, statement} = place
  const {down = [], script, text} = migration
  const later = companions(place).filter(({range}) => range.start > statement.range.start)
  const textOf = ({range}: Statement): string => text.slice(range.start, range.end)
  if (needsSession(place)) return false
  const own = object === undefined ? [] : [object]
  const needs = (other: Statement): boolean => {
    if (isOpaque(other) || mentions(textOf(other), own)) return true
    return !isIndifferent(other) && (on === 'unknown' || mentions(textOf(other), on))
  }
  if (later.some(needs)) return false
  // Tools wrap what they must not split into lines of their own.
  if (/StatementBegin[ \t]*\r?\n\s*$/i.test(text.slice(0, statement.range.start))) return false

  const written = down.map((part) => part.text.slice(part.range.start, part.range.end)).join('\n')
  const isEmpty = /^\s*$/.test(written.replace(/--.*$|\/\*[^]*?\*\//gm, ''))
  return script.statements.length > 1 && (isEmpty || (back !== undefined && !mentions(written, own)))
}

/** Nobody knows all that it does. */
function isOpaque({commands, problems}: Statement): boolean {
  return (
    problems.length > 0 ||
    commands.length !== 1 ||
    commands.some(({operations}) =>
      operations.some(({kind}) => /^(?:schema\.|procedure\.|dynamic\.|extension\.)/.test(kind))
    )
  )
}

/** It adds to a table, and neither needs an index or a partition nor takes away what these need. */
function isIndifferent(statement: Statement): boolean {
  return operationsOf(statement).every(
    (operation) =>
      operation.kind === 'index.create' ||
      operation.kind === 'index.drop' ||
      operation.kind === 'index.reindex' ||
      (operation.kind === 'column.add' && operation.column.constraints.length === 0)
  )
}

/** With the rest of its lines, where that is empty, and one of the empty lines around it. */
function wholeLines(text: string, start: number, end: number): Range {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const before = text.slice(lineStart, start)
  const rest = /[ \t]*(?:\r?\n|$)/y
  rest.lastIndex = end
  const after = rest.exec(text)?.[0]
  if (!/^[ \t\uFEFF]*$/.test(before) || after === undefined) return {start, end}
  const from = before.startsWith('\uFEFF') ? lineStart + 1 : lineStart
  const until = end + after.length
  const emptyBefore = /\n[ \t]*\r?\n$/.exec(text.slice(0, from))
  const emptyAfter = /^(?:[ \t]*\r?\n)+|^\s*$/.test(text.slice(until))
  return emptyBefore !== null && emptyAfter ? {start: emptyBefore.index + 1, end: until} : {start: from, end: until}
}
