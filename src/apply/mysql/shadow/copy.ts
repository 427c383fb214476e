/** Copying the rows, in the order of the key. */
import {cursorColumns, cursorOf, forceIndex, isAfter, isUpTo, orderOf} from '../key-sql.js'
import type {TableKey} from '../keys.js'
import type {StepContext} from '../../step.js'
import {collectAll} from './capture/capture.js'
import {ConflictError, undoingConflicts, uniqueKeysOf} from './conflict.js'
import {schemaValue} from './names.js'
import type {ShadowView} from './record.js'
import {writeState} from './record.js'
import {replay} from './replay.js'
import {whileCopying} from './session.js'
import {copiedSql, sharesOrder} from './shadow-sql.js'
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

/** What a copy is done with. */
export type CopyContext = Pick<StepContext, 'batchRows' | 'beside' | 'settings'>

/**
 * Copy the next rows, and note how far that is, in the transaction of the connection: where two sessions may, one range
 * each, at the same time. There is no row of the new table in the ranges: the log brings only keys up to the watermark.
 *
 * No row is locked: one that is written or deleted after it was read here has its key in the log, and is replayed later.
 *
 * @returns How many rows.
 * @throws {ConflictError} When two rows have one unique value in the new shape.
 */
export async function copyBatch(view: ShadowView, context: CopyContext): Promise<number> {
  const {names, record, state} = view
  const rows = context.batchRows
  const isAlone = !sharesOrder(record) || (await dropAhead(view)) > 0
  const range = await nextRange(view, names.source.sql, record.key, state.watermark, rows)
  const further =
    range.until === null || isAlone || !(await mayCopyTwo(view))
      ? undefined
      : await nextRange(view, names.source.sql, record.key, range.until, rows)
  const done = further ? await insertBoth(view, range, further, context) : await insertAlone(view, range)
  const {until} = further ?? range
  state.watermark = until ?? state.watermark
  state.copied = until === null
  await writeState(view)
  return done
}

/**
 * Take out what another session has brought from beyond the watermark when ours did not come to its end: the keys of its
 * rows may have been left out of the log since. Its rows are locked as long as it may still commit, and waited for.
 *
 * @returns How many rows.
 */
async function dropAhead({connection, names, record, state}: ShadowView): Promise<number> {
  const isAhead = state.watermark === null ? 'TRUE' : isAfter(record.target.columns, 'n', state.watermark)
  return connection.execute(`DELETE n FROM ${names.shadow.sql} AS n ${forceIndex(record.target)} WHERE ${isAhead}`)
}

/**
 * Rows of two ranges meet in a unique index only, and in that of the key they do not. A counter that a statement keeps for
 * itself would make the other one wait.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-auto-increment-handling.html#innodb-auto-increment-lock-modes
 */
async function mayCopyTwo({connection, names}: ShadowView): Promise<boolean> {
  if ((await uniqueKeysOf(connection, names.shadow)).size > 1) return false
  const [row] = await connection.query(
    `SELECT @@innodb_autoinc_lock_mode = 2 OR NOT EXISTS (SELECT 1 FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ? AND EXTRA LIKE '%auto_increment%') AS may`,
    [names.shadow.name]
  )
  return row?.['may'] === '1'
}

/**
 * Another session has committed its range before our transaction notes both. Nothing is brought from the log meanwhile:
 * what it names beyond the watermark is left out only because the copy reads it later.
 */
async function insertBoth(view: ShadowView, range: Range, further: Range, context: CopyContext): Promise<number> {
  const limits = {lockTimeoutMs: context.settings.lockTimeoutMs, statementTimeoutMs: null}
  const both = await Promise.allSettled([
    insertRange(view, range),
    context.beside(limits, (connection) =>
      whileCopying(connection, view.record, () => insertRange({...view, connection}, further))
    )
  ])
  // Both have come to their end before anything is undone.
  return both.reduce((sum, each) => {
    if (each.status === 'rejected') throw each.reason
    return sum + each.value
  }, 0)
}

async function insertAlone(view: ShadowView, range: Range): Promise<number> {
  try {
    return await insertRange(view, range)
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    // A value that was copied may belong to another row now.
    await collectAll(view.capture)
    await replay(view, null)
    return insertRange(view, range)
  }
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
