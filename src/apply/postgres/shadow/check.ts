/** Row by row, is the new table what the copying of the old one would give? */
import type {Connection} from '../../connection/connection.js'
import {isStillDense} from '../dense-keys.js'
import {denseNext, isDensePart} from './dense-key.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {countDiffering, noteDiffering, noteFound, partOfKeys} from './differing.js'
import type {Compared, Part} from './differing.js'
import {keyText, logColumns, orderOf, rowsAfter, rowsBetween, samePrefix, sourceKey} from './sql.js'

/** What a look at the next rows brought. */
interface ComparedBatch extends Compared {
  /** The last key that was looked at; `null`: these were the last. */
  last: string | null
  /** Hardly a number was missing among the keys: the end of the next batch can be worked out. */
  dense: boolean
}

/** Work in a transaction of another session, where rows may be counted at the same time. */
type Beside = <Result>(work: (connection: Connection) => Promise<Result>) => Promise<Result>

interface NextRows {
  after: string | null
  /** What the batch before said. */
  dense?: boolean
  rows: number
  /** Twice as many rows are compared then, by two sessions at once. */
  beside?: Beside
}

/**
 * Compare the next rows after a key, up to a key of the old table. Both tables and the log are seen at one moment: a
 * row that differs then, and whose key is not in the log, is wrong. One whose key is in the log is looked at later.
 */
export async function compareBatch(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {after, beside, dense = false, rows}: NextRows
): Promise<ComparedBatch> {
  const first = await partAfter(connection, record, names, {after, dense, rows})
  const second =
    beside === undefined || first.until === null
      ? undefined
      : await partAfter(connection, record, names, {after: first.until, dense: first.dense, rows})
  const looks = [countDiffering(connection, record, names, first)]
  if (second !== undefined && beside !== undefined)
    looks.push(beside((other) => countDiffering(other, record, names, second)))
  // Neither session is left at work when the other one fails.
  await Promise.allSettled(looks)
  const counts = await Promise.all(looks)

  const found = {rows: 0, wrong: 0, truncated: false}
  for (const [index, part] of [first, ...(second ? [second] : [])].entries()) {
    const count = counts[index]
    if (count === undefined) continue
    const one = await noteFound(connection, record, names, part, count)
    found.rows += one.rows
    found.wrong += one.wrong
    found.truncated ||= one.truncated
  }
  const last = second ?? first
  // A gap, or the end: what is behind it is looked up.
  if (last.isWorkedOut && found.rows === 0 && !found.truncated)
    return compareBatch(connection, record, names, {after: last.until, rows})
  const isDense = last.isWorkedOut ? isStillDense(found.rows, second ? 2 * rows : rows) : last.dense
  return {...found, last: last.until, dense: isDense}
}

/** Rows of the next keys. */
interface NextPart extends Part {
  /** `null`: there are fewer rows than were wanted, and what follows on them is looked at too. */
  until: string | null
  isWorkedOut: boolean
  /** Hardly a number is missing among the keys. */
  dense: boolean
}

async function partAfter(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {after, dense, rows}: {after: string | null; dense: boolean; rows: number}
): Promise<NextPart> {
  const {key} = record
  const workedOut = dense ? denseNext(key, after, rows) : undefined
  const {same, until} =
    workedOut === undefined ? await endOf(connection, record, names, after, rows) : {until: workedOut, same: 0}
  const values = [after, until].filter((value) => value !== null)
  const range = {
    after: after === null ? undefined : '$1',
    until: until === null ? undefined : `$${String(values.length)}`,
    same
  }
  return {
    source: rowsBetween(key, names.table, 'source', range),
    target: rowsBetween(key, names.shadow, 'target', range),
    values,
    until,
    isWorkedOut: workedOut !== undefined,
    dense: workedOut !== undefined || isDensePart(key, {after, last: until, rows})
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
  return noteDiffering(connection, record, names, partOfKeys(record, names, `[${rows.map(({key}) => key).join(',')}]`))
}

export async function countDoubts(connection: Connection, {doubts}: ShadowNames): Promise<number> {
  const [row] = await connection.query<{count: string}>(`SELECT count(*) AS count FROM ${doubts}`)
  return Number(row?.count)
}
