/** Row by row, is the new table what the copying of the old one would give? */
import type {Connection} from '../../connection/connection.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {imagesOf} from './images.js'
import {
  isSame,
  isShadow,
  isSource,
  keyText,
  keysOf,
  logColumns,
  orderOf,
  rowsAfter,
  rowsBetween,
  samePrefix,
  shadowKey,
  sourceKey
} from './sql.js'

/** What a look at some rows brought. */
export interface Compared {
  rows: number
  /** Rows that differ though no write of them waits: their keys were put into the log. */
  wrong: number
  /** A truncation waits to be replayed: nothing can be said. */
  truncated: boolean
  /** The last key that was looked at; `null`: these were the last. */
  last: string | null
}

/**
 * Compare the next rows after a key, up to a key of the old table. Both tables and the log are seen at one moment: a
 * row that differs then, and whose key is not in the log, is wrong. One whose key is in the log is looked at later.
 */
export async function compareBatch(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {after, rows}: {after: string | null; rows: number}
): Promise<Compared> {
  const {key} = record
  const source = after === null ? names.table : `(${rowsAfter(key, names.table, '$1', rows)})`
  const same = after === null ? '0' : samePrefix(key, keyText(key, 'k'), '$1')
  const [bound] = await connection.query<{key: string | null; same: string}>(
    `SELECT ${keyText(key, 'k')}::text AS key, ${same} AS same FROM (
       SELECT ${sourceKey(key, 's')} FROM ${source} AS s
       ORDER BY ${orderOf(key, 's')} OFFSET ${String(rows - 1)} LIMIT 1) AS k`,
    after === null ? [] : [after]
  )
  const until = bound?.key ?? null
  const values = [after, until].filter((value) => value !== null)
  const range = {
    after: after === null ? undefined : '$1',
    until: until === null ? undefined : `$${String(values.length)}`,
    same: Number(bound?.same ?? 0)
  }
  const found = await compare(
    connection,
    record,
    names,
    rowsBetween(key, names.table, 'source', range),
    rowsBetween(key, names.shadow, 'target', range),
    values
  )
  return {...found, last: until}
}

/** Compare the rows of doubtful keys, which are no longer doubtful then, or are put back. */
export async function compareDoubts(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames
): Promise<Compared> {
  const {key} = record
  const rows = await connection.query<{key: string}>(
    `WITH taken AS (DELETE FROM ${names.doubts} RETURNING ${logColumns(key)})
     SELECT ${keyText(key, 't')}::text AS key FROM taken AS t`
  )
  const keys = `[${rows.map(({key}) => key).join(',')}]`
  const wanted = `SELECT x.* FROM (${keysOf(key, '$1')}) AS w JOIN`
  const found = await compare(
    connection,
    record,
    names,
    `${wanted} ${names.table} AS x ON ${isSource(key, 'x', 'w')}`,
    `${wanted} ${names.shadow} AS x ON ${isShadow(key, 'x', 'w')}`,
    [keys]
  )
  return {...found, last: null}
}

/**
 * Values are compared as they are stored, byte by byte: every type can be, also those without an `=`.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 */
async function compare(
  connection: Connection,
  record: ShadowRecord,
  {alias, doubts, log, truncations}: ShadowNames,
  source: string,
  target: string,
  values: readonly string[]
): Promise<Omit<Compared, 'last'>> {
  const {key} = record
  const images = imagesOf(record)
  const keyNames = logColumns(key)
  const one = (name: string): string => `coalesce(a.${name}, b.${name}) AS ${name}`
  const [row] = await connection.query<{rows: string; wrong: string; truncated: string}>(
    `WITH a AS (SELECT ${sourceKey(key, alias)}, ${images.source} AS image, true AS there
         FROM (${source}) AS ${alias}),
       b AS (SELECT ${shadowKey(key, alias)}, ${images.target} AS image, true AS there
         FROM (${target}) AS ${alias}),
       both_sides AS MATERIALIZED (
         SELECT ${keyNames.split(', ').map(one).join(', ')},
           a.there IS NULL OR b.there IS NULL OR a.image OPERATOR(pg_catalog.*<>) b.image AS differs
         FROM a FULL JOIN b ON ${isSame(key, 'a', 'b')}),
       differing AS MATERIALIZED (
         SELECT ${keyNames}, EXISTS (SELECT FROM ${log} AS l WHERE ${isSame(key, 'l', 'd')}) AS waits
         FROM both_sides AS d WHERE differs),
       late AS (INSERT INTO ${doubts} SELECT ${keyNames} FROM differing WHERE waits),
       wrong AS (INSERT INTO ${log} (${keyNames}) SELECT ${keyNames} FROM differing
         WHERE NOT waits AND NOT EXISTS (SELECT FROM ${truncations}) RETURNING 1)
     SELECT (SELECT count(*) FROM both_sides) AS rows, (SELECT count(*) FROM wrong) AS wrong,
       (SELECT count(*) FROM ${truncations}) AS truncated`,
    values
  )
  return {rows: Number(row?.rows), wrong: Number(row?.wrong), truncated: Number(row?.truncated) > 0}
}

export async function countDoubts(connection: Connection, {doubts}: ShadowNames): Promise<number> {
  const [row] = await connection.query<{count: string}>(`SELECT count(*) AS count FROM ${doubts}`)
  return Number(row?.count)
}
