/** Row by row, is the new table what the copying of the old one would give? */
import type {Connection} from '../../connection/connection.js'
import {isStillDense} from '../dense-keys.js'
import {denseNext, isDensePart} from './dense-key.js'
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
}

/** What a look at the next rows brought. */
interface ComparedBatch extends Compared {
  /** The last key that was looked at; `null`: these were the last. */
  last: string | null
  /** Hardly a number was missing among the keys: the end of the next batch can be worked out. */
  dense: boolean
}

/**
 * Compare the next rows after a key, up to a key of the old table. Both tables and the log are seen at one moment: a
 * row that differs then, and whose key is not in the log, is wrong. One whose key is in the log is looked at later.
 *
 * @param dense What the batch before said.
 */
export async function compareBatch(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {after, dense = false, rows}: {after: string | null; dense?: boolean; rows: number}
): Promise<ComparedBatch> {
  const {key} = record
  const workedOut = dense ? denseNext(key, after, rows) : undefined
  const {until, same} =
    workedOut === undefined ? await endOf(connection, record, names, after, rows) : {until: workedOut, same: 0}
  const values = [after, until].filter((value) => value !== null)
  const range = {
    after: after === null ? undefined : '$1',
    until: until === null ? undefined : `$${String(values.length)}`,
    same
  }
  const found = await compare(
    connection,
    record,
    names,
    rowsBetween(key, names.table, 'source', range),
    rowsBetween(key, names.shadow, 'target', range),
    values
  )
  // A gap, or the end: what is behind it is looked up.
  if (workedOut !== undefined && found.rows === 0 && !found.truncated)
    return compareBatch(connection, record, names, {after: workedOut, rows})
  return {
    ...found,
    last: until,
    dense: workedOut === undefined ? isDensePart(key, {after, last: until, rows}) : isStillDense(found.rows, rows)
  }
}

/** The last key of the next rows; `null`: there are fewer, and what follows on them is looked at too. */
async function endOf(
  connection: Connection,
  {key}: ShadowRecord,
  {table}: ShadowNames,
  after: string | null,
  rows: number
): Promise<{until: string | null; same: number}> {
  const source = after === null ? table : `(${rowsAfter(key, table, '$1', rows)})`
  const same = after === null ? '0' : samePrefix(key, keyText(key, 'k'), '$1')
  const [bound] = await connection.query<{key: string | null; same: string}>(
    `SELECT ${keyText(key, 'k')}::text AS key, ${same} AS same FROM (
       SELECT ${sourceKey(key, 's')} FROM ${source} AS s
       ORDER BY ${orderOf(key, 's')} OFFSET ${String(rows - 1)} LIMIT 1) AS k`,
    after === null ? [] : [after]
  )
  return {until: bound?.key ?? null, same: Number(bound?.same ?? 0)}
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
  return compare(
    connection,
    record,
    names,
    `${wanted} ${names.table} AS x ON ${isSource(key, 'x', 'w')}`,
    `${wanted} ${names.shadow} AS x ON ${isShadow(key, 'x', 'w')}`,
    [keys]
  )
}

/**
 * Mostly there is nothing to find: so rows are counted first, by one statement that reads both tables in the order of the
 * key and puts nothing down on the way. Only where that finds a row that differs, a second one looks for which, and why.
 */
async function compare(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  source: string,
  target: string,
  values: readonly string[]
): Promise<Compared> {
  await connection.query(
    "SELECT set_config('enable_mergejoin', 'on', true), set_config('enable_bitmapscan', 'off', true)"
  )
  const {differs, sides} = sidesOf(record, names, source, target)
  const [row] = await connection.query<{rows: string; differing: string; truncated: string}>(
    `WITH ${sides} SELECT count(*) AS rows, count(*) FILTER (WHERE ${differs}) AS differing,
       (SELECT count(*) FROM ${names.truncations}) AS truncated
     FROM a FULL JOIN b ON ${isSame(record.key, 'a', 'b')}`,
    values
  )
  if (row?.differing === '0' && row.truncated === '0') return {rows: Number(row.rows), wrong: 0, truncated: false}
  return noteDiffering(connection, record, names, source, target, values)
}

/** Put keys of rows that differ where they belong: to the doubtful ones, or into the log, to be copied again. */
async function noteDiffering(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  source: string,
  target: string,
  values: readonly string[]
): Promise<Compared> {
  const {key} = record
  const {doubts, log, truncations} = names
  const keyNames = logColumns(key)
  const one = (name: string): string => `coalesce(a.${name}, b.${name}) AS ${name}`
  const {differs, sides} = sidesOf(record, names, source, target)
  const [row] = await connection.query<{rows: string; wrong: string; truncated: string}>(
    `WITH ${sides},
       both_sides AS MATERIALIZED (
         SELECT ${keyNames.split(', ').map(one).join(', ')}, ${differs} AS differs
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

/**
 * Both sides, and whether a row of them differs. Values are compared as they are stored, byte by byte: every type can be,
 * also those without an `=`.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 */
function sidesOf(
  record: ShadowRecord,
  {alias}: ShadowNames,
  source: string,
  target: string
): {sides: string; differs: string} {
  const images = imagesOf(record)
  return {
    sides: `a AS (SELECT ${sourceKey(record.key, alias)}, ${images.source} AS image, true AS there
         FROM (${source}) AS ${alias}),
       b AS (SELECT ${shadowKey(record.key, alias)}, ${images.target} AS image, true AS there
         FROM (${target}) AS ${alias})`,
    differs: 'a.there IS NULL OR b.there IS NULL OR a.image OPERATOR(pg_catalog.*<>) b.image'
  }
}

export async function countDoubts(connection: Connection, {doubts}: ShadowNames): Promise<number> {
  const [row] = await connection.query<{count: string}>(`SELECT count(*) AS count FROM ${doubts}`)
  return Number(row?.count)
}
