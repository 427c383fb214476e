/** Settings and transactions: what changes the connection and not the schema. */
import type {Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Session, Setting, Transaction} from '../session.js'
import type {Context, Handlers} from './context.js'
import {connectionCollation} from '../mysql/charsets.js'
import {dropTable} from './drop-table.js'

type SessionKinds = Extract<keyof Handlers, `session.${string}` | `transaction.${string}`>

/** Names under which a variable is set and read. */
const aliases: Record<string, string> = {
  tx_isolation: 'transaction_isolation',
  storage_engine: 'default_storage_engine'
}

function settingName(name: string): string {
  const lower = name.toLowerCase()
  return aliases[lower] ?? lower
}

function store({doubtful, session}: Context, name: string, value: string | undefined, local: boolean): void {
  const before = session.settings.get(name)
  if (local) {
    const hidden = before?.local === true ? before.hidden : before?.value
    if (value === undefined) {
      const configured = session.configured(name)
      if (configured === undefined && hidden === undefined) session.settings.delete(name)
      else session.settings.set(name, {value: configured ?? '', local: true, hidden, doubtful})
    } else session.settings.set(name, {value, local: true, hidden, doubtful})
    return
  }
  if (value === undefined) reset(session, name)
  else session.settings.set(name, {value, local: false, doubtful})
  session.overrideRoutine(name)
}

/**
 * Back to what the connection began with. Timeouts are cleared: whether the configured one was given
 * with the connection or by a `SET` before the migration is not known.
 */
function reset(session: Session, name: string): void {
  const configured = name.endsWith('_timeout') ? undefined : session.configured(name)
  if (configured === undefined) session.settings.delete(name)
  else session.settings.set(name, {value: configured, local: false})
}

function restore(session: Session, settings: ReadonlyMap<string, Setting>): void {
  session.settings.clear()
  for (const [name, setting] of settings) session.settings.set(name, setting)
}

function begin(context: Context): void {
  const {transaction} = context.session
  // In a query that goes on after a `COMMIT`, it makes the transaction one of the file.
  if (transaction === undefined || (transaction.byRunner && transaction.ofQuery === 'later')) {
    open(context, false, transaction?.ofQuery)
  }
}

function open({catalog, session}: Context, byRunner: boolean, ofQuery: Transaction['ofQuery']): void {
  const settings = new Map(session.settings)
  session.transaction = {byRunner, mark: catalog.mark(), settings, savepoints: [], ofQuery}
}

/** The rest of a query is in a transaction again. */
function goOn(context: Context, {ofQuery}: Transaction): void {
  if (ofQuery !== undefined) open(context, true, 'later')
}

function commit(context: Context): void {
  const {session} = context
  const {transaction} = session
  if (transaction || session.inBlock) session.endLocals()
  if (!transaction) return
  session.transaction = undefined
  dropTemporary(context, ({dropsOnCommit}) => dropsOnCommit === true)
  goOn(context, transaction)
}

/** The permanent tables that temporary ones have hidden are seen again. */
function dropTemporary(context: Context, goes: (table: Table) => boolean): void {
  const {otherwise} = context.catalog
  for (const catalog of [context.catalog, ...(otherwise ? [otherwise] : [])]) {
    for (const name of [...catalog.temporary.values()]) {
      const table = catalog.tables.get(keyOf(name))
      if (table && goes(table)) dropTable({...context, catalog}, name)
    }
  }
}

function resetAll({session}: Context): void {
  for (const name of [...session.settings.keys()]) reset(session, name)
}

function rollback(context: Context): void {
  const {catalog, dialect, session} = context
  const {transaction} = session
  if (!transaction) return
  session.transaction = undefined
  catalog.rollback(transaction.mark)
  // MySQL's variables know no transactions.
  if (dialect === 'postgres') restore(session, transaction.settings)
  goOn(context, transaction)
}

/** Position of the newest savepoint of a name, -1 without one. */
function findSavepoint(transaction: Transaction, name: string): number {
  return transaction.savepoints.findLastIndex((savepoint) => savepoint.name === name)
}

function rollbackTo({catalog, dialect, session}: Context, name: string): void {
  const {transaction} = session
  const index = transaction ? findSavepoint(transaction, name) : -1
  const savepoint = transaction?.savepoints[index]
  if (!transaction || !savepoint) return
  catalog.rollback(savepoint.mark)
  if (dialect === 'postgres') restore(session, savepoint.settings)
  // The savepoint itself stays, those after it are gone.
  transaction.savepoints.length = index + 1
}

function isInTransaction({session}: Context): boolean {
  return session.transaction !== undefined || session.inBlock
}

export const sessionChanges: Pick<Handlers, SessionKinds> = {
  'session.set': ({name: written, ofRoutine, scope, value}, context) => {
    const name = settingName(written)
    if (ofRoutine && value !== undefined) {
      context.session.enterRoutine(name, value)
      return
    }
    // A new global default is for connections to come.
    if (scope === 'global' || scope === 'persist') return
    // Outside of a transaction `SET LOCAL` warns and does nothing.
    if (scope === 'local' && context.dialect === 'postgres' && !isInTransaction(context)) return
    store(context, name, value, scope === 'local' && context.dialect === 'postgres')
    if (context.dialect === 'postgres') return
    const collation = connectionCollation(context.session.server, name, value)
    if (collation !== undefined) store(context, 'collation_connection', collation, false)
  },
  'session.reset': ({name, ofRoutine}, context) => {
    if (name === undefined) resetAll(context)
    else if (ofRoutine) context.session.leaveRoutine(name)
    else reset(context.session, settingName(name))
  },
  'session.discard': ({what}, context) => {
    if (what === 'all') resetAll(context)
    if (what === 'all' || what === 'temp') dropTemporary(context, () => true)
  },
  'session.use': ({schema}, context) => {
    context.session.settings.set('database', {value: schema, local: false})
  },
  'transaction.begin': (_operation, context) => {
    // MySQL commits what is open.
    if (context.dialect !== 'postgres') commit(context)
    begin(context)
  },
  'transaction.commit': ({chain}, context) => {
    const wasOpen = context.session.transaction !== undefined
    commit(context)
    if (chain === true && wasOpen) begin(context)
  },
  'transaction.rollback': ({chain, to}, context) => {
    if (to !== undefined) {
      rollbackTo(context, to)
      return
    }
    const wasOpen = context.session.transaction !== undefined
    rollback(context)
    if (chain === true && wasOpen) begin(context)
  },
  'transaction.savepoint': ({name}, {catalog, session}) => {
    const {transaction} = session
    if (!transaction) return
    // In place: it is the same transaction, with the same locks.
    transaction.savepoints.push({name, mark: catalog.mark(), settings: new Map(session.settings)})
  },
  'transaction.release': ({name}, {session}) => {
    const {transaction} = session
    const index = transaction ? findSavepoint(transaction, name) : -1
    if (!transaction || index === -1) return
    transaction.savepoints.length = index
  },
  'transaction.prepare': ({action}, context) => {
    // `PREPARE TRANSACTION` takes the transaction from the session; it is believed to be committed later.
    if (action.toLowerCase().startsWith('prepare')) commit(context)
  }
}
