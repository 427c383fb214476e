/** Two rows that have one unique value in the new shape: for a moment, or for good. */
import type {Connection} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {quoteName} from '../../../sql/mysql.js'
import type {Named} from './names.js'
import type {CopiedColumn, ShadowView} from './record.js'

/** It may be gone with the next rows of the log. */
export class ConflictError extends Error {
  override name = 'ConflictError'
}

/** `ER_DUP_ENTRY`, and the same with the name of the key. */
export function isConflict(error: unknown): boolean {
  const number = errorNumber(error)
  return number === 1062 || number === 1586
}

/** So many times in a row it may be that two rows were just exchanging a value. */
const mostConflicts = 50

/** From so many on the table itself is asked, which reads all of it. */
const suspicious = 3

/**
 * Note that a conflict was met once more.
 *
 * @throws {Error} When the source has such rows: which values they share.
 */
export async function meetConflict(view: ShadowView, error: unknown, before: number): Promise<number> {
  const times = before + 1
  if (times < suspicious) return times
  const values = await duplicates(view)
  if (values !== undefined) throw new Error(values, {cause: error})
  if (times >= mostConflicts) throw error
  return times
}

/** What is needed to ask the source. */
type Asked = Pick<ShadowView, 'connection' | 'names' | 'record'>

/** Values of unique keys of the new shape that several rows of the source have, in words. */
export async function duplicates(
  view: Asked,
  isAsked = (_: readonly CopiedColumn[]) => true
): Promise<string | undefined> {
  const {connection, names, record} = view
  for (const [index, parts] of await uniqueIndexes(view)) {
    const columns = parts.flatMap((part) => record.columns.filter(({name}) => name === part))
    // Over an expression or a prefix, or a column that is not copied: the server's own words have to do.
    if (columns.length < parts.length || !isAsked(columns)) continue
    const values = columns.map((column, position) => `${asTarget(column)} AS v${String(position + 1)}`)
    const list = columns.map((_, position) => `v${String(position + 1)}`)
    const [row] = await connection.query(
      `SELECT count(*) AS times, ${list.map((each) => `CAST(min(${each}) AS CHAR) AS ${each}`).join(', ')}
       FROM (SELECT ${values.join(', ')} FROM ${names.source.sql} AS ${names.alias}) AS d
       WHERE ${list.map((each) => `${each} IS NOT NULL`).join(' AND ')}
       GROUP BY ${list.map((each) => `d.${each}`).join(', ')} HAVING count(*) > 1 LIMIT 1`
    )
    if (row === undefined) continue
    const shown = columns.map(({name}, position) => `${name} = ${row[`v${String(position + 1)}`] ?? ''}`)
    return `Unexpected ${row['times'] ?? ''} rows of ${names.source.sql} with ${shown.join(', ')}, expected one: unique key ${index} of the new shape allows no more`
  }
  return undefined
}

function asTarget({charset, collation, expression}: CopiedColumn): string {
  return charset === null || collation === null
    ? expression
    : `CONVERT(${expression} USING ${charset}) COLLATE ${collation}`
}

/** Those of a table: names of columns by index; empty ones are no whole columns. */
export async function uniqueKeysOf(connection: Connection, {sql}: Named): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const row of await connection.query(`SHOW INDEX FROM ${sql}`)) {
    if (row['Non_unique'] !== '0') continue
    const index = row['Key_name'] ?? ''
    found.set(index, [...(found.get(index) ?? []), row['Sub_part'] === null ? (row['Column_name'] ?? '') : ''])
  }
  return found
}

/** Of the new shape, also those that are built later. */
async function uniqueIndexes({connection, names, record}: Asked): Promise<Map<string, string[]>> {
  const found = await uniqueKeysOf(connection, names.shadow)
  for (const clause of record.laterIndexes) {
    const [, index, list] = /^ADD UNIQUE KEY (`(?:[^`]|``)+`) \(((?:`(?:[^`]|``)+`(?: DESC)?,?)+)\)/.exec(clause) ?? []
    if (index === undefined || list === undefined) continue
    const names = [...list.matchAll(/`((?:[^`]|``)+)`/g)].map(([, name = '']) => name.replaceAll('``', '`'))
    found.set(index.slice(1, -1), names)
  }
  return found
}

/** A savepoint around work that may meet a conflict. */
export async function undoingConflicts<Result>(
  {connection}: Pick<ShadowView, 'connection'>,
  work: () => Promise<Result>
): Promise<Result> {
  await connection.execute(`SAVEPOINT ${quoteName('sqlsafe_copy')}`)
  try {
    return await work()
  } catch (error) {
    if (!isConflict(error)) throw error
    await connection.execute(`ROLLBACK TO SAVEPOINT ${quoteName('sqlsafe_copy')}`)
    throw new ConflictError(error instanceof Error ? error.message : String(error), {cause: error})
  }
}
