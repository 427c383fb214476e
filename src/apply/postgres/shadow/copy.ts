/** Copying the rows that were there when logging began, in the order of the key. */
import type {Connection} from '../../connection.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {copied, isAfter, keyText, orderOf, rowsAfter, sourceKey} from './sql.js'

/** The last key that there was; as an array of texts in JSON. `null`: the table is empty. */
export async function lastKey(
  connection: Connection,
  {key}: ShadowRecord,
  {table}: ShadowNames
): Promise<string | null> {
  const [row] = await connection.query<{key: string}>(
    `SELECT ${keyText(key, 'k')}::text AS key FROM (
       SELECT ${sourceKey(key, 's')} FROM ${table} AS s ORDER BY ${orderOf(key, 's', ' DESC')} LIMIT 1) AS k`
  )
  return row?.key ?? null
}

/** What one batch brought. */
export interface Copied {
  rows: number
  /** The last key that was looked at; `null`: there is nothing after the one before. */
  last: string | null
}

/**
 * Copy the next rows after a key. A row that the new table has was put there by a replay, and is no older.
 *
 * No row is locked: one that is written or deleted after it was read here has its key in the log, and is replayed after
 * this batch.
 *
 * @param after `null`: from the beginning.
 * @param until The last key to copy.
 */
export async function copyBatch(
  connection: Connection,
  record: ShadowRecord,
  {alias, shadow, table}: ShadowNames,
  {after, rows, until}: {after: string | null; rows: number; until: string}
): Promise<Copied> {
  const {key} = record
  const {expressions, names} = copied(record)
  const source = after === null ? table : `(${rowsAfter(key, table, '$2', rows)})`
  const [row] = await connection.query<{rows: string; last: string | null}>(
    `WITH part AS MATERIALIZED (
       SELECT s.* FROM ${source} AS s WHERE NOT (${isAfter(key, 's', 'source', '$1')})
       ORDER BY ${orderOf(key, 's')} LIMIT ${String(rows)}),
     put AS (INSERT INTO ${shadow} (${names}) OVERRIDING SYSTEM VALUE SELECT ${expressions} FROM part AS ${alias}
       ON CONFLICT (${key.map(({target}) => target).join(', ')}) DO NOTHING)
     SELECT (SELECT count(*) FROM part) AS rows, (
       SELECT ${keyText(key, 'k')}::text FROM (
         SELECT ${sourceKey(key, 's')} FROM part AS s ORDER BY ${orderOf(key, 's', ' DESC')} LIMIT 1) AS k) AS last`,
    after === null ? [until] : [until, after]
  )
  return {rows: Number(row?.rows), last: row?.last ?? null}
}
