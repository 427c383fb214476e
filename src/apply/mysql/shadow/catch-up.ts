/** What every step does before its own work: go on copying where that is not at its end, and keep the log short. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import type {StepContext} from '../../step.js'
import {errorKind} from '../error-kind.js'
import {ConflictError, meetConflict} from './conflict.js'
import {copyBatch} from './copy.js'
import type {CopyContext} from './copy.js'
import {writeState} from './record.js'
import type {ShadowView} from './record.js'
import {keepShort} from './replay.js'
import {identityOf} from './identity.js'
import {isSameSource} from './source.js'

type Context = CopyContext & Pick<StepContext, 'say'>

/**
 * One piece of that, in the transaction of the connection.
 *
 * @returns Rows that were copied; `undefined`: there is nothing left to do.
 */
export async function catchUp(view: ShadowView, context: Context): Promise<number | undefined> {
  if (!(await isSameSource(view))) {
    await beginAgain(view, context)
    return 0
  }
  if (!(await view.capture.collect())) return 0
  if (await keepShort(view)) return 0
  return view.state.copied ? undefined : copyBatch(view, context)
}

/** The table was emptied, or built anew: from an empty new table, from the first row. */
async function beginAgain(view: ShadowView, {beside, say}: Context): Promise<void> {
  const {connection, names, record, state} = view
  say(`${names.source.sql} was truncated, or built anew, while it was copied: the copy begins again`)
  await beside({lockTimeoutMs: 2000, statementTimeoutMs: null}, (other) =>
    other.execute(`TRUNCATE TABLE ${names.shadow.sql}`)
  )
  state.identity = await identityOf(connection, names, record.mariadb)
  state.watermark = null
  state.copied = false
  state.begunAgain = true
  state.doubts = []
  await writeState(view)
}

/** Milliseconds after which two rows that were exchanging a value are mostly done with it. */
const conflictPauseMs = 50

/**
 * Do something that may meet two rows with one unique value; all of it is undone then.
 *
 * @returns How many conflicts in a row there have been; 0: none.
 */
export async function meetingConflicts(view: ShadowView, before: number, work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 0
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    const times = await meetConflict(view, error, before)
    await sleep(conflictPauseMs)
    return times
  }
}

/** A transaction inside of a step that commits each statement by itself. */
export async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  await connection.execute('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')
  await connection.execute('START TRANSACTION')
  try {
    const result = await work()
    await connection.execute('COMMIT')
    return result
  } catch (error) {
    if (errorKind(error) !== 'lost') await connection.execute('ROLLBACK')
    throw error
  }
}
