/** Keys in events about the rows of one table. */
import type {KeyColumn} from '../keys.js'
import {hasBit, inflate, Reader, types} from './events.js'
import type {LogEvent} from './events.js'
import {code, keyText, metaLength, takeValue} from './values.js'
import type {LoggedColumn} from './values.js'

/** A column of the key, and where it is in a row. */
export interface PlacedColumn extends KeyColumn {
  /** From 0. */
  place: number
}

/** How rows of a table are written: what a table map tells. */
export interface TableMap {
  id: number
  schema: string
  table: string
  columns: LoggedColumn[]
}

type Verb = 'insert' | 'update' | 'delete'

/** https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Rows__event.html, and the compressed ones of MariaDB. */
const verbs: Readonly<Record<number, Verb>> = {
  23: 'insert',
  24: 'update',
  25: 'delete',
  30: 'insert',
  31: 'update',
  32: 'delete',
  39: 'update',
  166: 'insert',
  167: 'update',
  168: 'delete',
  169: 'insert',
  170: 'update',
  171: 'delete'
}

const compressedFrom = 166

/** Their headers are longer. */
const secondVersion = new Set([30, 31, 32, 39, 169, 170, 171])

export function isAboutRows({type}: LogEvent): boolean {
  return type in verbs
}

/** The number by which a table map, or an event about rows, knows the table. */
export function tableIdOf({body}: LogEvent): number {
  return body.readUIntLE(0, 6)
}

export function tableNameOf({body}: LogEvent): {schema: string; table: string} {
  const schemaEnd = 9 + body.readUInt8(8)
  const tableEnd = schemaEnd + 2 + body.readUInt8(schemaEnd + 1)
  return {schema: body.toString('utf8', 9, schemaEnd), table: body.toString('utf8', schemaEnd + 2, tableEnd)}
}

export function readTableMap(event: LogEvent): TableMap {
  const names = tableNameOf(event)
  const reader = new Reader(event.body)
  reader.take(8)
  reader.take(reader.number(1) + 1)
  reader.take(reader.number(1) + 1)
  const codes = reader.take(reader.packed())
  const meta = new Reader(reader.take(reader.packed()))
  const columns = [...codes].map((type): LoggedColumn => {
    const [first = 0, second = 0] = meta.take(metaLength(type))
    return {type, meta: [first, second]}
  })
  return {id: tableIdOf(event), ...names, columns}
}

/** How codes of types begin that a column's values are written by. */
const codesOf: Readonly<Record<KeyColumn['sort'], readonly number[]>> = {
  number: [1, 2, 3, 8, 9, 13, code.decimal],
  text: [code.varchar, code.string, code.varString],
  binary: [code.varchar, code.string, code.varString],
  temporal: [10, 14, code.timestamp, code.time, code.datetime, code.timestamp2, code.datetime2, code.time2],
  enum: [code.string],
  set: [code.string],
  bit: [code.bit],
  address: [code.string]
}

/** @throws {Error} When the key is not where it was. */
export function assertFits({columns, table}: TableMap, key: readonly PlacedColumn[]): void {
  const wrong = key.find(({place, sort}) => !codesOf[sort].includes(columns[place]?.type ?? Number.NaN))
  if (wrong) {
    throw new Error(
      `Unexpected shape of \`${table}\` in the binary log, expected column ${wrong.name} of its key as it was when the copy was begun: abort, and begin again`
    )
  }
}

/** The keys that rows had before and have afterwards, as cursors; one that did not move comes once. */
export function keysOf(event: LogEvent, {columns, table}: TableMap, key: readonly PlacedColumn[]): string[][] {
  const verb = verbs[event.type] ?? 'delete'
  const reader = new Reader(event.body)
  reader.take(8)
  if (secondVersion.has(event.type)) reader.take(reader.number(2) - 2)
  const width = reader.packed()
  if (width !== columns.length) throw new Error(`Unexpected number of columns of \`${table}\` in the binary log`)
  const bitmap = (): Buffer => reader.take(Math.ceil(width / 8))
  const first = bitmap()
  const second = verb === 'update' ? bitmap() : undefined
  const rest = reader.rest()
  const rows = new Reader(event.type >= compressedFrom ? inflate(rest) : rest)
  const keys: string[][] = []
  while (!rows.isAtEnd) {
    const before = imageKey(rows, {columns, key, present: first})
    const all = before.map((text, index) => text ?? missing(key[index], table))
    keys.push(all)
    if (second === undefined) continue
    if (event.type === types.partialUpdate) skipPartialJson(rows, columns)
    const after = imageKey(rows, {columns, key, present: second}).map((text, index) => text ?? all[index] ?? '')
    if (after.some((text, index) => text !== all[index])) keys.push(after)
  }
  return keys
}

function missing(column: PlacedColumn | undefined, table: string): never {
  throw new Error(
    `Unexpected rows of \`${table}\` in the binary log without column ${column?.name ?? ''} of its key, expected \`binlog_row_image = FULL\` in every session: abort, and begin again with triggers`
  )
}

/** Which columns of JSON have only what changed: they are as long as they say, like others. */
function skipPartialJson(rows: Reader, columns: readonly LoggedColumn[]): void {
  const partialUpdates = 1
  if ((rows.packed() & partialUpdates) === 0) return
  rows.take(Math.ceil(columns.filter(({type}) => type === code.json).length / 8))
}

interface Image {
  columns: readonly LoggedColumn[]
  key: readonly PlacedColumn[]
  /** Columns that are in it. */
  present: Buffer
}

/** @returns Parts of the key; `undefined`: it is not there. */
function imageKey(rows: Reader, {columns, key, present}: Image): Array<string | undefined> {
  const there = columns.flatMap((column, place) => (hasBit(present, place) ? [{column, place}] : []))
  const nulls = rows.take(Math.ceil(there.length / 8))
  const found: Array<string | undefined> = key.map(() => undefined)
  for (const [index, {column, place}] of there.entries()) {
    if (hasBit(nulls, index)) continue
    const value = takeValue(column, rows)
    const own = key.findIndex((each) => each.place === place)
    const wanted = key[own]
    if (wanted) found[own] = keyText(wanted, column, value)
  }
  return found
}
