/** Letting two tables change places while a lock keeps everybody else out: how that is done on each server. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {StepContext} from '../../step.js'
import {sessionsOf} from '../view/sessions.js'
import type {Session} from '../view/sessions.js'
import {addKeys, dropKeys, restoreKeys} from './carried/foreign-keys.js'
import {settleIncoming, turnToNew} from './carried/incoming-keys.js'
import {comesToLock, handOver, lineUp, withKeepers} from './keepers.js'
import type {Keeper} from './keepers.js'
import {isThere, locate} from './locate.js'
import {guardComment, schemaValue} from './names.js'
import type {ShadowNames} from './names.js'
import {assertOwnKeysHold} from './orphans.js'
import type {ShadowView} from './record.js'
import {afterLoss, unlock} from './session.js'

/** What was met: why the tables did not change places yet. */
/** `late`: rows have come to the new table that who has a snapshot from before would not see there. */
export type SwapOutcome = {swapped: true} | {swapped: false; because: string; late?: boolean}

export type SwapContext = Pick<StepContext, 'beside' | 'settings'>

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
export async function renameHere(view: ShadowView, work: SwapWork): Promise<SwapOutcome> {
  const {connection, names, record} = view
  try {
    const because = await work.underLock('')
    if (because !== undefined) return {swapped: false, because}
    await addKeys(connection, names, record.foreignKeys)
    try {
      await turnToNew(connection, names, record.incomingKeys)
      await connection.execute(renameStatement(names))
    } catch (error) {
      // As long as we have the lock nobody has seen it.
      await afterLoss(() => turnBack(view))
      throw error
    }
    await work.settle()
    return {swapped: true}
  } finally {
    await unlock(connection)
    await giveBackSafely(view)
  }
}

/**
 * MariaDB refuses that (error 1192): another session renames, and waits for our lock. Renaming goes before all writes that
 * wait too, so none comes in between. Until the rows are there it cannot go on without us: a guard has the name that the
 * old table is to get. If we are gone before we take the guard away it fails, and nothing has happened.
 *
 * https://mariadb.com/kb/en/lock-tables/, https://mariadb.com/kb/en/metadata-locking/
 */
export async function renameBeside(view: ShadowView, context: SwapContext, work: SwapWork): Promise<SwapOutcome> {
  const outcome = await withKeepers(view, context, (keepers) => exchange(view, context, work, keepers)).finally(() =>
    giveBackSafely(view)
  )
  if (outcome.swapped) await work.settle()
  return outcome
}

/**
 * Where the old table stays what it was it has its foreign keys, and the new one none. After a crash the next try sees to
 * it.
 *
 * @returns Whether it was without one: others may have written meanwhile.
 */
export async function giveBack({connection, names, record}: ShadowView): Promise<boolean> {
  if (record.foreignKeys.length === 0) return false
  let isRestored = false
  await afterLoss(async () => {
    if ((await locate(connection, names)) !== 'growing') return
    isRestored = await restoreKeys(connection, names, record)
    if (await isThere(connection, names, names.shadow)) await dropKeys(connection, names.shadow)
  })
  return isRestored
}

async function giveBackSafely(view: ShadowView): Promise<void> {
  if (await giveBack(view)) await assertOwnKeysHold(view)
}

/**
 * Let the keys of other tables refer to the old one again, where the tables did not change places.
 *
 * @returns Whether they did not.
 */
export async function turnBack({connection, names, record}: ShadowView): Promise<boolean> {
  if (record.incomingKeys.length === 0 || (await locate(connection, names)) !== 'growing') return false
  return settleIncoming(connection, names, record.incomingKeys, 'former')
}

