/** What a shadow table was made for, kept beside it: all that later steps need, and cannot read from the catalog again. */
import type {Connection} from '../../connection/connection.js'
import type {KeptSettings} from '../kept-settings.js'
import type {ShadowInput} from '../../../plan/steps.js'
import {makeBare} from './bare.js'
import type {IndexRecipe} from './catalog/indexes.js'
import type {Guard} from './guard.js'
import type {ShadowNames} from './names.js'
import type {WrittenRecord} from './written/record.js'

/** A column of the key that rows are found by, in the old and in the new shape. */
export interface KeyColumn {
  /** Quoted. */
  source: string
  target: string
  sourceType: string
  targetType: string
  /** ` COLLATE …`, or empty. */
  collation: string
  /** Operators on the source's type, and on the target's. */
  equals: string
  greater: string
  less: string
  atMost: string
  targetEquals: string
  targetGreater: string
  targetLess: string
  targetAtMost: string
}

/** A column that is copied: quoted, and the expression over the other table's columns. */
export interface CopiedColumn {
  name: string
  type: string
  expression: string
}

/** How rows that are written after the swap would come to the old table. */
export interface WayBack {
  /** Columns of the old shape, over those of the new one. */
  columns: CopiedColumn[]
  /** Why there is none; empty: there is. */
  reasons: string[]
  /** The new table is unlogged. */
  unlogged: boolean
}

/** Of a record that was turned round by the swap: the old table is kept in sync. */
export interface Back {
  /** The change that is taken back. */
  input: ShadowInput
  /** The run that made it. */
  run: string
  /** When the tables changed places, as the server's text. */
  since: string
  /** How rows came from the old shape to the new one. */
  columns: CopiedColumn[]
  /** Statements that give the sequences of identities their bounds again. */
  restore: string[]
}

export interface ShadowRecord {
  source: number
  shadow: number
  columns: CopiedColumn[]
  key: KeyColumn[]
  /** What is built after the rows are there. */
  indexes: IndexRecipe[]
  /** The index by which rows are found, where the copy does without it; it builds it at its end. */
  keyIndex?: IndexRecipe | undefined
  /** Checks that are not validated, added in the swap: they may not hold for rows that are copied. */
  laterChecks: string[]
  /** Statements that validate what the swap carried over; written by it. */
  validate?: string[]
  /** Writers that waited for the swap may look at a time before it; written by it, and taken out once they are gone. */
  guard?: Guard
  /** Extended statistics: quoted names, and the schema that each is to be in. */
  statistics: Array<{name: string; schema: string}>
  /** The index by which rows are found is ours, and goes in the swap. */
  ownKeyIndex: boolean
  /** Print of the source's shape; it may not change meanwhile. */
  shape: string
  /** The old table is unlogged: a crash empties it, and the log may go with it. */
  unlogged: boolean
  /** The old table or the new one is unlogged: a crash that nobody noticed must not be taken for a table without rows. */
  marksCrash: boolean
  wayBack: WayBack
  /** What values are converted under, whoever goes on with the run. */
  settings?: KeptSettings | undefined
  /** The new shape was written, instead of the old one's changed. */
  written?: WrittenRecord | undefined
  /** The source is the new table, and the shadow the old one. */
  back?: Back
}

/** @throws {Error} When there is none: something of ours was taken away by hand. */
export async function readRecord(connection: Connection, names: ShadowNames): Promise<ShadowRecord> {
  const {growing, record} = names
  const [found] = await connection.query<{there: string | null}>('SELECT to_regclass($1)::text AS there', [record])
  if (typeof found?.there !== 'string') {
    throw new Error(`Unexpected lack of ${record}, expected schema ${growing} as it was made: abort, and begin again`)
  }
  const [row] = await connection.query<{document: string}>(`SELECT document::text FROM ${record}`)
  const document = JSON.parse(row?.document ?? 'null') as ShadowRecord
  await assertNoCrash(connection, document, names)
  return document
}

export async function writeRecord(connection: Connection, names: ShadowNames, document: ShadowRecord): Promise<void> {
  await connection.execute(
    `CREATE TABLE ${names.record} (document jsonb NOT NULL, old_snapshots boolean NOT NULL DEFAULT false)`
  )
  await makeBare(connection, names.record)
  await connection.execute(`INSERT INTO ${names.record} (document) VALUES ($1)`, [JSON.stringify(document)])
}

/**
 * A row in a table that is not logged: there as long as no server has crashed, also after a restart in good order. When
 * the postmaster started says nothing: it goes on where one session crashes.
 *
 * https://www.postgresql.org/docs/current/sql-createtable.html: an unlogged table is truncated after a crash.
 */
export async function markCrash(connection: Connection, {crashMark}: ShadowNames): Promise<void> {
  await connection.execute(`CREATE UNLOGGED TABLE ${crashMark} (there boolean NOT NULL)`)
  await makeBare(connection, crashMark)
  await connection.execute(`INSERT INTO ${crashMark} VALUES (true)`)
}

async function assertNoCrash(
  connection: Connection,
  {back, marksCrash}: ShadowRecord,
  {crashMark}: ShadowNames
): Promise<void> {
  if (!marksCrash) return
  const rows = await connection.query(`SELECT there FROM ${crashMark}`)
  if (rows.length > 0) return
  if (back !== undefined) {
    throw new Error(
      'Unexpected crash of the server since the tables changed places, expected none: it empties unlogged tables, so there is no way back; `sqlsafe cleanup` drops the old table'
    )
  }
  throw new Error(
    'Unexpected crash of the server since the table was copied, expected none: it empties unlogged tables, so `sqlsafe abort` and begin again'
  )
}
