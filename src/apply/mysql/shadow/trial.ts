/** Trying a change before anything is made: on an empty table that is thrown away, and with the first rows. */
import type {ShadowInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {errorKind, errorNumber} from '../error-kind.js'
import {forceIndex} from '../key-sql.js'
import {inTransaction} from './catch-up.js'
import {duplicates, isConflict, uniqueKeysOf} from './conflict.js'
import {nextRange, within} from './copy.js'
import {makeShape} from './create.js'
import {namesOf, trialNamesOf} from './names.js'
import type {ShadowNames} from './names.js'
import type {CopiedColumn} from './record.js'
import {ShadowRefusedError} from './refuse.js'
import {isMariadb, whileCopying, withSettings} from './session.js'
import {copiedSql} from './shadow-sql.js'
import {assertNoWarnings} from './warnings.js'

/** What would stop the copy, and what could not be looked at. */
export interface Tried {
  reasons: string[]
  notes: string[]
}

/** Rows that are tried together, and how long that may go on: of a small table all are. */
const rowsTogether = 500
const rowsMs = 1500
const mostRows = 20 * rowsTogether

/** How long may be looked for values that come more than once. */
const duplicatesMs = 3000

/**
 * Make the new shape under a name of its own, look what there is to find, and drop it. gh-ost, pt-online-schema-change and
 * Spirit make theirs at once, too; what they find then is told here with all else, before the run begins.
 *
 * Locks: `SHARED READ` on the table, `EXCLUSIVE` on those that its foreign keys refer to, for a moment.
 */
export async function tryShape(connection: Connection, input: ShadowInput): Promise<Tried> {
  const names = trialNamesOf(namesOf(input))
  const mariadb = await isMariadb(connection)
  await throwAway(connection, names)
  try {
    const record = await makeShape(connection, input, names, {mariadb, run: ''})
    const view = {connection, names, record}
    const twice = await whileCopying(connection, record, () => lookForDuplicates(view))
    const unfit = await whileCopying(connection, record, () => tryRows(view, twice.reasons.length > 0))
    return {reasons: [...twice.reasons, ...unfit], notes: twice.notes}
  } catch (error) {
    return triedOf(error)
  } finally {
    await throwAway(connection, names)
  }
}

async function throwAway(connection: Connection, {shadow, trial}: ShadowNames): Promise<void> {
  await connection.execute(`DROP TABLE IF EXISTS ${shadow.sql}, ${trial.sql}`)
}

/**
 * Rights and a server that takes no writes are what other checks tell.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const toldElsewhere = [1044, 1142, 1143, 1227, 1290, 1370, 1792, 1836]

/** `ER_QUERY_INTERRUPTED`: somebody has ended it. */
const interrupted = 1317

function triedOf(error: unknown): Tried {
  if (error instanceof ShadowRefusedError) return {reasons: [...error.reasons], notes: []}
  const kind = errorKind(error)
  if (kind === 'lost' || !(error instanceof Error)) throw error
  if (kind === 'busy' || errorNumber(error) === interrupted) {
    return {reasons: [], notes: [`whether the server takes it could not be tried: ${error.message}`]}
  }
  const isTold = toldElsewhere.includes(errorNumber(error) ?? 0)
  return {reasons: isTold ? [] : [error.message], notes: []}
}

type Trial = Parameters<typeof duplicates>[0]

/** `ER_QUERY_TIMEOUT`, and `ER_STATEMENT_TIMEOUT` of MariaDB. */
const outOfTime = [3024, 1969]

/** Of unique keys that the old table does not answer for. */
async function lookForDuplicates(view: Trial): Promise<Tried> {
  const {connection, names, record} = view
  const before = [...(await uniqueKeysOf(connection, names.source)).values()]
  const isNew = (columns: readonly CopiedColumn[]): boolean =>
    !before.some((key) => key.every((each) => columns.some(({converted, from}) => from === each && !converted)))
  const limit: Record<string, string> = record.mariadb
    ? {max_statement_time: String(duplicatesMs / 1000)}
    : {max_execution_time: String(duplicatesMs)}
  try {
    const found = await withSettings(connection, limit, () => duplicates(view, isNew))
    return {reasons: found === undefined ? [] : [found], notes: []}
  } catch (error) {
    if (!outOfTime.includes(errorNumber(error) ?? 0)) throw error
    const words = `whether rows have one value of a new unique key was not found out within ${String(duplicatesMs / 1000)} s: the copy would stop at such`
    return {reasons: [], notes: [words]}
  }
}

/**
 * Copy some of them, and take that back.
 *
 * @param isTold That two of them have one unique value.
 */
async function tryRows({connection, names, record}: Trial, isTold: boolean): Promise<string[]> {
  const {expressions, names: columns} = copiedSql(record)
  const {key} = record
  const end = performance.now() + rowsMs
  let after: string[] | null = null
  for (let tried = 0; tried < mostRows && performance.now() < end; tried += rowsTogether) {
    const range = await nextRange({connection}, names.source.sql, key, after, rowsTogether)
    try {
      await inTransaction(connection, async () => {
        await connection.execute(
          `INSERT INTO ${names.shadow.sql} (${columns}) SELECT ${expressions}
           FROM ${names.source.sql} AS ${names.alias} ${forceIndex(key)} WHERE ${within(key, names.alias, range)}`
        )
        await assertNoWarnings(connection, record)
        throw new TakenBack()
      })
    } catch (error) {
      const reason = reasonOf(error, isTold)
      if (reason !== undefined) return [reason]
    }
    if (range.until === null) return []
    after = range.until
  }
  return []
}

/** Ends a transaction whose rows are not to stay. */
class TakenBack extends Error {
  override name = 'TakenBack'
}

function reasonOf(error: unknown, isTold: boolean): string | undefined {
  if (error instanceof TakenBack || (isTold && isConflict(error))) return undefined
  if (errorKind(error) !== 'final' || !(error instanceof Error)) throw error
  return `rows that there are do not fit: ${error.message}`
}
