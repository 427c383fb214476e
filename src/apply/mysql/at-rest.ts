/** Taking tables from the application at a moment in which it does not use them. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import {tellOf, unheard} from '../connection/listened.js'
import {refusalOf} from '../connection/refusal.js'
import {errorNumber} from './error-kind.js'
import {HeldError} from './held-error.js'
import {assertWorthAsking, forgetHolders} from './holders.js'
import {schemaValue} from './shadow/names.js'
import {withSettings} from './shadow/session.js'

/** Such a moment is waited for so often, and for so long each time; then as the server lets everybody wait. */
const rounds = 12
const roundMs = 50
const pauseMs = 2

/** `ER_LOCK_WAIT_TIMEOUT` */
const isTakenByOthers = 1205

/** Tables that a statement takes. */
export interface Taken {
  mariadb: boolean
  /** Which others use: that of the statement, and those that foreign keys tie to it. */
  tables: readonly ObjectName[]
  /** Those of them whose users it waits for, readers too; default: all. */
  wanted?: readonly ObjectName[]
  /** It works for long before it takes them once more: not for nothing, so it is only looked. */
  isLong?: boolean
}

/**
 * Carry out a statement that locks tables.
 *
 * A transaction has each table that it has touched until its end. One that has read a table, or touched another one that a
 * foreign key ties to it, and writes to it next, does not get past a session that waits for the table: a circle, and the
 * server ends the transaction, never the one that locks. So nothing is asked for before nobody has the tables, as long as
 * such a moment comes. MariaDB can be asked for all of them at once, or not at all; on MySQL it is looked who has them
 * right before.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html,
 * https://mariadb.com/kb/en/server-system-variables/#lock_wait_timeout
 *
 * @param meanwhile Done each time that no such moment has come for a while; whether to go on.
 * @returns `false`: it was not carried out, because of that.
 * @throws {HeldError} When one has had them for longer than we may wait.
 */
export async function whenAtRest(
  connection: Connection,
  {isLong = false, mariadb, tables, wanted = tables}: Taken,
  statement: string,
  meanwhile: () => Promise<boolean> = () => Promise.resolve(true)
): Promise<boolean> {
  for (let round = 0; round < rounds && tables.length > 0; round++) {
    if (mariadb && !isLong) {
      if (await takeAtOnce(connection, statement)) return true
    } else if (await withinRound(() => areAtRest(unheard(connection), tables))) {
      await connection.execute(statement)
      forgetHolders(connection)
      return true
    }
    if (!(await meanwhile())) return false
  }
  if (wanted.length > 0) {
    await assertWorthAsking(connection, wanted).catch((error: unknown) => {
      if (error instanceof HeldError) tellOf(connection, statement, 0, error.message)
      throw error
    })
  }
  await connection.execute(statement)
  forgetHolders(connection)
  return true
}

async function withinRound(attempt: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + roundMs
  while (!(await attempt())) {
    if (performance.now() >= end) return false
    await sleep(pauseMs)
  }
  return true
}

function takeAtOnce(connection: Connection, statement: string): Promise<boolean> {
  const session = unheard(connection)
  const attempt = async (): Promise<boolean> => {
    const start = performance.now()
    try {
      await session.execute(statement)
    } catch (error) {
      if (errorNumber(error) !== isTakenByOthers) throw error
      return false
    }
    tellOf(connection, statement, performance.now() - start)
    return true
  }
  return withSettings(session, {lock_wait_timeout: '0'}, () => withinRound(attempt))
}

/** Where the server does not tell it is as if they were. */
async function areAtRest(connection: Connection, tables: readonly ObjectName[]): Promise<boolean> {
  const isOne = tables.map((table) => `OBJECT_SCHEMA = ${schemaValue(table)} AND OBJECT_NAME = ?`)
  return connection
    .query(
      `SELECT 1 AS held FROM performance_schema.metadata_locks
       WHERE OBJECT_TYPE = 'TABLE' AND (${isOne.join(' OR ')}) LIMIT 1`,
      tables.map(({name}) => name)
    )
    .then(
      (rows) => rows.length === 0,
      (error: unknown) => {
        refusalOf(error)
        return true
      }
    )
}
