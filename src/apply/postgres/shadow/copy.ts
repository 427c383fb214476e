/** Copying the rows that were there when logging began, in the order of the key. */
import type {Connection} from '../../connection/connection.js'
import type {ShadowNames} from './names.js'
import {isStillDense} from '../dense-keys.js'
import {denseNext, isDensePart, numberOf} from './dense-key.js'
import type {KeyColumn, ShadowRecord} from './record.js'
import {copied, isAfter, keyText, orderOf, rowsAfter, rowsBetween, samePrefix, sourceKey} from './sql.js'
import {withPlace} from './written/partitions.js'

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
  /** The last key that was looked at; `null`: these were the last. */
  last: string | null
  /** Hardly a number was missing among the keys: the end of the next batch can be worked out. */
  dense: boolean
}

interface NextRows {
  /** `null`: from the beginning. */
  after: string | null
  /** What the batch before said. */
  dense?: boolean
  /** There may have been a replay: the new table has the index by which rows are found then. */
  isReplayed: boolean
  rows: number
  /** The last key to copy. */
  until: string
}

/**
 * Copy the next rows after a key. Those that a replay has put into the new table before are taken out: they are copied as
 * they are now.
 *
 * No row is locked: one that is written or deleted after it was read here has its key in the log, and is replayed after
 * this batch.
 */
export async function copyBatch(
  connection: Connection,
  record: ShadowRecord,
  shadowNames: ShadowNames,
  {after, dense = false, isReplayed, rows, until}: NextRows
): Promise<Copied> {
  const {alias, shadow, table} = shadowNames
  const {key} = record
  const {expressions, names} = copied(record)
  const workedOut = dense ? densePart(key, {after, rows, until}) : undefined
  const end = workedOut ?? (await endOf(connection, record, table, {after, rows, until}))
  if (end.key === after) return {rows: 0, last: null, dense}
  const range = {after: after === null ? undefined : '$2', until: '$1', same: end.same}
  const values = after === null ? [end.key] : [end.key, after]
  if (isReplayed) {
    // Passing over them would take each row of the batch twice as long: `ON CONFLICT` first says what it is about to insert.
    const isThere = key.map(({target, targetEquals}) => `d.${target} ${targetEquals} r.${target}`).join(' AND ')
    await connection.execute(
      `DELETE FROM ${shadow} AS d USING (${rowsBetween(key, shadow, 'target', range)}) AS r WHERE ${isThere}`,
      values
    )
  }
  const query = rowsBetween(key, table, 'source', range)
  const done = await withPlace(connection, record, shadowNames, {query, values}, () =>
    connection.execute(
      `INSERT INTO ${shadow} (${names}) OVERRIDING SYSTEM VALUE SELECT ${expressions} FROM (${query}) AS ${alias}`,
      values
    )
  )
  // A gap: the rows behind it are looked up.
  if (done === 0 && workedOut !== undefined && !end.isLast)
    return copyBatch(connection, record, shadowNames, {after: end.key, isReplayed, rows, until})
  return {
    rows: done,
    last: end.isLast ? null : end.key,
    dense: workedOut === undefined ? isDensePart(key, {after, last: end.key, rows}) : isStillDense(done, rows)
  }
}

interface End {
  key: string
  /** There are fewer rows than were wanted. */
  isLast: boolean
  /** In how many of the first columns it is the key that the range begins after. */
  same: number
}

/** The part of the table that has so many rows at the most, by the numbers of their keys. */
function densePart(
  key: readonly KeyColumn[],
  {after, rows, until}: {after: string | null; rows: number; until: string}
): End | undefined {
  const next = denseNext(key, after, rows)
  if (next === undefined) return undefined
  const isLast = numberOf(next) >= numberOf(until)
  return {key: isLast ? until : next, isLast, same: 0}
}

/**
 * The last key of the next rows. It is asked for by itself: the rows then go from one table to the other without being put
 * down on the way.
 */
async function endOf(
  connection: Connection,
  {key}: ShadowRecord,
  table: string,
  {after, rows, until}: {after: string | null; rows: number; until: string}
): Promise<End> {
  const source = after === null ? table : `(${rowsAfter(key, table, '$2', rows)})`
  const [row] = await connection.query<{key: string; ends: string; same: string}>(
    `SELECT e.key, e.ends, ${after === null ? '0' : samePrefix(key, 'e.key', '$2')} AS same FROM (
       SELECT coalesce(max(k.key), $1::json::text) AS key, count(*) = 0 AS ends FROM (
         SELECT ${keyText(key, 'b')}::text AS key FROM (
           SELECT ${sourceKey(key, 's')} FROM ${source} AS s WHERE NOT (${isAfter(key, 's', 'source', '$1')})
           ORDER BY ${orderOf(key, 's')} OFFSET ${String(rows - 1)} LIMIT 1) AS b) AS k) AS e`,
    after === null ? [until] : [until, after]
  )
  return {key: row?.key ?? until, isLast: row?.ends !== 'f', same: Number(row?.same ?? 0)}
}
