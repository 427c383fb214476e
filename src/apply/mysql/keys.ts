/** By what the rows of a table are told apart, and put in order. */
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'
import {quoteTable} from '../../sql/mysql.js'

/** How values of a key column are compared, and travel as text. */
export type KeySort = 'number' | 'text' | 'binary' | 'temporal' | 'enum' | 'set' | 'bit' | 'address'

export interface KeyColumn {
  name: string
  /** As `information_schema` tells it: `int unsigned`, `enum('a','b')`. */
  type: string
  sort: KeySort
  /** Of texts and enums, else `null`. */
  charset: string | null
  collation: string | null
  /** The index has it in descending order. */
  descending: boolean
  /** Expression that the server computes and stores it by; `undefined`: it is written. */
  generation?: string | undefined
}

export interface TableKey {
  /** Name of the index, for `FORCE INDEX`. */
  index: string
  columns: KeyColumn[]
}

/** `float` and `double` are missing: what is shown of one is not what compares as equal to it. */
const sorts: Record<string, KeySort> = {
  tinyint: 'number',
  smallint: 'number',
  mediumint: 'number',
  int: 'number',
  bigint: 'number',
  decimal: 'number',
  year: 'number',
  char: 'text',
  varchar: 'text',
  binary: 'binary',
  varbinary: 'binary',
  date: 'temporal',
  time: 'temporal',
  datetime: 'temporal',
  timestamp: 'temporal',
  enum: 'enum',
  set: 'set',
  bit: 'bit',
  uuid: 'address',
  inet4: 'address',
  inet6: 'address'
}

type Text = Record<string, string | null>

/**
 * The best key of a table: unique, over whole columns that cannot be NULL and are not generated, in an index that can be
 * walked in order; the primary key first, then the one with the fewest columns. `undefined`: it has none that rows can be
 * put in order by.
 *
 * A `timestamp` counts only where the session's time zone has no hour twice.
 */
export async function findKey(connection: Connection, table: ObjectName): Promise<TableKey | undefined> {
  const [key] = await findKeys(connection, table)
  return key
}

/** All keys that would do, the best first; `stored`: also those of stored generated columns, at the end. */
export async function findKeys(connection: Connection, table: ObjectName, stored = false): Promise<TableKey[]> {
  const parts = await connection.query<Text>(`SHOW INDEX FROM ${quoteTable(table)}`)
  const columns = await readKeyColumns(connection, table, stored)
  const names = new Set(parts.filter(isOfKey).map((part) => part['Key_name'] ?? ''))
  const keys = [...names].flatMap((index) => {
    const own = parts.filter((part) => part['Key_name'] === index)
    const found = own.flatMap((part) => {
      const column = isWalked(part) ? columns.get(part['Column_name'] ?? '') : undefined
      return column ? [{...column, descending: part['Collation'] === 'D'}] : []
    })
    return found.length === own.length ? [{index, columns: found}] : []
  })
  const isWritten = ({columns}: TableKey): boolean => columns.every(({generation}) => generation === undefined)
  return keys.sort(
    (a, b) =>
      Number(isWritten(b)) - Number(isWritten(a)) ||
      Number(b.index === 'PRIMARY') - Number(a.index === 'PRIMARY') ||
      a.columns.length - b.columns.length
  )
}

function isOfKey(part: Text): boolean {
  return part['Non_unique'] === '0' && part['Index_type'] === 'BTREE'
}

/**
 * A part that the server can walk along: not of an expression, not of a prefix, not hidden from it.
 * https://dev.mysql.com/doc/refman/8.4/en/show-index.html, https://mariadb.com/kb/en/show-index/
 */
function isWalked(part: Text): boolean {
  return (
    part['Null'] !== 'YES' &&
    part['Sub_part'] === null &&
    typeof part['Collation'] === 'string' &&
    part['Visible'] !== 'NO' &&
    part['Ignored'] !== 'YES'
  )
}

/** https://dev.mysql.com/doc/refman/8.4/en/create-table-generated-columns.html, https://mariadb.com/kb/en/generated-columns/ */
const isReadable = (stored: boolean): string =>
  `(coalesce(GENERATION_EXPRESSION, '') = ''${stored ? " OR EXTRA LIKE '%STORED GENERATED%'" : ''})`

async function readKeyColumns(
  connection: Connection,
  {name, schema}: ObjectName,
  stored: boolean
): Promise<Map<string, KeyColumn>> {
  const rows = await connection.query<Text>(
    `SELECT COLUMN_NAME AS name, DATA_TYPE AS data_type, COLUMN_TYPE AS type, CHARACTER_SET_NAME AS charset,
       COLLATION_NAME AS collation, nullif(GENERATION_EXPRESSION, '') AS generation
     FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = ${schema === '' ? 'DATABASE()' : '?'} AND TABLE_NAME = ?
       AND ${isReadable(stored)}`,
    schema === '' ? [name] : [schema, name]
  )
  const isFixed = rows.some((row) => row['data_type'] === 'timestamp') && (await hasFixedZone(connection))
  const columns = rows.flatMap((row): KeyColumn[] => {
    const dataType = row['data_type'] ?? ''
    const sort = dataType === 'timestamp' && !isFixed ? undefined : sorts[dataType]
    if (sort === undefined) return []
    const {charset = null, collation = null, generation} = row
    const column = {name: row['name'] ?? '', type: row['type'] ?? '', sort, charset, collation, descending: false}
    return [typeof generation === 'string' ? {...column, generation} : column]
  })
  return new Map(columns.map((column) => [column.name, column]))
}

/** Whether each time of day of the session is one moment only. */
async function hasFixedZone(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<Text>(
    "SELECT IF(@@session.time_zone = 'SYSTEM', @@system_time_zone, @@session.time_zone) AS zone"
  )
  return /^(?:UTC|GMT|Etc\/UTC|[+-]\d\d?:\d\d)$/.test(row?.['zone'] ?? '')
}
