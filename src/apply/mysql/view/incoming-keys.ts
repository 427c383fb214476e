/** Foreign keys to a table. */
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection, Row} from '../../connection/connection.js'
import {text} from '../../connection/row.js'
import {isMariadb} from '../shadow/session.js'
import {placeOf} from './tables.js'

export interface IncomingKey {
  name: string
  /** The table that has it. */
  child: ObjectName
  onDelete: string
  onUpdate: string
  /** The columns that it refers to. */
  columns: string[]
}

/**
 * Those of other tables, and of the table to itself.
 *
 * @throws {Error} On MariaDB without the right `PROCESS`: error 1227.
 */
export async function incomingKeys(connection: Connection, {name, schema}: ObjectName): Promise<IncomingKey[]> {
  return (await isMariadb(connection)) ? ofInnodb(connection, name, schema) : ofDictionary(connection, name, schema)
}

/** https://dev.mysql.com/doc/refman/8.4/en/information-schema-key-column-usage-table.html */
async function ofDictionary(connection: Connection, name: string, schema: string): Promise<IncomingKey[]> {
  const rows = await connection.query(
    `SELECT k.constraint_name AS name, k.table_schema AS child_schema, k.table_name AS child, r.delete_rule AS on_delete,
       r.update_rule AS on_update, k.referenced_column_name AS parent_column
     FROM information_schema.key_column_usage k
     JOIN information_schema.referential_constraints r
       ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
     WHERE k.referenced_table_schema = ? AND k.referenced_table_name = ?
     ORDER BY child_schema, child, name, k.ordinal_position`,
    [schema, name]
  )
  return byKey(rows, (row) => ({onDelete: text(row, 'on_delete'), onUpdate: text(row, 'on_update')}))
}

/** A key of a table that this account may not see. */
export type HiddenKey = Pick<IncomingKey, 'child' | 'name'>

/**
 * Those that MySQL does not tell, because the account has no right on the table that has them. InnoDB hides none.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-foreign-table.html
 *
 * @param seen What `incomingKeys` told before.
 * @throws {Error} Without the right `PROCESS`: error 1227.
 */
export async function hiddenKeys(
  connection: Connection,
  {name, schema}: ObjectName,
  seen: readonly IncomingKey[]
): Promise<IncomingKey[]> {
  if (await isMariadb(connection)) return []
  const {lowerCase} = await placeOf(connection)
  const folded = (id: string): string => (lowerCase ? id.toLowerCase() : id)
  const known = new Set(seen.map((key) => folded(`${key.child.schema}/${key.name}`)))
  const wanted = folded(`${schema}/${name}`)
  const rows = await connection.query(
    `SELECT f.ID AS id, f.REF_NAME AS parent, SUBSTRING_INDEX(f.FOR_NAME, '/', 1) AS child_schema,
       SUBSTRING(f.FOR_NAME, LOCATE('/', f.FOR_NAME) + 1) AS child, SUBSTRING(f.ID, LOCATE('/', f.ID) + 1) AS name,
       f.TYPE AS flags, c.REF_COL_NAME AS parent_column
     FROM information_schema.INNODB_FOREIGN f
     JOIN information_schema.INNODB_FOREIGN_COLS c ON c.ID = f.ID
     WHERE LOWER(f.REF_NAME) = LOWER(CONCAT(?, '/', ?)) ORDER BY f.FOR_NAME, f.ID, c.POS`,
    [schema, name]
  )
  const hidden = rows.filter((row) => folded(text(row, 'parent')) === wanted && !known.has(folded(text(row, 'id'))))
  return byKey(hidden, (row) => actionsOf(Number(text(row, 'flags'))))
}

/**
 * What MariaDB tells of them in `KEY_COLUMN_USAGE` it finds by opening every table of the server, which takes long, and has
 * been seen to end a server: so InnoDB is asked, who keeps them in a table.
 * https://mariadb.com/kb/en/information-schema-innodb_sys_foreign-table/
 */
async function ofInnodb(connection: Connection, name: string, schema: string): Promise<IncomingKey[]> {
  const rows = await connection.query(
    `SELECT SUBSTRING_INDEX(f.ID, '/', -1) AS name, ${fromFile("SUBSTRING_INDEX(f.FOR_NAME, '/', 1)")} AS child_schema,
       ${fromFile("SUBSTRING_INDEX(f.FOR_NAME, '/', -1)")} AS child, f.TYPE AS flags, c.REF_COL_NAME AS parent_column
     FROM information_schema.INNODB_SYS_FOREIGN f
     JOIN information_schema.INNODB_SYS_FOREIGN_COLS c ON c.ID = f.ID
     WHERE f.REF_NAME = CONCAT(${toFile('?')}, '/', ${toFile('?')})
     ORDER BY child_schema, child, name, c.POS`,
    [schema, name]
  )
  return byKey(rows, (row) => actionsOf(Number(text(row, 'flags'))))
}

/** `DICT_FOREIGN_ON_…`; 16 and 32 are `NO ACTION`, which it does not tell apart from `RESTRICT`. */
function actionsOf(flags: number): Pick<IncomingKey, 'onDelete' | 'onUpdate'> {
  const action = (cascade: number, setNull: number): string =>
    flags & cascade ? 'CASCADE' : flags & setNull ? 'SET NULL' : 'RESTRICT'
  return {onDelete: action(1, 2), onUpdate: action(4, 8)}
}

function byKey(rows: readonly Row[], actions: (row: Row) => Pick<IncomingKey, 'onDelete' | 'onUpdate'>): IncomingKey[] {
  const keys = new Map<string, IncomingKey>()
  for (const row of rows) {
    const child = {schema: text(row, 'child_schema'), name: text(row, 'child')}
    const id = JSON.stringify([child, text(row, 'name')])
    const key = keys.get(id) ?? {name: text(row, 'name'), child, ...actions(row), columns: []}
    key.columns.push(text(row, 'parent_column'))
    keys.set(id, key)
  }
  return [...keys.values()]
}

/** A name as InnoDB has it, and back: https://mariadb.com/kb/en/identifier-to-file-name-mapping/ */
export function toFile(name: string): string {
  return `CONVERT(CAST(CONVERT(${name} USING filename) AS BINARY) USING utf8mb4)`
}

function fromFile(name: string): string {
  return `CONVERT(CONVERT(CAST(${name} AS BINARY) USING filename) USING utf8mb4)`
}
