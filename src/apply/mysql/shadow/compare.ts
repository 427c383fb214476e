/** Row by row, is the new table what the copying of the old one would give? */
import type {StepContext} from '../../step.js'
import {cursorColumns, cursorOf, cursorTexts, forceIndex, isOneOf} from '../key-sql.js'
import type {KeyColumn, TableKey} from '../keys.js'
import {collectAll} from './capture/capture.js'
import {logKeys} from './capture/log.js'
import {nextRange, within} from './copy.js'
import type {Range} from './copy.js'
import {replay, slices} from './replay.js'
import type {ShadowView} from './record.js'
import {longestText, whileCopying} from './session.js'
import {hasNewKey, isLogged, isSameRow, logKey, sharesOrder, sourceCursor} from './shadow-sql.js'
import {isMissing, sideBySide} from './side-by-side.js'
import type {Where} from './side-by-side.js'

/** What a look at some rows brought. */
export interface Compared {
  /** Keys of rows that differed, and still do though no write of them waits: they were put into the log. */
  wrong: string[][]
  /** Keys that the log named each time: nothing can be said yet. */
  doubts: string[][]
  /** The last key that was looked at; `null`: these were the last. */
  last: string[] | null
  /** How many rows were looked at, of the table that is walked along. */
  rows: number
}

/** Rows that differ and are looked at together. */
const most = 1000

/** How often rows that differ are brought up to date and compared again. */
const rounds = 5

/** What a comparison is done with. */
type CompareContext = Pick<StepContext, 'batchRows' | 'beside' | 'settings'>

/**
 * Compare the next rows after a key: each row of the source with that of the new table (`forward`), or look for rows of
 * the new table that the source has not (`backward`).
 *
 * Where both have the same order one look from the source tells both: each row has its like, and there are as many.
 */
export async function compareBatch(
  view: ShadowView,
  direction: 'forward' | 'backward',
  after: string[] | null,
  context: CompareContext
): Promise<Compared> {
  const {names, record} = view
  const rows = context.batchRows
  const isForward = direction === 'forward'
  const [table, key] = isForward ? [names.source, record.key] : [names.shadow, record.target]
  const range = await nextRange(view, table.sql, key, after, rows)
  const both = isForward && sharesOrder(record)
  if (both) {
    const found = await compareTogether(view, range, context)
    if (found !== undefined) return found
  }
  const look = async (): Promise<string[][]> => [
    ...(isForward ? await differing(view, rangeOf(view, range)) : []),
    ...(both || !isForward ? await surplus(view, range) : [])
  ]
  const seen = range.until === null ? await countOf(view, table.sql, key, range) : rows
  const found: Compared = {wrong: [], doubts: [], last: range.until, rows: seen}
  for (let suspects = await look(); suspects.length > 0; suspects = suspects.length < most ? [] : await look()) {
    const {doubts, wrong} = await settle(view, suspects)
    found.wrong.push(...wrong)
    found.doubts.push(...doubts)
    // What stays in doubt would be found again and again.
    if (doubts.length + wrong.length > most / 2) break
  }
  return found
}

/**
 * Two ranges at the same time, in one look each. Nothing is replayed before: what was written lately is in the log, and is
 * looked at again once it was brought.
 *
 * @returns `undefined`: too many rows of the first one differ.
 */
async function compareTogether(view: ShadowView, range: Range, context: CompareContext): Promise<Compared | undefined> {
  const {names, record} = view
  const next = range.until === null ? undefined : {after: range.until, rows: context.batchRows}
  const further = next && (await nextRange(view, names.source.sql, record.key, next.after, next.rows))
  const [one, two] = await Promise.all([
    lookAt(view, range),
    further && beside(view, context, (other) => lookAt(other, further))
  ])
  const first = await withSurplus(view, range, one)
  if (first === undefined) return undefined
  const second = further && two && (await withSurplus(view, further, two))
  const both = second ? [first, second] : [first]
  const {until: last} = second ? further : range
  const [unexplained, late] = [both.flatMap((each) => each.unexplained), both.flatMap((each) => each.late)]
  const rows = first.rows + (second?.rows ?? 0)
  const isFull = view.state.doubts.length + late.length > most
  if (unexplained.length === 0 && !isFull) return {wrong: [], doubts: late, last, rows}
  const settled = await settle(view, [...unexplained, ...late])
  return {...settled, last, rows}
}

