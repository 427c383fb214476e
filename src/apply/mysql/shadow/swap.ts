/** The new table takes the old one's place, under a lock that others wait for only for a moment. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import {actingKeysOf, settleKeys} from './carried/foreign-keys.js'
import type {Execute} from './carried/foreign-keys.js'
import {claimIndexes, keepsIncoming, settleIncoming} from './carried/incoming-keys.js'
import {named} from './carried/references.js'
import {tiedTables} from './carried/tied.js'
import {isOneLeft, moveTriggers, triggersOf} from './carried/triggers.js'
import {whenAtRest} from '../at-rest.js'
import {collectAll} from './capture/capture.js'
import type {LastLook} from './capture/capture.js'
import {cascadesUnseen} from './cascades.js'
import {compareKeys} from './compare.js'
import {inTransaction} from './catch-up.js'
import {ConflictError, isConflict} from './conflict.js'
import {spacesOf} from './identity.js'
import {isThere} from './locate.js'
import type {Named, ShadowNames} from './names.js'
import {writeState} from './record.js'
import type {ShadowView} from './record.js'
import {replay, replayAtOnce} from './replay.js'
import {renameBeside, renameHere} from './rename.js'
import type {SwapContext, SwapOutcome} from './rename.js'
import {bringToDisk, watchPageWrites} from './page-writes.js'
import type {PageWrites} from './page-writes.js'
import {afterLoss, unlock, whileCopying, withSettings} from './session.js'
import {counterOf, isSameSource} from './source.js'
import {cachedMs} from '../view/transactions.js'
import {abandoned, openNow} from './transactions.js'

/** Keys that the last replay, while writers wait, may have to bring. */
export const lastReplay = 1000

/**
 * Swap, or change nothing.
 *
 * `LOCK TABLES` waits for all transactions that have touched the table; from then on nobody else writes, and the log tells
 * all that there is to bring.
 * https://dev.mysql.com/doc/refman/8.4/en/lock-tables.html
 *
 * Locks: `SHARED NO READ WRITE`, then `EXCLUSIVE` on the table.
 *
 * @param strict Whether any transaction that might not see the last rows is waited for.
 * @param patient Whether the disk is waited for, too, so that the server does not do it under the lock.
 */
export async function swap(
  view: ShadowView,
  context: SwapContext,
  strict: boolean,
  patient: boolean
): Promise<SwapOutcome> {
  const {connection, names, record} = view
  if (!view.state.claimed) {
    await claimIndexes(connection, names, record.claims, record.mariadb)
    view.state.claimed = true
  }
  // By them it is known again, whatever has become of the old one.
  view.state.successor = await spacesOf(connection, names, names.shadow, record.mariadb)
  await writeState(view)
  await keepsIncoming(view)
  return oneAtATime(connection, () => exchange(view, context, strict, patient))
}

async function exchange(
  view: ShadowView,
  context: SwapContext,
  strict: boolean,
  patient: boolean
): Promise<SwapOutcome> {
  const {connection, record} = view
  // It writes the definition: under the lock there is mostly nothing left to do.
  await carryCounter(view)
  if (strict) await bringToDisk(view)
  const writes = strict && patient ? await watchPageWrites(view) : undefined
  // Under the lock the list of transactions is to be a new one at once.
  if (strict) await sleep(cachedMs)
  const last = await view.capture.standBy()
  // Settings are made before others wait, and set back after.
  return whileCopying(connection, record, async () => {
    // Who would be kept waiting only to be told to wait once more is let be.
    if (writes && !(await writes.settle())) return {swapped: false, because: writing}
    // What was written in all that time is not to be brought while others wait.
    if (!(await bringLatest(view))) return {swapped: false, because: shared}
    const work = {
      underLock: (lock: string) => underLock(view, lock, {strict, writes, last}),
      settle: () => settle(view, record.mariadb)
    }
    const outcome = await (record.mariadb ? renameBeside(view, context, work) : renameHere(view, work))
    return outcome.swapped ? outcome : {...outcome, late: view.state.late === true}
  }).finally(last.close)
}

/** A name of the whole server, whatever the database is; those of runs have a colon. */
const swapLock = 'sqlsafe swap'

/** As long as a swap waits for pages, and more; who has it for longer is not waited for. */
const turnSeconds = 5

/**
 * Swaps of other databases of the server, at the same moment, would make it write pages of tables of ours, and keep the list
 * of transactions from being a new one: each would be tried again and again, and writers wait for each try.
 */
async function oneAtATime<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  const [row] = await connection.query('SELECT get_lock(?, ?) AS got', [swapLock, turnSeconds])
  try {
    return await work()
  } finally {
    if (row?.['got'] === '1') await afterLoss(() => connection.query('SELECT release_lock(?)', [swapLock]))
  }
}

/** @returns `false`: two rows have one unique value. */
async function bringLatest(view: ShadowView): Promise<boolean> {
  try {
    await collectAll(view.capture)
    await inTransaction(view.connection, () => replay(view, null))
    return true
  } catch (error) {
    if (error instanceof ConflictError) return false
    throw error
  }
}

const shared = 'two rows have one unique value in the new shape'
const writing = 'the server is writing pages of the tables'

/**
 * Give the new table, in its place, what the old one still has. After a crash the rest of it is done.
 *
 * @param unlocked Whether others may write to the tables: not as long as triggers are exchanged.
 */
