/** Bringing rows of the new table up to the old one's: what the log names is taken out, and put in as it is now. */
import type {Connection} from '../../connection/connection.js'
import {cursorColumns, cursorOf, forceIndex, isAfter, isOneOf} from '../key-sql.js'
import {ConflictError, undoingConflicts} from './conflict.js'
import type {ShadowNames} from './names.js'
import {writeState} from './record.js'
import type {ShadowView} from './record.js'
import {copiedSql, hasNewKey, isSameRow, logKey} from './shadow-sql.js'
import {assertNoWarnings} from './warnings.js'

/** From so many keys in the log on, a step replays instead of going on. */
export const longLog = 2000

/** Where few keys come again and again more of the log is taken at once: else who writes them stays ahead of us. */
const repeats = 10

/** Keys that one statement names. */
const together = 1000

/** How long the log is, counted up to a bound. */
export async function logLength(connection: Connection, {log}: ShadowNames, bound: number): Promise<number> {
  const [row] = await connection.query(
    `SELECT count(*) AS length FROM (SELECT 1 FROM ${log.sql} LIMIT ${String(bound)}) AS l`
  )
  return Number(row?.['length'])
}

/** Keys of the log, and the rows of the log that name them. */
interface Taken {
  ids: string[]
  keys: string[][]
}

/**
 * What is in the log now. The copy comes to keys after its watermark later, and will see what was written here.
 *
 * No lock is taken: rows of transactions that are not committed yet are not seen, and not waited for.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-consistent-read.html
 */
async function readLog(
  {connection, names, record, state}: ShadowView,
  rows: number | null,
  times = repeats
): Promise<Taken> {
  const key = logKey(record)
  const later = state.copied ? 'FALSE' : state.watermark === null ? 'TRUE' : isAfter(key, 'l', state.watermark)
  const found = await connection.query(
    `SELECT l.id, ${later} AS later, ${cursorColumns(key, 'l')} FROM ${names.log.sql} AS l ORDER BY l.id
     ${rows === null ? '' : `LIMIT ${String(rows * times)}`}`
  )
  const ids: string[] = []
  const keys = new Map<string, string[]>()
  for (const row of found) {
    if (row['later'] !== '1') {
      const cursor = cursorOf(key, row)
      if (rows !== null && keys.size >= rows && !keys.has(cursor.join(' '))) break
      keys.set(cursor.join(' '), cursor)
    }
    ids.push(row['id'] ?? '')
  }
  return {ids, keys: [...keys.values()]}
}

/**
 * Take keys from the log, and bring their rows up to date, in the transaction of the connection.
 *
 * Only what was seen is taken from the log, and rows are read after it: what is written later has its key in the log
 * later, and is brought once more. So no row has to be locked: nothing here waits for the application, nor the
 * application for it. `READ COMMITTED` is needed for that: else `INSERT … SELECT` locks what it reads.
 *
 * A part of the log may leave two rows of the new table with one unique value for a while. So a batch that meets that is
 * taken again with all of the log.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html
 *
 * @param rows Keys of the log, each once; `null`: all.
 * @returns How many rows of the log were taken.
 * @throws {ConflictError} When two rows have one unique value in the new shape.
 */
export async function replay(view: ShadowView, rows: number | null): Promise<number> {
  try {
    return await undoingConflicts(view, async () => bring(view, await readLog(view, rows)))
  } catch (error) {
    if (rows === null || !(error instanceof ConflictError)) throw error
    return replay(view, null)
  }
}

/**
 * The same of all of the log without a transaction: under a lock of the tables each statement commits by itself.
 *
 * @returns `undefined`: the log is longer than that.
 */
export async function replayAtOnce(view: ShadowView, most: number): Promise<number | undefined> {
  const taken = await readLog(view, most + 1, 1)
  return taken.ids.length > most ? undefined : bring(view, taken)
}

async function bring(view: ShadowView, {ids, keys}: Taken): Promise<number> {
  const {connection, names, record} = view
  const {expressions, names: columns} = copiedSql(record)
  const parts = slices(keys)
  for (const part of parts) {
    await connection.execute(
      `DELETE n FROM ${names.shadow.sql} AS n ${forceIndex(record.target)} WHERE ${hasNewKey(record, part)}`
    )
  }
  // Two spellings of one key may be in two parts: its row has come with the first.
  const isNew = record.key.columns.some(({sort}) => sort === 'text')
    ? `NOT EXISTS (SELECT 1 FROM ${names.shadow.sql} AS n ${forceIndex(record.target)} WHERE ${isSameRow(record, 'n', names.alias)})`
    : 'TRUE'
  for (const [index, part] of parts.entries()) {
    const isMissing = index === 0 ? 'TRUE' : isNew
    await connection.execute(
      `INSERT INTO ${names.shadow.sql} (${columns}) SELECT ${expressions}
       FROM ${names.source.sql} AS ${names.alias} ${forceIndex(record.key)}
       WHERE ${isOneOf(record.key.columns, names.alias, part)} AND ${isMissing}`
    )
    await assertNoWarnings(connection, record)
  }
  for (const part of slices(ids)) await connection.execute(forget(names, part))
  if (ids.length > 0) {
    view.state.late = true
    await writeState(view)
  }
  return ids.length
}

/**
 * Take rows from the log, each looked up by its key: `IN` with most of a table reads all of it, and so would wait for a
 * transaction that has just written to the log, as long as that is open.
 */
function forget({log}: ShadowNames, ids: readonly string[]): string {
  return `DELETE l FROM JSON_TABLE('[${ids.join(', ')}]', '$[*]' COLUMNS (id bigint unsigned PATH '$')) AS d
    STRAIGHT_JOIN ${log.sql} AS l FORCE INDEX (PRIMARY) ON l.id = d.id`
}

/** Replay when the log has grown long; whether it had. */
export async function keepShort(view: ShadowView): Promise<boolean> {
  if ((await logLength(view.connection, view.names, longLog)) < longLog) return false
  await replay(view, longLog)
  return true
}

/** Parts of a list that are not too long for one statement. */
export function slices<Each>(all: readonly Each[]): Each[][] {
  return Array.from({length: Math.ceil(all.length / together)}, (_, index) =>
    all.slice(index * together, (index + 1) * together)
  )
}
