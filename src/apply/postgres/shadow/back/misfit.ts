/** Rows that the old shape cannot hold: a revert stops with their keys, before anything changes places. */
import type {Connection} from '../../../connection/connection.js'
import {movement, partOf} from '../movement.js'
import type {ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {keyText, keysOf, logColumns} from '../sql.js'

/** So many keys are named at the most. */
const mostNamed = 5

export class MisfitError extends Error {
  override name = 'MisfitError'

  /** @param keys Each an array of texts in JSON. */
  constructor(
    {key}: Pick<ShadowRecord, 'key'>,
    {table}: Pick<ShadowNames, 'table'>,
    keys: readonly string[],
    why = 'a value would be cut off or rounded'
  ) {
    const columns = key.map(({source}) => source).join(', ')
    super(
      `Unexpected rows of ${table} that the old shape cannot hold, by (${columns}): ${keys.join(', ')} (${why}), expected values that fit: change or delete these rows and \`sqlsafe revert\` again, or \`sqlsafe abort\` the revert`
    )
  }
}

/**
 * Data exceptions, NOT NULL and CHECK: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isMisfit(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(?:22...|23502|23514)$/.test(String(error.code))
}

/**
 * Find the rows that an error of the server is about: what the batch has of the log is tried in ever smaller parts.
 *
 * @param batch Rows of the log that it took; `null`: all.
 */
export async function misfitOf(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  batch: number | null,
  error: Error
): Promise<Error> {
  const rows = await connection.query<{key: string}>(
    `SELECT DISTINCT ${keyText(record.key, 'l')}::text AS key FROM ${names.log} AS l WHERE true ${partOf(names.log, batch)}`
  )
  const found: string[] = []
  const look = async (keys: readonly string[]): Promise<void> => {
    if (found.length >= mostNamed || keys.length === 0 || (await fit(connection, record, names, keys))) return
    if (keys.length === 1) found.push(...keys)
    else {
      const middle = Math.ceil(keys.length / 2)
      await look(keys.slice(0, middle))
      await look(keys.slice(middle))
    }
  }
  await look(rows.map(({key}) => key))
  return found.length === 0 ? error : new MisfitError(record, names, found, error.message)
}

/** Whether the rows of these keys fit; nothing stays of the trial. */
async function fit(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  keys: readonly string[]
): Promise<boolean> {
  await connection.execute('SAVEPOINT sqlsafe_misfit')
  try {
    await connection.query(
      `WITH wanted AS MATERIALIZED (SELECT ${logColumns(record.key)} FROM (${keysOf(record.key, '$1')}) AS k),
       ${movement(record, names).parts} SELECT 1`,
      [`[${keys.join(',')}]`]
    )
    return true
  } catch (error) {
    if (isMisfit(error)) return false
    // Of two rows with one unique value the other one is in another part.
    if (error instanceof Error && 'code' in error && /^23(?:505|P01)$/.test(String(error.code))) return true
    throw error
  } finally {
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_misfit')
  }
}
