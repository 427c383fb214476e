/** Copying the rows, in the order of the key. */
import {cursorColumns, cursorOf, forceIndex, isAfter, isUpTo, orderOf} from '../key-sql.js'
import type {TableKey} from '../keys.js'
import {collectAll} from './capture/capture.js'
import {ConflictError, undoingConflicts} from './conflict.js'
import type {ShadowView} from './record.js'
import {writeState} from './record.js'
import {replay} from './replay.js'
import {copiedSql} from './shadow-sql.js'
import {assertNoWarnings} from './warnings.js'

/** A range of keys: after one, up to another; `null`: without an end. */
export interface Range {
  after: string[] | null
  until: string[] | null
}

/**
 * The next rows after a key. Fewer are left than wanted: the range has no end.
 *
 * @throws {Error} When the end is where it began: it would go on for ever.
 */
export async function nextRange(
  {connection}: Pick<ShadowView, 'connection'>,
  table: string,
  key: TableKey,
  after: string[] | null,
  rows: number
): Promise<Range> {
  const {columns} = key
  const lower = after === null ? '' : `WHERE ${isAfter(columns, 's', after)}`
  const [row] = await connection.query(
    `SELECT ${cursorColumns(columns, 's')} FROM ${table} AS s ${forceIndex(key)} ${lower}
     ORDER BY ${orderOf(columns, 's')} LIMIT 1 OFFSET ${String(Math.max(1, rows) - 1)}`
  )
  const until = row === undefined ? null : cursorOf(columns, row)
  if (until !== null && after !== null && until.join(' ') === after.join(' ')) {
    throw new Error(`Unexpected range of keys that ends where it began (${until.join(', ')}), expected it to advance`)
  }
  return {after, until}
}

/** A condition on the row `alias`. */
export function within({columns}: TableKey, alias: string, {after, until}: Range): string {
  const parts = [
    ...(after === null ? [] : [isAfter(columns, alias, after)]),
    ...(until === null ? [] : [isUpTo(columns, alias, until)])
  ]
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ')
}

/**
 * Copy the next rows, and note how far that is, in the transaction of the connection. There is no row of the new table
 * in the range: the log brings only keys up to the watermark.
 *
 * No row is locked: one that is written or deleted after it was read here has its key in the log, and is replayed later.
 *
 * @returns How many rows.
 * @throws {ConflictError} When two rows have one unique value in the new shape.
 */
export async function copyBatch(view: ShadowView, rows: number): Promise<number> {
  const {names, record, state} = view
  const range = await nextRange(view, names.source.sql, record.key, state.watermark, rows)
  const done = await insertRange(view, range).catch(async (error: unknown) => {
    if (!(error instanceof ConflictError)) throw error
    // A value that was copied may belong to another row now.
    await collectAll(view.capture)
    await replay(view, null)
    return insertRange(view, range)
  })
  state.watermark = range.until ?? state.watermark
  state.copied = range.until === null
  await writeState(view)
  return done
}

async function insertRange(view: ShadowView, range: Range): Promise<number> {
  const {connection, names, record} = view
  const {expressions, names: columns} = copiedSql(record)
  return undoingConflicts(view, async () => {
    const done = await connection.execute(
      `INSERT INTO ${names.shadow.sql} (${columns}) SELECT ${expressions}
       FROM ${names.source.sql} AS ${names.alias} ${forceIndex(record.key)} WHERE ${within(record.key, names.alias, range)}`
    )
    await assertNoWarnings(connection, record)
    return done
  })
}
