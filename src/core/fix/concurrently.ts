import type {Edit, Fix} from './fix.js'
import type {FixContext, MakeFix} from './make-fix.js'
import {outsideTransaction} from './outside-transaction.js'
import type {OutsideOptions} from './outside-transaction.js'
import {insertAfterWords} from './words.js'

/** Write `CONCURRENTLY` after words of the statement, and make it run outside of a transaction. */
export function addConcurrently(
  context: FixContext,
  after: ReadonlyArray<string | readonly string[]>,
  options: OutsideOptions
): MakeFix {
  const {migration, statement} = context
  return () => addAt(context, insertAfterWords(migration.text, statement.range, after, ' CONCURRENTLY'), options)
}

/** The same at the end of the statement. */
export function appendConcurrently(context: FixContext, options: OutsideOptions): MakeFix {
  const {end} = context.statement.range
  return () => addAt(context, {range: {start: end, end}, text: ' CONCURRENTLY'}, options)
}

function addAt(context: FixContext, edit: Edit | undefined, options: OutsideOptions): Fix | undefined {
  return edit && outsideTransaction(context, [edit], options)
}
