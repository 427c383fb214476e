/** Row by row, is the new table what the copying of the old one would give? */
import type {StepContext} from '../../step.js'
import {cursorColumns, cursorName, cursorOf, forceIndex, isOneOf, referenceTo} from '../key-sql.js'
import {quoteName} from '../../../sql/mysql.js'
import {definitionOf} from './columns.js'
import type {TableKey} from '../keys.js'
import {nextRange, within} from './copy.js'
import type {Range} from './copy.js'
import {replay, slices} from './replay.js'
import type {CopiedColumn, ShadowView} from './record.js'
import {whileCopying} from './session.js'
import {hasNewKey, isSameRow, logKey, logValues, sharesOrder, sourceCursor} from './shadow-sql.js'
import {assertNoWarnings} from './warnings.js'

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
    // What was written lately would differ for no other reason, and all would be looked at once more.
    const isQuiet = (await replay(view, null)) === 0
    const further =
      isQuiet && range.until !== null ? await nextRange(view, table.sql, key, range.until, rows) : undefined
    const [one, other] = await Promise.all([alike(view, range), further && alikeBeside(view, further, context)])
    const found = {wrong: [], doubts: []}
    if (one.isSame && further && other?.isSame) return {...found, last: further.until, rows: one.rows + other.rows}
    if (one.isSame) return {...found, last: range.until, rows: one.rows}
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
 * Bring the rows of some keys up to date, and compare them again. A row that differs then, and whose key is not in the log
 * afterwards, is wrong: nobody has written it since it was brought.
 */
export async function settle(view: ShadowView, keys: string[][]): Promise<Pick<Compared, 'wrong' | 'doubts'>> {
  let suspects = keys
  for (let round = 0; round < rounds && suspects.length > 0; round++) {
    await replay(view, null)
    const still = await compareKeys(view, suspects)
    const waiting = await loggedKeys(view)
    const wrong = still.filter((key) => !waiting.has(key.join(' ')))
    if (wrong.length > 0) {
      for (const part of slices(wrong)) await logAgain(view, part)
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

type Where = (alias: string) => string

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

/** Whether both tables have the same rows in a range, and how many the source has. */
interface Alike {
  isSame: boolean
  rows: number
}

/**
 * As many, and each row of the source has its like. All is asked in one statement, which sees one moment: what two of them
 * saw could hide a row too many behind one that came in between.
 */
async function alike(view: ShadowView, range: Range): Promise<Alike> {
  const {connection, names, record} = view
  const {differs, tables} = await sideBySide(view, rangeOf(view, range))
  const [row] = await connection.query(
    `SELECT count(*) AS expected, coalesce(sum(NOT (${differs})), 0) AS alike,
       (SELECT count(*) FROM ${names.shadow.sql} AS m ${forceIndex(record.target)} WHERE ${within(record.target, 'm', range)}) AS found
     FROM ${tables} WHERE ${within(record.key, 's', range)}`
  )
  const expected = row?.['expected']
  return {isSame: expected === row?.['found'] && expected === row?.['alike'], rows: Number(expected)}
}

/**
 * The same in another session, at the same time. It does not see what is replayed in our transaction: so nothing may have
 * been.
 */
function alikeBeside(view: ShadowView, range: Range, {beside, settings}: CompareContext): Promise<Alike> {
  return beside({lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}, (connection) =>
    whileCopying(connection, view.record, () => alike({...view, connection}, range))
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

/** Rows of the source beside those of the new table, and a condition that holds for those that are not alike. */
async function sideBySide(view: ShadowView, where: Where): Promise<{tables: string; differs: string}> {
  const {names, record} = view
  const {columns} = record.key
  const converted = record.columns.filter((column) => column.converted)
  if (converted.length > 0) await convert(view, converted, where)
  const twin =
    converted.length === 0
      ? ''
      : `LEFT JOIN ${names.twin.sql} AS w ON ${columns
          .map((column, index) => `w.${quoteName(cursorName(index))} = ${referenceTo(column, 's')}`)
          .join(' AND ')}`
  const missing = [isMissing(view, 'n'), ...(converted.length === 0 ? [] : [`w.${cursorName(0)} IS NULL`])]
  return {
    tables: `${names.source.sql} AS s ${forceIndex(record.key)}
     LEFT JOIN ${names.shadow.sql} AS n ${forceIndex(record.target)} ON ${isSameRow(record, 'n')} ${twin}`,
    differs: `${missing.join(' OR ')} OR NOT (${record.columns.map(isSame).join(' AND ')})`
  }
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

/** No row was found for the other one: columns of a key are never NULL. */
function isMissing({record}: Pick<ShadowView, 'record'>, alias: 's' | 'n'): string {
  const {columns} = alias === 's' ? record.key : record.target
  const [first] = columns
  return first ? `${referenceTo(first, alias)} IS NULL` : 'TRUE'
}

/** Values are compared as they are stored: two that a collation takes for one are not the same. */
function isSame({comparison, converted, from, name}: CopiedColumn): string {
  const [one, other] = [
    converted || from === null ? `w.${quoteName(name)}` : `s.${quoteName(from)}`,
    `n.${quoteName(name)}`
  ]
  switch (comparison) {
    case 'value':
      return `${one} <=> ${other}`
    case 'number':
      return `${one} + 0 <=> ${other} + 0`
    case 'text':
      return `CAST(CAST(${one} AS CHAR) AS BINARY) <=> CAST(CAST(${other} AS CHAR) AS BINARY)`
    case 'bytes':
      return `CAST(${one} AS BINARY) <=> CAST(${other} AS BINARY)`
  }
}

/** Let the server itself convert the values of some rows to the new types, in a table of this session alone. */
async function convert(
  {connection, names, record}: ShadowView,
  converted: CopiedColumn[],
  where: Where
): Promise<void> {
  const {columns} = record.key
  const key = columns.map((column, index) => definitionOf(cursorName(index), column))
  const others = converted.map((column) => definitionOf(column.name, column, true))
  const keyNames = columns.map((_, index) => cursorName(index)).join(', ')
  await connection.execute(`DROP TEMPORARY TABLE IF EXISTS ${names.twin.sql}`)
  await connection.execute(
    `CREATE TEMPORARY TABLE ${names.twin.sql} (${[...key, ...others].join(', ')}, PRIMARY KEY (${keyNames})) ENGINE = InnoDB`
  )
  const list = [...columns.map((_, index) => cursorName(index)), ...converted.map(({name}) => quoteName(name))]
  const values = [
    ...columns.map((column) => referenceTo(column, names.alias)),
    ...converted.map(({expression}) => expression)
  ]
  await connection.execute(
    `INSERT INTO ${names.twin.sql} (${list.join(', ')}) SELECT ${values.join(', ')}
     FROM ${names.source.sql} AS ${names.alias} ${forceIndex(record.key)} WHERE ${where(names.alias)}`
  )
  await assertNoWarnings(connection, record)
}

/** Keys that are in the log now. */
async function loggedKeys({connection, names, record}: ShadowView): Promise<Set<string>> {
  const key = logKey(record)
  const rows = await connection.query(`SELECT ${cursorColumns(key, 'l')} FROM ${names.log.sql} AS l`)
  return new Set(rows.map((row) => cursorOf(key, row).join(' ')))
}

async function logAgain({connection, names, record}: ShadowView, keys: readonly string[][]): Promise<void> {
  const list = logKey(record).map(({name}) => name)
  await connection.execute(`INSERT INTO ${names.log.sql} (${list.join(', ')}) VALUES ${logValues(record, keys)}`)
}
