/** What has come between since the tables changed places, so that the old one cannot take its place again. */
import type {ShadowInput} from '../../../../plan/steps.js'
import type {Connection} from '../../../connection/connection.js'
import {withFullNames} from '../catalog/read.js'
import {readTable} from '../catalog/table.js'
import type {TableFacts} from '../catalog/table.js'
import {lostKeys} from '../foreign-keys.js'
import {namesOf} from '../names.js'
import type {ShadowNames} from '../names.js'
import {readRecord} from '../record.js'
import type {ShadowRecord} from '../record.js'
import {reasonsOf, reasonsOfChange} from '../refuse.js'
import {countBlind} from '../row-function.js'
import {printOf} from '../shape-print.js'

/** Reasons against the way back; empty: none. */
export async function obstaclesOf(connection: Connection, input: ShadowInput): Promise<string[]> {
  const names = namesOf({...input, back: true})
  const record = await readRecord(connection, names)
  const gone = await goneOf(connection, record, names)
  if (gone.length > 0) return gone
  const {shadow, source} = record
  const shape = await withFullNames(connection, () => printOf(connection, source))
  const [now, old] = await withFullNames(
    connection,
    async () => [await readTable(connection, source), await readTable(connection, shadow)] as const
  )
  return [
    ...(shape === record.shape
      ? []
      : ['its columns, indexes, checks or options were altered since, which would be lost']),
    ...(await reasonsOf(connection, source, true)),
    ...(await reasonsOfChange(connection, source, changedSince(now, old))),
    ...(await lostKeys(connection, source, shadow)),
    ...(await blindOf(connection, names)),
    ...(await numbersPast(connection, record))
  ]
}

/** @throws {Error} When there is a reason. */
export async function assertWayBack(connection: Connection, input: ShadowInput): Promise<void> {
  const reasons = await obstaclesOf(connection, input)
  if (reasons.length === 0) return
  throw new Error(`Unexpected things in the way back of ${namesOf(input).table}, expected none: ${reasons.join('; ')}`)
}

/** Rows that were written while their key was not what it had been. */
async function blindOf(connection: Connection, names: ShadowNames): Promise<string[]> {
  const [row] = await connection.query<{count: string}>(countBlind(names))
  return row?.count === '0' ? [] : ['rows were written while a column of its key was altered, and nobody knows which']
}

/** Tables that are not where the swap has put them. */
async function goneOf(connection: Connection, {shadow, source}: ShadowRecord, names: ShadowNames): Promise<string[]> {
  const places = [
    [names.table, source],
    [names.shadow, shadow]
  ] as const
  const reasons: string[] = []
  for (const [name, oid] of places) {
    const [row] = await connection.query<{oid: string | null}>('SELECT to_regclass($1)::oid::text AS oid', [name])
    if (Number(row?.oid) !== oid) reasons.push(`${name} is not the table that it was right after the swap`)
  }
  return reasons
}

/** Columns that are not in the old shape as they are in the new one, by number. */
function changedSince(now: TableFacts, old: TableFacts): Map<number, string> {
  const changed = now.columns.filter(({collation, name, type}) => {
    const before = old.columns.find((column) => column.name === name)
    return before?.type !== type || before.collation !== collation
  })
  return new Map(changed.map(({name, number}) => [number, name]))
}

/** Identities of the new table that have given numbers which the old type has not. */
async function numbersPast(connection: Connection, {shadow, source}: ShadowRecord): Promise<string[]> {
  const rows = await connection.query<{reason: string}>(
    `SELECT format('numbers of %s have gone on to %s, past what type %s holds', s.oid::regclass,
       pg_sequence_last_value(s.oid), format_type(o.seqtypid, NULL)) AS reason
     FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2 AND b.attname = a.attname
     JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
       AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
     JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass AND e.deptype = 'i'
       AND e.refobjid = b.attrelid AND e.refobjsubid = b.attnum
     JOIN pg_sequence o ON o.seqrelid = e.objid
     WHERE a.attrelid = $1 AND abs(pg_sequence_last_value(s.oid)::numeric) > CASE o.seqtypid
       WHEN 'smallint'::regtype THEN 32767 WHEN 'integer'::regtype THEN 2147483647 ELSE 9223372036854775807 END`,
    [source, shadow]
  )
  return rows.map(({reason}) => reason)
}
