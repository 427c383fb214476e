import type {Operation} from '../../operations/operation.js'
import {applyEdits, lineEndOf, moved} from '../../migrations/fixing/fix.js'
import type {Fix} from '../../migrations/fixing/fix.js'
import {placeOf} from './make-fix.js'
import type {FixPlace, MakeFix, RuleView} from './make-fix.js'
import {startOf} from './comments-above.js'
import {indentOf} from './words.js'

/**
 * Set something right before a statement: for the transaction where there is one, else for the session.
 *
 * @param assignment Such as `lock_timeout = '5s'`.
 * @param first An earlier statement of the same transaction that needs it too, if another rule speaks of that.
 */
export function setBefore(view: RuleView, assignment: string, first = view.statement): MakeFix {
  const place = {...placeOf(view), statement: first}
  const {session} = view
  const scope = session.transaction ?? session
  const done = assigned.get(scope) ?? new Set()
  // The statements after it are served by the same.
  if (done.has(assignment)) return () => undefined
  assigned.set(scope, done.add(assignment))
  return () => fixAt(place, assignment)
}

/** What is set by fixes, by transaction, or by session outside of one. */
const assigned = new WeakMap<object, Set<string>>()

function fixAt({dialect, migration, statement, transaction}: FixPlace, assignment: string): Fix | undefined {
  const {home, text} = migration
  const {start} = statement.range
  // Tools send what stands between such lines as one statement.
  if (/StatementBegin[ \t]*\r?\n\s*$/i.test(text.slice(0, start))) return undefined
  // Not between a statement and what is said of it.
  const top = startOf(text, migration.script, statement)
  const set = (scope: string): Fix => {
    const line = `SET ${scope} ${assignment};${lineEndOf(text)}${indentOf(text, top)}`
    return {edits: [{range: {start: top, end: top}, text: line}]}
  }
  if (dialect !== 'postgres') return set('SESSION')
  // Some runners send one statement by itself, and two of them as a transaction; some all that stands on a line.
  const {edits} = set('LOCAL')
  if (transaction !== undefined && home?.inTransaction(applyEdits(text, edits), top) !== false) return {edits}
  // Where the file has ended the transaction of its runner, none is open here, and a second statement opens none.
  const wasEnded = home?.inTransaction(text, start) === true
  const becomesOne = !wasEnded && home?.inTransaction(applyEdits(text, edits), moved(start, edits)) === true
  if (!becomesOne) return {edits: edits.map((edit) => ({...edit, text: edit.text.replace('SET LOCAL', 'SET')}))}
  const refuses = statement.commands.some(({operations}) => operations.some(mayRefuseTransaction))
  return refuses ? undefined : {edits}
}

function mayRefuseTransaction(operation: Operation): boolean {
  const {kind} = operation
  const concurrently = 'concurrently' in operation && operation.concurrently === true
  return concurrently || /^(?:table\.vacuum|table\.cluster|index\.reindex|other)$/.test(kind)
}
