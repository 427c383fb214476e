/** Columns of a table, as the server tells them. */
import type {Connection} from '../../connection/connection.js'
import {quoteName} from '../../../sql/mysql.js'
import {schemaValue} from './names.js'
import type {ShadowNames} from './names.js'

export interface TableColumn {
  name: string
  /** `varchar(20)`. */
  type: string
  /** `varchar`. */
  dataType: string
  charset: string | null
  collation: string | null
  nullable: boolean
  hasDefault: boolean
  generated: boolean
  autoIncrement: boolean
}

/** All of them in order, invisible ones too. */
export async function readColumns(
  connection: Connection,
  names: Pick<ShadowNames, 'schema'>,
  table: string
): Promise<TableColumn[]> {
  const rows = await connection.query(
    `SELECT COLUMN_NAME AS name, COLUMN_TYPE AS type, DATA_TYPE AS data_type, CHARACTER_SET_NAME AS charset,
       COLLATION_NAME AS collation, IS_NULLABLE = 'YES' AS nullable, COLUMN_DEFAULT IS NOT NULL AS has_default,
       coalesce(GENERATION_EXPRESSION, '') <> '' AS is_generated, EXTRA LIKE '%auto_increment%' AS auto
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?
     ORDER BY ORDINAL_POSITION`,
    [table]
  )
  return rows.map((row) => ({
    name: row['name'] ?? '',
    type: row['type'] ?? '',
    dataType: row['data_type'] ?? '',
    charset: row['charset'] ?? null,
    collation: row['collation'] ?? null,
    nullable: row['nullable'] === '1',
    hasDefault: row['has_default'] === '1',
    generated: row['is_generated'] === '1',
    autoIncrement: row['auto'] === '1'
  }))
}

/** The definition of another column that takes the same values. */
export function definitionOf(
  name: string,
  {charset, collation, type}: Pick<TableColumn, 'charset' | 'collation' | 'type'>,
  nullable = false
): string {
  const letters = charset === null || collation === null ? '' : ` CHARACTER SET ${charset} COLLATE ${collation}`
  return `${quoteName(name)} ${type}${letters} ${nullable ? 'NULL' : 'NOT NULL'}`
}

const temporal = /^(?:date|datetime|timestamp|time|year)$/

/** Whether values go between a moment and a time of day, so that the time zone of the session decides. */
export function changesZone(from: TableColumn, to: Pick<TableColumn, 'dataType'>): boolean {
  return (from.dataType === 'timestamp') !== (to.dataType === 'timestamp')
}

/** Whether both hold times, though of other kinds. */
export function changesTime(
  from: Pick<TableColumn, 'type' | 'dataType'>,
  to: Pick<TableColumn, 'type' | 'dataType'>
): boolean {
  return temporal.test(from.dataType) && temporal.test(to.dataType) && from.type !== to.type
}