/** Adds rows that the source has not. Too many of them: `undefined`. */
async function withSurplus(view: ShadowView, range: Range, look: Look | undefined): Promise<Look | undefined> {
  if (look?.hasMore !== true) return look
  const extra = await surplus(view, range)
  if (extra.length >= most) return undefined
  // A key that was in the log is still: only we take it out.
  const waiting = await loggedKeys(view)
  const isLate = (key: string[]): boolean => waiting.has(key.join(' '))
  return {
    ...look,
    unexplained: [...look.unexplained, ...extra.filter((key) => !isLate(key))],
    late: [...look.late, ...extra.filter(isLate)]
  }
}

/**
 * Bring the rows of some keys up to date, and compare them again. A row that differs then, and whose key is not in the log
 * afterwards, is wrong: nobody has written it since it was brought.
 */
export async function settle(view: ShadowView, keys: string[][]): Promise<Pick<Compared, 'wrong' | 'doubts'>> {
  let suspects = keys
  await collectAll(view.capture)
  for (let round = 0; round < rounds && suspects.length > 0; round++) {
    await replay(view, null)
    const still = await compareKeys(view, suspects)
    await collectAll(view.capture)
    const waiting = await loggedKeys(view)
    const wrong = still.filter((key) => !waiting.has(key.join(' ')))
    if (wrong.length > 0) {
      for (const part of slices(wrong)) await logKeys(view.connection, view.names, view.record, part)
      return {wrong, doubts: still.filter((key) => waiting.has(key.join(' ')))}
    }
    suspects = still
  }
  return {wrong: [], doubts: suspects}
}

/** Which of some keys have rows that differ, on either side. */
export async function compareKeys(view: ShadowView, keys: readonly string[][]): Promise<string[][]> {
  const {connection, names, record} = view
  const found = new Map<string, string[]>()
  for (const part of slices(keys)) {
    const rows = await differing(view, (alias) => isOneOf(record.key.columns, alias, part))
    const extra = await connection.query(
      `SELECT ${sourceCursor(record)} FROM ${names.shadow.sql} AS n ${forceIndex(record.target)}
       LEFT JOIN ${names.source.sql} AS s ${forceIndex(record.key)} ON ${isSameRow(record, 's')}
       WHERE ${hasNewKey(record, part)} AND ${isMissing(view, 's')}`
    )
    for (const key of [...rows, ...extra.map((row) => cursorOf(record.key.columns, row))]) found.set(key.join(' '), key)
  }
  return [...found.values()]
}

function rangeOf({record}: ShadowView, range: Range): Where {
  return (alias) => within(record.key, alias, range)
}

/** Rows of one table in a range. */
async function countOf({connection}: ShadowView, table: string, key: TableKey, range: Range): Promise<number> {
  const [row] = await connection.query(
    `SELECT count(*) AS found FROM ${table} AS s ${forceIndex(key)} WHERE ${within(key, 's', range)}`
  )
  return Number(row?.['found'])
}

/** What one look at a range of both tables sees. */
interface Look {
  /** Rows of the source. */
  rows: number
  /** Keys of those that the new table has not, or has otherwise, though no write of them waits in the log. */
  unexplained: string[][]
  /** Those whose writes do. */
  late: string[][]
  /** The new table has rows that the source has not, and no write of them waits. */
  hasMore: boolean
}

/** The server cuts off what is longer than the session allows. */
const longestList = longestText / 2

/** Signs that are in no cursor. */
const [betweenParts, betweenKeys] = ['|', ',']

/**
 * All is asked in one statement, which sees one moment: what two of them saw could hide a row too many behind one that came
 * in between, and a write is seen with its key in the log. Each row of the source meets one of the new table at most: where
 * that has more than were met, some are too many. Those that the log names are found by their keys: to find all the others
 * each row has to be looked up the other way, too.
 *
 * @returns `undefined`: too many rows differ, or were written, to be named.
 */
