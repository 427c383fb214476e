/** Sessions that keep tables that refer to the one that is replaced from everybody else, while another one renames. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {StepContext} from '../../step.js'
import {childTables, keysOfChild, settleIncoming} from './carried/incoming-keys.js'
import {locate} from './locate.js'
import type {Named, ShadowNames} from './names.js'
import type {ShadowRecord, ShadowView} from './record.js'
import {unlock} from './session.js'

/** One of one table: it waits in line for it while we have it, and so has it before everybody else. */
export interface Keeper {
  connection: Connection
  pid: string
  child: Named
  /** Whether it has got it; `undefined`: it was not asked for. */
  got?: Promise<boolean>
}

/**
 * Have one for each table with keys to that of the view. A writer that came in between would use the new table before it
 * has its name, and whoever renames would wait for it, with everybody else behind.
 */
export async function withKeepers<Result>(
  {record}: ShadowView,
  {beside, settings}: Pick<StepContext, 'beside' | 'settings'>,
  work: (keepers: readonly Keeper[]) => Promise<Result>
): Promise<Result> {
  const children = childTables(record.incomingKeys)
  const open = async (keepers: readonly Keeper[]): Promise<Result> => {
    const child = children[keepers.length]
    if (child === undefined) return work(keepers)
    return beside({lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}, async (connection) => {
      const [row] = await connection.query('SELECT CONNECTION_ID() AS pid')
      try {
        return await open([...keepers, {connection, pid: row?.['pid'] ?? '', child}])
      } finally {
        await unlock(connection)
      }
    })
  }
  return open([])
}

/** Let each wait for its table, which is locked by us. */
export async function lineUp(connection: Connection, keepers: readonly Keeper[]): Promise<boolean> {
  for (const keeper of keepers) {
    keeper.got = keeper.connection.execute(`LOCK TABLES ${keeper.child.sql} WRITE`).then(
      () => true,
      // Nothing is done by it then: the next try sees to its keys.
      () => false
    )
    if (!(await comesToLock(connection, keeper.pid))) return false
  }
  return true
}

/** Once the tables have changed places, or not: keys get their own names before anybody else comes to their tables. */
export async function handOver(names: ShadowNames, record: ShadowRecord, keepers: readonly Keeper[]): Promise<void> {
  for (const {child, connection, got} of keepers) {
    if ((await got) !== true) continue
    const shape = (await locate(connection, names)) === 'kept' ? 'referred' : 'former'
    await settleIncoming(connection, names, keysOfChild(record.incomingKeys, child), shape)
  }
}

/** Milliseconds in which another session must have come to a lock. */
const patienceMs = 2000

/** Whether a session waits for a lock of a table, which can only be the first that it asks for: ours. */
export async function comesToLock(connection: Connection, pid: string): Promise<boolean> {
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
