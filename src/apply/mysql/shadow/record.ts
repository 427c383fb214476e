/** What was found out when the shadow table was made, and how far the copy is: kept beside it. */
import type {Connection} from '../../connection/connection.js'
import type {TableKey} from '../keys.js'
import type {CarriedKey, CarriedTrigger, IncomingKey, IndexClaim} from './carried/carried.js'
import type {Capture} from './capture/capture.js'
import type {ShadowNames} from './names.js'

/** How a copied value is compared with the one it comes from. */
export type Comparison = 'value' | 'bytes' | 'text' | 'number'

export interface CopiedColumn {
  name: string
  /** SQL over the source, under the table's own name. */
  expression: string
  /** The column of the source that it is, where it is nothing else; `null`: an expression. */
  from: string | null
  /** Of the new shape. */
  type: string
  charset: string | null
  collation: string | null
  comparison: Comparison
  /** The server itself must convert it once more to tell what it has to be. */
  converted: boolean
  /** Cutting a part off a time is what the change asks for. */
  cutsTime: boolean
}

export interface ShadowRecord {
  /** Of whom it is. */
  run: string
  mariadb: boolean
  /** How the keys of rows that are written come into the log; `undefined`: by triggers, made before there was a choice. */
  capture?: 'triggers' | 'binlog'
  /** Of the source. */
  key: TableKey
  /** The same key in the new shape. */
  target: TableKey
  columns: CopiedColumn[]
  /** The table's own, which the new one gets when it takes its place. */
  foreignKeys: CarriedKey[]
  /** Of other tables, which refer to the new one when it takes its place. */
  incomingKeys: IncomingKey[]
  /** Their indexes that have to be made the tables' own before. */
  claims: IndexClaim[]
  /** The same; they were seen to fit. */
  ownTriggers: CarriedTrigger[]
  /** `ADD …` clauses of indexes that are built once the rows are there. */
  laterIndexes: string[]
  /** Of the sessions that copy: that of the session, where it decides what rows hold, else UTC. */
  zone: string
  /** `sql_mode` flags that say how expressions of users are read. */
  modes: string[]
  /** Print of the source's shape; it may not change meanwhile. */
  shape: string
}

/** What changes while the rows are copied. */
export interface CopyState {
  /** The last key that was copied; `null`: none yet. */
  watermark: string[] | null
  /** All rows that there were have been copied. */
  copied: boolean
  /** What tells this table from an emptied or rebuilt one. */
  identity: string
  /** That has changed, all rows were copied anew, and no whole pass of the check has found nothing since. */
  begunAgain?: boolean
  /** Rows were brought from the log since it was noted from when on nobody may have a view of the data. */
  late?: boolean
  /** Keys that differed each time although the log names them: to be compared once nobody writes. */
  doubts: string[][]
  /** The indexes of keys to it are the tables' own. */
  claimed: boolean
  /** Numbers of the new table's spaces, as it takes the place of the old one; `undefined`: it never tried to. */
  successor?: string[]
}

export interface ShadowView {
  connection: Connection
  names: ShadowNames
  record: ShadowRecord
  state: CopyState
  capture: Capture
}

export function recordTable({record}: ShadowNames): string {
  return `CREATE TABLE ${record.sql} (id int NOT NULL PRIMARY KEY, document longtext NOT NULL, state longtext NOT NULL)
    ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT = 'sqlsafe'`
}

export async function writeRecord(
  connection: Connection,
  names: ShadowNames,
  record: ShadowRecord,
  state: CopyState
): Promise<void> {
  await connection.execute(`INSERT INTO ${names.record.sql} (id, document, state) VALUES (1, ?, ?)`, [
    JSON.stringify(record),
    JSON.stringify(state)
  ])
}

export async function writeState({connection, names, state}: ShadowView): Promise<void> {
  await connection.execute(`UPDATE ${names.record.sql} SET state = ? WHERE id = 1`, [JSON.stringify(state)])
}

/** `undefined`: it was never written to its end. */
export async function findRecord(
  connection: Connection,
  names: ShadowNames
): Promise<{record: ShadowRecord; state: CopyState} | undefined> {
  const [row] = await connection.query(`SELECT document, state FROM ${names.record.sql} WHERE id = 1`)
  if (row === undefined) return undefined
  return {
    record: JSON.parse(row['document'] ?? 'null') as ShadowRecord,
    state: JSON.parse(row['state'] ?? 'null') as CopyState
  }
}
