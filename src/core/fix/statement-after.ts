/** Fixes that go on with statements of another transaction. */
import {applyEdits, inOrder, lineEndOf, moved} from '../../migrations/fixing/fix.js'
import type {Edit, Fix} from '../../migrations/fixing/fix.js'
import type {FixPlace} from './make-fix.js'
import {commits, needsSession} from './companions.js'
import {isPlain} from './outside-transaction.js'
import {endOfLine, endOfStatement, indentOf} from './words.js'

/**
 * Edit a statement, and run others after its transaction: right after it where it is in none, after the `COMMIT` of the
 * file, or in a migration of its own where the runner has begun the transaction.
 *
 * @param sqls Without semicolons.
 * @param title Of a file of its own: words with `_` between them.
 */
export function thenInAnotherTransaction(
  place: FixPlace,
  edits: readonly Edit[],
  sqls: readonly string[],
  title: string
): Fix | undefined {
  const {migration, statement, transaction} = place
  if (!isPlain(place)) return undefined
  const {script, text} = migration
  if (transaction !== 'runner') {
    const last =
      transaction === undefined
        ? statement
        : script.statements.find((other) => other.range.start > statement.range.start && commits(other))
    const stop = last && endOfStatement(text, last)
    if (last === undefined || stop === undefined) return undefined
    const end = stop.separator === '' ? endOfLine(text, stop.offset) : stop.offset
    const eol = lineEndOf(text)
    const lines = sqls.map((sql) => `${eol}${indentOf(text, last.range.start)}${sql};`)
    const all = inOrder([...edits, {range: {start: end, end}, text: stop.separator + lines.join('')}])
    const isOutside = migration.home?.inTransaction(applyEdits(text, all), moved(statement.range.start, all)) !== true
    if (isOutside) return {edits: all}
    if (transaction !== undefined) return undefined
  }
  if (needsSession(place)) return undefined
  const addition = migration.home?.append({
    offset: statement.range.start,
    title,
    up: sqls.map((sql) => `${sql};`).join('\n'),
    back: '',
    transaction: true
  })
  return addition && {...addition, edits: inOrder([...edits, ...addition.edits])}
}