export async function settle(
  {connection, names, record}: Pick<ShadowView, 'connection' | 'names' | 'record'>,
  unlocked = true
): Promise<void> {
  const {foreignKeys, incomingKeys, ownTriggers} = record
  if (foreignKeys.length + incomingKeys.length + ownTriggers.length === 0) return
  await withSettings(connection, {foreign_key_checks: '0'}, async () => {
    if (await isOneLeft(connection, names, ownTriggers)) {
      const kept = (await isThere(connection, names, names.kept)) ? `, ${names.kept.sql} WRITE` : ''
      if (unlocked) {
        const {children, parents, source} = await tiedTables({connection, names, record})
        const taken = {mariadb: record.mariadb, tables: [source, ...children, ...parents], wanted: [source]}
        await whenAtRest(connection, taken, `LOCK TABLES ${names.source.sql} WRITE${kept}`)
      }
      try {
        await moveTriggers(connection, names, ownTriggers)
      } finally {
        // Nobody must wait for a trigger that cannot be made.
        if (unlocked) await unlock(connection)
      }
    }
    await settleKeys(connection, names, foreignKeys, unlocked ? await atRest({connection, names, record}) : undefined)
    await settleIncoming(connection, names, incomingKeys, 'referred')
  })
}

async function atRest(view: Pick<ShadowView, 'connection' | 'names' | 'record'>): Promise<Execute> {
  const {parents, source} = await tiedTables(view)
  const taken = {mariadb: view.record.mariadb, tables: [source, ...parents]}
  return (statement) => whenAtRest(view.connection, taken, statement)
}

/** The tables by all names that statements call them by: each has to be locked, and those that refer to it. */
function lockedTables({log, record, shadow, source}: ShadowNames, children: readonly Named[]): string {
  return [
    `${source.sql} WRITE`,
    // A name can be had once only.
    ...(source.name.toLowerCase() === 's' ? [] : [`${source.sql} AS s WRITE`]),
    `${shadow.sql} WRITE`,
    `${shadow.sql} AS n WRITE`,
    `${log.sql} WRITE`,
    `${log.sql} AS l WRITE`,
    `${record.sql} WRITE`,
    ...children.map(({sql}) => `${sql} WRITE`)
  ].join(', ')
}

interface UnderLock {
  last: LastLook
  strict: boolean
  writes: PageWrites | undefined
}

/** @returns Why the tables may not change places; `undefined`: the new one is what the old one is. */
async function underLock(
  view: ShadowView,
  more: string,
  {last: lastLook, strict, writes}: UnderLock
): Promise<string | undefined> {
  const {connection, names, record} = view
  const tied = await tiedTables(view)
  const isTaken = await whenAtRest(
    connection,
    {
      mariadb: record.mariadb,
      tables: [tied.source, ...tied.children, ...tied.parents],
      wanted: [tied.source, ...tied.children]
    },
    `LOCK TABLES ${lockedTables(names, tied.children.map(named))}${more}`,
    // What was written in all that time is not to be brought while others wait.
    async () => {
      await writes?.settle()
      return bringLatest(view)
    }
  )
  if (!isTaken) return shared
  if (!(await isSameSource(view))) return 'the table was truncated meanwhile'
  await seesCascades(view)
  await keepsTriggers(view)
  const prepared = await abandoned(view, record.mariadb)
  if (prepared.length > 0) return `prepared transactions whose sessions are gone are open: ${prepared.join(', ')}`
  if (!(await lastLook.collect())) return 'too much was written to the binary log meanwhile'
  const last = await replayAtOnce(view, lastReplay).catch((error: unknown) => {
    if (isConflict(error)) return null
    throw error
  })
  if (last === undefined) return 'too many rows were written meanwhile'
  if (last === null) return shared
  const {doubts} = view.state
  if (doubts.length > 0 && (await compareKeys(view, doubts)).length > 0) {
    throw new Error(
      `Unexpected rows of ${names.shadow.sql} that differ from those of ${names.source.sql} while nobody writes, expected the same: abort, and begin again`
    )
  }
  // Who has a view of the data from before would not see them.
  if (strict && view.state.late === true) {
    const old = await openNow(view)
    if (old.length > 0) return `transactions that would not see all rows are open: ${old.join('; ')}`
  }
  await carryCounter(view)
  if (writes && !(await writes.areSettled())) return writing
  return undefined
}

/** A session that has them off may have changed rows that the copy does not know of. */
async function seesCascades({connection, names, record}: ShadowView): Promise<void> {
  if (record.foreignKeys.length === 0 || (await actingKeysOf(connection, names)).length === 0) return
  const unseen = await cascadesUnseen(connection)
  if (unseen === undefined) return
  throw new Error(
    `Unexpected rows of ${names.source.sql} that its foreign keys may have changed without triggers, expected them to fire: abort, and begin again, after this: ${unseen}`
  )
}

/** Only those that were seen to fit can be moved. */
async function keepsTriggers({connection, names, record}: ShadowView): Promise<void> {
  const now = await triggersOf(connection, names, names.source)
  if (JSON.stringify(now) === JSON.stringify(record.ownTriggers)) return
  throw new Error(
    `Unexpected change of the triggers of ${names.source.sql} since its copy was begun, expected the same: abort, and begin again`
  )
}

/** The next row gets the number that it would have got: rows at the end may have been deleted. */
async function carryCounter({connection, names}: ShadowView): Promise<void> {
  const [own, next] = [await counterOf(connection, names.shadow), await counterOf(connection, names.source)]
  if (next === undefined || BigInt(next) <= BigInt(own ?? '1')) return
  await connection.execute(`ALTER TABLE ${names.shadow.sql} AUTO_INCREMENT = ${next}`)
}
