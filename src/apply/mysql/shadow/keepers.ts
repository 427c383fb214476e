/** Sessions that keep tables from everybody else from the moment in which our lock is given back, while another one renames. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {StepContext} from '../../step.js'
import {childTables, keysOfChild, settleIncoming} from './carried/incoming-keys.js'
import {moveTriggers} from './carried/triggers.js'
import {locate} from './locate.js'
import type {ShadowNames} from './names.js'
import type {ShadowView} from './record.js'
import {unlock} from './session.js'

/** What one of them has to do. */
interface Duty {
  /** For `LOCK TABLES`; it waits at the first. */
  tables: string
  /** Done before everybody else comes to them. */
  settle: (connection: Connection, isSwapped: boolean) => Promise<unknown>
}

/** One of them: it waits in line while we have the tables, and so has them before everybody else. */
export interface Keeper extends Duty {
  connection: Connection
  pid: string
  /** Whether it has got them; `undefined`: they were not asked for. */
  got?: Promise<boolean>
}

/**
 * The new table has no triggers until they have moved. And who writes to a table with a key to it in between would use it
 * before it has its name, and whoever renames would wait for that, with everybody else behind.
 *
 * A renaming comes before `LOCK TABLES`, which comes before writes.
 * https://mariadb.com/kb/en/metadata-locking/
 */
function dutiesOf({names, record}: ShadowView): Duty[] {
  const {incomingKeys, ownTriggers} = record
  const keys = childTables(incomingKeys).map((child) => ({
    tables: `${child.sql} WRITE`,
    settle: (connection: Connection, isSwapped: boolean) =>
      settleIncoming(connection, names, keysOfChild(incomingKeys, child), isSwapped ? 'referred' : 'former')
  }))
  if (ownTriggers.length === 0) return keys
  const triggers = {
    tables: `${names.source.sql} WRITE, ${names.kept.sql} WRITE`,
    settle: async (connection: Connection, isSwapped: boolean) => {
      if (isSwapped) await moveTriggers(connection, names, ownTriggers)
    }
  }
  return [triggers, ...keys]
}

/** Have them while something is done. */
export async function withKeepers<Result>(
  view: ShadowView,
  {beside, settings}: Pick<StepContext, 'beside' | 'settings'>,
  work: (keepers: readonly Keeper[]) => Promise<Result>
): Promise<Result> {
  const duties = dutiesOf(view)
  const open = async (keepers: readonly Keeper[]): Promise<Result> => {
    const duty = duties[keepers.length]
    if (duty === undefined) return work(keepers)
    return beside({lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}, async (connection) => {
      const [row] = await connection.query('SELECT CONNECTION_ID() AS pid')
      try {
        return await open([...keepers, {...duty, connection, pid: row?.['pid'] ?? ''}])
      } finally {
        await unlock(connection)
      }
    })
  }
  return open([])
}

/** Let each wait for its tables, which are locked by us. */
export async function lineUp(connection: Connection, keepers: readonly Keeper[]): Promise<boolean> {
  for (const keeper of keepers) {
    keeper.got = keeper.connection.execute(`LOCK TABLES ${keeper.tables}`).then(
      () => true,
      // Nothing is done by it then: what is left is seen to when it is found.
      () => false
    )
    if (!(await comesToLock(connection, keeper.pid))) return false
  }
  return true
}

/** Once the tables have changed places, or not. */
export async function handOver(names: ShadowNames, keepers: readonly Keeper[]): Promise<void> {
  for (const {connection, got, settle} of keepers) {
    if ((await got) !== true) continue
    await settle(connection, (await locate(connection, names)) === 'kept')
    await unlock(connection)
  }
}

/** Milliseconds in which another session must have come to a lock. */
const patienceMs = 2000

/**
 * Whether a session waits for a lock of a table, which can only be the first that it asks for: ours.
 *
 * @param isOver Whether it cannot come any more.
 */
export async function comesToLock(connection: Connection, pid: string, isOver = () => false): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (performance.now() < end && !isOver()) {
    const [row] = await connection.query(
      "SELECT 1 AS waits FROM information_schema.PROCESSLIST WHERE ID = ? AND STATE = 'Waiting for table metadata lock'",
      [pid]
    )
    if (row !== undefined) return true
    await sleep(2)
  }
  return false
}
