import type {MakeFix, RuleView} from './make-fix.js'
import {outsideTransaction} from './outside-transaction.js'
import type {OutsideOptions} from './outside-transaction.js'
import {insertAfterWords} from './words.js'

/** Write `CONCURRENTLY` after a word of the statement, and make it run outside of a transaction. */
export function addConcurrently(view: RuleView, after: string, options: OutsideOptions): MakeFix | undefined {
  const edit = insertAfterWords(view.migration.text, view.statement.range, [after], ' CONCURRENTLY')
  return edit && outsideTransaction(view, [edit], options)
}

/** The same at the end of the statement. */
export function appendConcurrently(view: RuleView, options: OutsideOptions): MakeFix {
  const {end} = view.statement.range
  return outsideTransaction(view, [{range: {start: end, end}, text: ' CONCURRENTLY'}], options)
}
