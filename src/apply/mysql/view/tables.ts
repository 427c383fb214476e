/** How checks and throttles ask for the tables of a plan. */
import type {Name} from '../../../operations/definitions.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection, Row} from '../../connection/connection.js'
import {variablesOf} from './variables.js'

/** A table by its full name, as the server keeps it. */
export interface Located extends ObjectName {
  /** As people write it. */
  label: string
}

/** What tells which table is meant. */
export interface Place {
  /** The database of the connection: plans leave it out. */
  database: string
  /**
   * The server keeps or compares names of tables in lower case.
   * https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html
   */
  lowerCase: boolean
}

/** Where the connection is. */
export async function placeOf(connection: Connection): Promise<Place> {
  const [row] = await connection.query('SELECT database() AS name')
  const variables = await variablesOf(connection, ['lower_case_table_names'])
  return {database: row?.['name'] ?? '', lowerCase: variables.get('lower_case_table_names') !== '0'}
}

/** The full name of a table. */
export function locate({name, schema = ''}: Name, {database, lowerCase}: Place): Located {
  const full = {schema: schema === '' ? database : schema, name}
  return {
    schema: lowerCase ? full.schema.toLowerCase() : full.schema,
    name: lowerCase ? full.name.toLowerCase() : full.name,
    label: full.schema === database ? `\`${name}\`` : `\`${full.schema}.${name}\``
  }
}

/** The full names of tables, each once. */
export function locateAll(tables: readonly Name[], place: Place): Located[] {
  const located = tables.map((table) => locate(table, place))
  return located.filter(({name, schema}, index) => index === located.findIndex((each) => isSame(each, {name, schema})))
}

/** Whether both are the same table. */
export function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && a.schema === b.schema
}

/** A row with the table that was asked for. */
export interface TableRow {
  table: Located
  row: Row
}

/**
 * Ask the same of each table: `information_schema` is quick only where it is told which.
 *
 * @param sql With two `?`: the database, and the name.
 */
export async function ofTables(
  connection: Connection,
  tables: readonly Located[],
  sql: string,
  values: ReadonlyArray<string | number> = []
): Promise<TableRow[]> {
  const found: TableRow[] = []
  for (const table of tables) {
    const rows = await connection.query(sql, [table.schema, table.name, ...values])
    found.push(...rows.map((row) => ({table, row})))
  }
  return found
}
