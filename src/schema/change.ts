import type {Operation} from '../operations/operation.js'
import type {Command} from '../operations/script.js'
import {calledRoutines} from './called-routines.js'
import type {Catalog} from './catalog.js'
import type {Table} from './objects.js'
import type {Context, Handler} from './changes/context.js'
import {handlers} from './changes/handlers.js'
import {commitsImplicitly} from './changes/implicit-commit.js'
import {inServerOrder} from './changes/order.js'
import {rebuilt} from './changes/tables.js'
import {doubtAll, doubtChanged} from './mysql/doubt.js'
import {forgetAllPartitionRows} from './mysql/partition-rows.js'
import type {Session} from './session.js'
import {removeTable, storeTable} from './store.js'

/**
 * Apply a command to the catalog and the session, as the server would where it succeeds. Costs what it
 * touches, whatever else exists.
 *
 * @param migration Number of the migration that it stands in; `undefined` for what was there before.
 */
export function change(command: Command, catalog: Catalog, session: Session, migration: number | undefined): void {
  changeInside(command, catalog, session, migration, new Set())
}

function changeInside(
  command: Command,
  catalog: Catalog,
  session: Session,
  migration: number | undefined,
  running: Set<string>
): void {
  const {dialect} = session.server
  const {doubtful} = command
  const context: Context = {catalog, session, dialect, migration, siblings: command.operations, doubtful}
  const doubt = doubtOf(command, catalog)
  if (doubt === catalog) return
  if (dialect !== 'postgres' && command.operations.some(commitsImplicitly)) session.transaction = undefined
  for (const operation of inServerOrder(command.operations)) {
    if (command.conditional === true && dialect === 'postgres' && isEndOfTransaction(operation)) continue
    if (doubt && command.doubtful !== true && !isOfSession(operation)) applyToBoth(operation, context, doubt)
    else apply(operation, context)
    if (dialect === 'postgres' && losesUsers(operation)) catalog.unfollowed.set(everything, true)
    for (const {perRow, runs} of calledRoutines(operation, context, running)) {
      const doubtful = perRow || command.doubtful === true
      for (const inner of runs) {
        changeInside(doubtful ? {...inner, doubtful} : inner, catalog, session, migration, running)
      }
    }
  }
  const isSure = command.conditional !== true && command.handled !== true
  if (dialect !== 'postgres' && !isSure) doubtChanged(command.operations, catalog, session)
}

/** The one key of `Catalog.unfollowed`. */
const everything = 'everything'

/** Whether nobody follows what becomes of the users of something: a CASCADE takes some, another name is one nobody looks for. */
function losesUsers(operation: Operation): boolean {
  if ('cascade' in operation && operation.cascade === true) return true
  if (operation.kind === 'policy.alter') return operation.uses === undefined
  if (operation.kind !== 'object.alter' && operation.kind !== 'object.drop') return false
  return ['owned', 'policy', 'rule'].includes(operation.objectType)
}

/** What is not as the command leaves it, if there is anything; the catalog itself, where the command does nothing in it. */
function doubtOf({doubtful = false}: Command, catalog: Catalog): Catalog | undefined {
  if (catalog.isDoubt) return doubtful ? catalog : undefined
  return doubtful ? catalog.doubt() : catalog.otherwise
}

/** There is one session, however sure it is what the schema is. */
const isOfSession = ({kind}: Operation): boolean => /^(session|transaction)\./.test(kind)

/** In a branch it may not run; and a transaction that was begun outside of the block makes it fail. */
const isEndOfTransaction = ({kind}: Operation): boolean =>
  kind === 'transaction.commit' || kind === 'transaction.rollback'

function apply(operation: Operation, context: Context): void {
  // The table of handlers pairs each kind with its own operation; the compiler cannot follow that here.
  const handler = handlers[operation.kind] as Handler<typeof operation.kind>
  handler(operation, context)
}

/** Where it meets nothing that is not the same otherwise, what it does is the same, too. */
function applyToBoth(operation: Operation, context: Context, doubt: Catalog): void {
  const {catalog} = context
  const mark = catalog.mark()
  const {met} = catalog.watch(() => {
    apply(operation, context)
  })
  if (!met) {
    catalog.repeatOtherwise(mark)
    return
  }
  apply(operation, {...context, catalog: doubt})
  catalog.agree(mark)
}

/** A statement that could not be read may have written rows anywhere, and changed any table. */
export function changeUnread(catalog: Catalog, {server}: Session): void {
  forgetAllPartitionRows({catalog})
  if (server.dialect === 'postgres') catalog.unfollowed.set(everything, true)
  else doubtAll(catalog)
}

/** The connection is closed: its temporary tables are gone, what it left uncommitted is not our matter. */
export function endSession(catalog: Catalog): void {
  for (const each of [catalog, ...(catalog.otherwise ? [catalog.otherwise] : [])]) {
    for (const name of [...each.temporary.values()]) removeTable(each, name)
  }
}

/**
 * Count an INSTANT `ADD COLUMN` or `DROP COLUMN` of MySQL, of which a table bears so many until it is
 * rebuilt; for the caller that knows which algorithm the server takes.
 * https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export function countInstantChange(catalog: Catalog, table: Table): void {
  storeTable(catalog, {...table, rowVersions: (table.rowVersions ?? 0) + 1})
}

/** Nothing INSTANT is left in a table after its rebuild; for the caller that knows of it. */
export function forgetInstantChanges(catalog: Catalog, table: Table): void {
  const {droppedColumns, hiddenFulltextColumn, rowVersions} = table
  if (droppedColumns === undefined && rowVersions === undefined && hiddenFulltextColumn !== true) return
  storeTable(catalog, rebuilt(table))
}