async function exchange(
  view: ShadowView,
  {beside, settings}: SwapContext,
  {underLock}: SwapWork,
  keepers: readonly Keeper[]
): Promise<SwapOutcome> {
  const {connection, names, record} = view
  let tellPid: (pid: string) => void = () => undefined
  let giveUp: (error: unknown) => void = () => undefined
  let begin: (isWanted: boolean) => void = () => undefined
  const pidOfRenamer = new Promise<string>((resolve, reject) => {
    tellPid = resolve
    giveUp = reject
  })
  const isWanted = new Promise<boolean>((resolve) => {
    begin = resolve
  })
  await removeGuard(connection, names)
  await connection.execute(
    `CREATE TABLE ${names.kept.sql} (id int NOT NULL PRIMARY KEY) ENGINE = InnoDB COMMENT = '${guardComment}'`
  )
  const limits = {lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}
  // It stands ready before others wait.
  const renaming = beside(limits, async (other) => {
    const [row] = await other.query('SELECT CONNECTION_ID() AS pid')
    tellPid(row?.['pid'] ?? '')
    if (await isWanted) await other.execute(renameStatement(names))
  })
  let isOver = false
  renaming.catch((error: unknown) => {
    isOver = true
    giveUp(error)
  })
  try {
    const pid = await pidOfRenamer
    const because = await underLock(`, ${names.kept.sql} WRITE`)
    if (because !== undefined) return {swapped: false, because}
    begin(true)
    // The guard is still there: it cannot rename.
    if (!(await comesToLock(connection, pid, () => isOver))) {
      return {swapped: false, because: 'the renaming session did not come to the lock'}
    }
    if (!(await lineUp(connection, keepers))) return {swapped: false, because: 'a session did not come to its lock'}
    // From here on the new table says which rows of others have to stay: kept, the old one would say what is no longer true.
    try {
      await addKeys(connection, names, record.foreignKeys)
      if (record.foreignKeys.length > 0) await dropKeys(connection, names.source)
      await turnToNew(connection, names, record.incomingKeys)
      if (!(await comeToLock(connection, [pid, ...keepers.map((keeper) => keeper.pid)]))) {
        await putBack(view)
        return {swapped: false, because: 'a session gave up before its turn'}
      }
      await connection.execute(`DROP TABLE ${names.kept.sql}`)
    } catch (error) {
      await afterLoss(() => putBack(view))
      throw error
    }
  } finally {
    begin(false)
    await unlock(connection)
    // Where its connection is gone the server may still rename.
    await renaming.catch(() => afterLoss(() => outlastRenamers(connection, names)))
    await handOver(names, keepers)
  }
  if ((await locate(connection, names)) === 'kept') return {swapped: true}
  return {swapped: false, because: 'the renaming session gave up before it had its turn'}
}

async function comeToLock(connection: Connection, pids: readonly string[]): Promise<boolean> {
  for (const pid of pids) if (!(await comesToLock(connection, pid))) return false
  return true
}

/** As long as we have the lock nobody has seen that keys were elsewhere. */
async function putBack(view: ShadowView): Promise<void> {
  await turnBack(view)
  await giveBack(view)
}

/**
 * Wait until no session is about to rename any more, of this apply or of one that was killed: which table is where can be
 * told only then. None is ended: MariaDB has left a table that nobody could open when it was, in the middle of it, because
 * of its triggers. It does not last: nobody has the tables for longer than the session waits.
 */
export async function outlastRenamers(connection: Connection, names: ShadowNames): Promise<void> {
  const isRenaming = ({query}: Session): boolean => query === renameStatement(names)
  while ((await sessionsOf(connection)).some(isRenaming)) await sleep(5)
}

/** Take a guard away that is left, when nobody is about to rename; never a table that is kept. */
export async function removeGuard(connection: Connection, names: ShadowNames): Promise<void> {
  const [guard] = await connection.query(
    `SELECT 1 AS there FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ? AND TABLE_COMMENT = ?`,
    [names.kept.name, guardComment]
  )
  if (guard) await connection.execute(`DROP TABLE IF EXISTS ${names.kept.sql}`)
}