async function lookAt(view: ShadowView, range: Range): Promise<Look | undefined> {
  const {connection, names, record} = view
  const {differs, tables} = await sideBySide(view, rangeOf(view, range))
  const logColumns = logKey(record)
    .map(({name}) => name)
    .join(', ')
  const [row] = await connection.query(
    `SELECT count(*) AS expected, coalesce(sum(NOT ${isMissing(view, 'n')}), 0) AS met,
       ${listOf(record.key.columns, 's', `NOT (${differs})`)} AS differing,
       (SELECT ${listOf(logKey(record), 'l', 'FALSE')} FROM ${names.log.sql} AS l) AS logged,
       (SELECT ${listOf(logKey(record), 'd', 'FALSE')} FROM (SELECT DISTINCT ${logColumns} FROM ${names.log.sql}) AS d
        STRAIGHT_JOIN ${names.shadow.sql} AS n ${forceIndex(record.target)} ON ${isLogged(record, 'n')}
        LEFT JOIN ${names.source.sql} AS s ${forceIndex(record.key)} ON ${isLogged(record, 's')}
        WHERE ${within(record.target, 'n', range)} AND ${isMissing(view, 's')}) AS gone,
       (SELECT count(*) FROM ${names.shadow.sql} AS m ${forceIndex(record.target)} WHERE ${within(record.target, 'm', range)}) AS found
     FROM ${tables} WHERE ${within(record.key, 's', range)}`
  )
  const lists = [row?.['differing'] ?? '', row?.['logged'] ?? '', row?.['gone'] ?? '']
  const [differing = [], logged = [], gone = []] = lists.map((list) => (list === '' ? [] : list.split(betweenKeys)))
  if (differing.length >= most || lists.some((list) => list.length >= longestList)) return undefined
  const waiting = new Set(logged)
  const keysOf = (keys: readonly string[]): string[][] => keys.map((key) => key.split(betweenParts))
  return {
    rows: Number(row?.['expected']),
    unexplained: keysOf(differing.filter((key) => !waiting.has(key))),
    late: keysOf([...differing.filter((key) => waiting.has(key)), ...gone]),
    hasMore: Number(row?.['found']) - Number(row?.['met']) !== gone.length
  }
}

/** The keys of rows in one text, but for those that a condition leaves out. */
function listOf(columns: readonly KeyColumn[], alias: string, isOut: string): string {
  const cursor = `CONCAT_WS('${betweenParts}', ${cursorTexts(columns, alias).join(', ')})`
  return `GROUP_CONCAT(CASE WHEN ${isOut} THEN NULL ELSE ${cursor} END SEPARATOR '${betweenKeys}')`
}

/** Work in another session, at the same time: it sees nothing of our transaction. */
function beside<Result>(
  view: ShadowView,
  context: CompareContext,
  work: (view: ShadowView) => Promise<Result>
): Promise<Result> {
  return context.beside({lockTimeoutMs: context.settings.lockTimeoutMs, statementTimeoutMs: null}, (connection) =>
    whileCopying(connection, view.record, () => work({...view, connection}))
  )
}

/** Keys of rows of the source that the new table has not, or has otherwise: some of them, where there are many. */
async function differing(view: ShadowView, where: Where): Promise<string[][]> {
  const {columns} = view.record.key
  const {differs, tables} = await sideBySide(view, where)
  const rows = await view.connection.query(
    `SELECT ${cursorColumns(columns, 's')} FROM ${tables} WHERE ${where('s')} AND (${differs}) LIMIT ${String(most)}`
  )
  return rows.map((row) => cursorOf(columns, row))
}

/** Keys of rows of the new table that the source has not. */
async function surplus({connection, names, record}: ShadowView, range: Range): Promise<string[][]> {
  const rows = await connection.query(
    `SELECT ${sourceCursor(record)} FROM ${names.shadow.sql} AS n ${forceIndex(record.target)}
     LEFT JOIN ${names.source.sql} AS s ${forceIndex(record.key)} ON ${isSameRow(record, 's')}
     WHERE ${within(record.target, 'n', range)} AND ${isMissing({record}, 's')} LIMIT ${String(most)}`
  )
  return rows.map((row) => cursorOf(record.key.columns, row))
}

/** Keys that are in the log now. */
async function loggedKeys({connection, names, record}: ShadowView): Promise<Set<string>> {
  const key = logKey(record)
  const rows = await connection.query(`SELECT ${cursorColumns(key, 'l')} FROM ${names.log.sql} AS l`)
  return new Set(rows.map((row) => cursorOf(key, row).join(' ')))
}
