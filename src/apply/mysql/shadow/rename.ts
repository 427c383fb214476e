/** Letting two tables change places while a lock keeps everybody else out: how that is done on each server. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection.js'
import type {StepContext} from '../../step.js'
import {connect} from '../connect.js'
import {errorKind, errorNumber} from '../error-kind.js'
import {quoteTable} from '../sql.js'
import {isToItself, keyRulesOf} from './carried/foreign-keys.js'
import {isThere, locate} from './locate.js'
import type {ShadowNames} from './names.js'
import type {ShadowView} from './record.js'
import type {SwapOutcome} from './swap.js'

export type SwapContext = Pick<StepContext, 'beside' | 'databaseUrl' | 'settings'>

/** What is done around the renaming. */
interface SwapWork {
  /**
   * Takes the lock, on further tables too, and brings the last rows.
   *
   * @returns Why not to go on.
   */
  underLock: (more: string) => Promise<string | undefined>
  /** Once the tables have changed places. */
  settle: () => Promise<void>
}

function renameStatement({kept, shadow, source}: ShadowNames): string {
  return `RENAME TABLE ${source.sql} TO ${kept.sql}, ${shadow.sql} TO ${source.sql}`
}

/**
 * MySQL lets the session that has the lock rename, and keeps the lock on both tables.
 * https://dev.mysql.com/doc/refman/8.4/en/rename-table.html
 */
export async function renameHere({connection, names}: ShadowView, work: SwapWork): Promise<SwapOutcome> {
  const because = await work.underLock('')
  if (because !== undefined) return {swapped: false, because}
  await connection.execute(renameStatement(names))
  await work.settle()
  return {swapped: true}
}

const guardComment = 'sqlsafe: a guard, in the place of a table that is to be kept'

/** Milliseconds in which the other session must have come to the lock. */
const patienceMs = 2000

/**
 * MariaDB refuses that (error 1192): another session renames, and waits for our lock. Renaming goes before all writes that
 * wait too, so none comes in between. Until the rows are there it cannot go on without us: a guard has the name that the
 * old table is to get. If we are gone before we take the guard away it fails, and nothing has happened.
 *
 * https://mariadb.com/kb/en/lock-tables/, https://mariadb.com/kb/en/metadata-locking/
 */
export async function renameBeside(view: ShadowView, context: SwapContext, work: SwapWork): Promise<SwapOutcome> {
  return whileParentsRest(view, context, async () => {
    const outcome = await exchange(view, context, work)
    if (outcome.swapped) await work.settle()
    return outcome
  })
}

/**
 * Between the renaming and our next statement rows of the old table still keep those from being deleted that they refer
 * to, though the application may have let go of them: meanwhile nobody deletes any. A session of its own has that lock,
 * so that nobody who holds these tables and waits for ours, or the other way round, is in a deadlock with us: we give up
 * first.
 */
async function whileParentsRest<Result>(
  {connection, names, record}: ShadowView,
  {databaseUrl, settings}: SwapContext,
  work: () => Promise<Result>
): Promise<Result> {
  if (record.foreignKeys.length === 0) return work()
  const keys = (await keyRulesOf(connection, names, 'own')).filter((key) => !isToItself(key))
  const parents = [...new Set(keys.map(({parent}) => `${quoteTable(parent)} READ`))]
  if (parents.length === 0) return work()
  const other = await connect(databaseUrl, 'sqlsafe beside')
  try {
    const seconds = String(Math.max(1, Math.ceil(settings.lockTimeoutMs / 1000)))
    await other.execute(`SET SESSION lock_wait_timeout = ${seconds}, SESSION foreign_key_checks = 0`)
    await other.execute(`LOCK TABLES ${parents.join(', ')}`)
    return await work()
  } finally {
    await other.end()
  }
}

async function exchange(
  view: ShadowView,
  {beside, settings}: SwapContext,
  {underLock}: SwapWork
): Promise<SwapOutcome> {
  const {connection, names} = view
  let tellPid: (pid: string) => void = () => undefined
  let giveUp: (error: unknown) => void = () => undefined
  const pidOfRenamer = new Promise<string>((resolve, reject) => {
    tellPid = resolve
    giveUp = reject
  })
  await removeGuard(connection, names)
  await connection.execute(
    `CREATE TABLE ${names.kept.sql} (id int NOT NULL PRIMARY KEY) ENGINE = InnoDB COMMENT = '${guardComment}'`
  )
  let renaming: Promise<unknown> | undefined
  try {
    const because = await underLock(`, ${names.kept.sql} WRITE`)
    if (because !== undefined) return {swapped: false, because}
    renaming = beside({lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}, async (other) => {
      const [row] = await other.query('SELECT CONNECTION_ID() AS pid')
      tellPid(row?.['pid'] ?? '')
      await other.execute(renameStatement(names))
    })
    renaming.catch(giveUp)
    const pid = await pidOfRenamer
    if (!(await comesToLock(connection, pid))) {
      await connection.execute(`KILL QUERY ${pid}`).catch(ignoreGone)
      return {swapped: false, because: 'the renaming session did not come to the lock'}
    }
    await connection.execute(`DROP TABLE ${names.kept.sql}`)
  } finally {
    await unlock(connection)
    await renaming?.catch(() => undefined)
  }
  if ((await locate(connection, names)) === 'kept') return {swapped: true}
  return {swapped: false, because: 'the renaming session gave up before it had its turn'}
}

/** `ER_NO_SUCH_THREAD` */
function ignoreGone(error: unknown): void {
  if (errorNumber(error) !== 1094) throw error
}

async function unlock(connection: Connection): Promise<void> {
  await connection.execute('UNLOCK TABLES').catch((error: unknown) => {
    // Where the connection is gone so is the lock.
    if (errorKind(error) !== 'lost') throw error
  })
}

/** Whether a session waits for a lock of a table, which can only be the first that it asks for: ours. */
async function comesToLock(connection: Connection, pid: string): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    const [row] = await connection.query(
      "SELECT 1 AS waits FROM information_schema.PROCESSLIST WHERE ID = ? AND STATE = 'Waiting for table metadata lock'",
      [pid]
    )
    if (row !== undefined) return true
    await sleep(2)
  }
  return false
}

/** Take a guard away that is left; never a table that is kept. */
export async function removeGuard(connection: Connection, names: ShadowNames): Promise<void> {
  if (!(await isThere(connection, names, names.shadow)) || !(await isThere(connection, names, names.kept))) return
  await connection.execute(`DROP TABLE IF EXISTS ${names.kept.sql}`)
}
