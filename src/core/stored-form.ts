/** What a statement leaves in the stored form of a table of MySQL or MariaDB, once its algorithm is known. */
import type {Judgement} from '../knowledge/effect.js'
import type {Operation} from '../operations/operation.js'
import type {Command} from '../operations/script.js'
import type {Catalog} from '../schema/catalog.js'
import {countInstantChange, forgetInstantChanges} from '../schema/change.js'
import {findColumn} from '../schema/lookup.js'
import type {Table} from '../schema/objects.js'
import type {Session} from '../schema/session.js'

/** A stored column comes or goes; virtual ones are not in the rows. */
function changesRows(operation: Operation, table: Table | undefined, session: Session): boolean {
  if (operation.kind === 'column.add') {
    const {generated} = operation.column
    return generated === undefined || generated.storage === 'stored'
  }
  if (operation.kind !== 'column.drop' || table === undefined) return operation.kind === 'column.drop'
  const generated = findColumn(session.server.dialect, table, operation.column)?.generated
  return generated === undefined || generated.storage === 'stored'
}

/**
 * Look at a command before it is applied.
 *
 * @returns What to call when it is: notes one more INSTANT change of the rows, or that a rebuild took them all away.
 */
export function watchStoredForm(
  command: Command,
  judgement: Judgement,
  catalog: Catalog,
  session: Session
): () => void {
  const nothing = (): void => undefined
  if (session.server.dialect === 'postgres' || judgement.refusal) return nothing
  const effect = judgement.effects.find(({role}) => role === 'table')
  const name = command.operations.flatMap((operation) => ('table' in operation && operation.table) || [])[0]
  if (!effect || !name) return nothing

  const before = session.findTable(catalog, name)
  const counts =
    effect.algorithm === 'INSTANT' && command.operations.some((operation) => changesRows(operation, before, session))
  if (!counts && effect.rewrite !== 'table') return nothing

  return () => {
    const table = session.findTable(catalog, name)
    if (!table) return
    if (counts) countInstantChange(catalog, table)
    else forgetInstantChanges(catalog, table)
  }
}
