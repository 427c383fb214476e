/** Reading the schema of a live MySQL or MariaDB database. */
import type {Connection} from 'mysql2/promise'
import type {Server} from '../../server/server.js'
import {parseVersion} from '../../server/server.js'
import {keyOf} from '../objects.js'
import {rowVersionLimit} from '../mysql/row-versions.js'
import {loadReader} from '../../operations/read.js'
import type {LiveCatalog, WriteCount} from './live-catalog.js'
import {cannotConnect, cannotRead, connectTimeoutMs, queryTimeoutMs} from './live-catalog.js'
import type {Rows} from './mysql/build.js'
import {buildCatalog} from './mysql/build.js'
import type {PartitionRow, RowVersionRow} from './mysql/queries.js'
import * as queries from './mysql/queries.js'

async function connect(url: string): Promise<Connection> {
  const {createConnection} = await import('mysql2/promise')
  // mysql2 knows no `mariadb:`.
  return createConnection({uri: url.replace(/^mariadb:/, 'mysql:'), connectTimeout: connectTimeoutMs})
}

/**
 * Rows written to each table since the server started, read-only; none where it does not count
 * (`performance_schema` is off on MariaDB unless it is asked for).
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-table-wait-summary-tables.html
 *
 * @throws {LiveCatalogError} Where the database cannot be reached or read.
 */
export async function readMysqlWrites(url: string): Promise<WriteCount[]> {
  const connection = await connect(url).catch((error: unknown) => {
    throw cannotConnect(url, error)
  })
  try {
    const rows = await query<{schema: string; name: string; count: number | string}>(
      connection,
      `SELECT object_schema AS \`schema\`, object_name AS name, count_write AS count
       FROM performance_schema.table_io_waits_summary_by_table
       WHERE object_type = 'TABLE' AND (database() IS NULL OR object_schema = database())`
    )
    return rows.map(({count, name, schema}) => ({schema, name, count: Number(count)}))
  } catch (error) {
    throw cannotRead(url, error)
  } finally {
    connection.destroy()
  }
}

interface Beginning {
  version: string
  database: string | null
  sql_mode: string
  character_set_server: string
  collation_server: string
  default_storage_engine: string
  lock_wait_timeout: number
  foreign_key_checks: number
}

const beginning = `
  SELECT version() AS version, database() AS \`database\`, @@sql_mode AS sql_mode,
    @@character_set_server AS character_set_server, @@collation_server AS collation_server,
    @@default_storage_engine AS default_storage_engine, @@lock_wait_timeout AS lock_wait_timeout,
    @@foreign_key_checks AS foreign_key_checks`

async function query<Row>(connection: Connection, sql: string, values: unknown[] = []): Promise<Row[]> {
  const [rows] = await connection.query({sql, values, timeout: queryTimeoutMs})
  return rows as Row[]
}

async function queryAll(connection: Connection, database: string | null, server: Server): Promise<Rows> {
  const mariadb = server.dialect === 'mariadb'
  const ask = <Row>(sql: string) => query<Row>(connection, sql, [database, database])
  const partitions = await ask<PartitionRow>(queries.partitions)
  return {
    schemas: await ask(queries.schemas),
    tables: await ask(queries.tables),
    columns: await ask(queries.columns),
    statistics: await ask(queries.statistics(mariadb)),
    foreignKeys: await ask(queries.foreignKeys),
    checks: await ask(queries.checks(mariadb)),
    partitions,
    emptyPartitions: await emptyPartitionsOf(connection, partitions, mariadb),
    triggers: await ask(queries.triggers),
    routines: await ask(queries.routines),
    views: await ask(queries.views),
    rowVersions: rowVersionLimit(server) === undefined ? [] : await rowVersionsOf(connection)
  }
}

/**
 * Seconds to wait for the definitions of tables that others are about to change: the server looks at those of all tables,
 * and would let us wait a year.
 */
const patience = 2

async function rowVersionsOf(connection: Connection): Promise<RowVersionRow[]> {
  await query(connection, `SET SESSION lock_wait_timeout = ${String(patience)}`)
  return query<RowVersionRow>(connection, queries.rowVersions).catch(noneToSee)
}

/** How many partitions of a table are looked into, from the last one on: those that are kept empty to be split. */
const mostLooks = 4

/** The last partitions of tables with bounds, as far as they hold no rows. */
async function emptyPartitionsOf(
  connection: Connection,
  partitions: readonly PartitionRow[],
  mariadb: boolean
): Promise<PartitionRow[]> {
  const byTable = new Map<string, PartitionRow[]>()
  for (const row of partitions) {
    if (!/^(RANGE|LIST)/i.test(row.method)) continue
    const key = keyOf({schema: row.db, name: row.relation})
    byTable.set(key, [...(byTable.get(key) ?? []), row])
  }
  if (byTable.size > 0) await query(connection, `SET SESSION lock_wait_timeout = ${String(patience)}`)
  const found: PartitionRow[] = []
  for (const rows of byTable.values()) {
    for (const row of rows.reverse().slice(0, mostLooks)) {
      if (!(await isEmpty(connection, row, mariadb))) break
      found.push(row)
    }
  }
  return found
}

/** Whether a partition holds no rows; `false` too where the server does not let us know within a moment. */
async function isEmpty(connection: Connection, row: PartitionRow, mariadb: boolean): Promise<boolean> {
  try {
    return (await query(connection, queries.firstRow(row, mariadb))).length === 0
  } catch (error) {
    if (error instanceof Error && 'errno' in error && !('fatal' in error && error.fatal === true)) return false
    throw error
  }
}

/**
 * What cannot be seen is planned without. `ER_SPECIFIC_ACCESS_DENIED_ERROR`: it takes PROCESS; `ER_LOCK_WAIT_TIMEOUT`:
 * somebody else's change stands in the way.
 */
function noneToSee(error: unknown): [] {
  if (error instanceof Error && 'errno' in error && (error.errno === 1227 || error.errno === 1205)) return []
  throw error
}

/** `10.11.6-MariaDB-log`, `9.7.1`. */
function toServer(version: string): Server {
  return {dialect: /mariadb/i.test(version) ? 'mariadb' : 'mysql', version: parseVersion(version)}
}

function toSettings(start: Beginning): Record<string, string> {
  const {character_set_server, collation_server, database, default_storage_engine, foreign_key_checks, sql_mode} = start
  return {
    ...(database !== null && {database}),
    sql_mode,
    character_set_server,
    collation_server,
    default_storage_engine,
    foreign_key_checks: String(foreign_key_checks)
  }
}

/**
 * Read the schema of the URL's database, or of all where it names none; read-only.
 * Locks: none that last; information_schema only.
 *
 * @param server What the migrations are meant for, where it is not what this server is.
 * @throws {LiveCatalogError} Where the database cannot be reached or read.
 */
export async function readMysqlCatalog(url: string, server?: Server): Promise<LiveCatalog> {
  const connection = await connect(url).catch((error: unknown) => {
    throw cannotConnect(url, error)
  })
  try {
    await query(connection, 'SET SESSION TRANSACTION READ ONLY')
    const [start] = await query<Beginning>(connection, beginning)
    if (!start) throw new Error('Unexpected empty answer, expected the version of the server')
    const actual = toServer(start.version)
    // Estimates as they are now, not as they were cached up to a day ago.
    if (actual.dialect === 'mysql') await query(connection, 'SET SESSION information_schema_stats_expiry = 0')
    const rows = await queryAll(connection, start.database, actual)
    const catalog = buildCatalog(rows, actual, await loadReader(actual))
    return {catalog, server: server ?? actual, settings: toSettings(start)}
  } catch (error) {
    throw cannotRead(url, error)
  } finally {
    connection.destroy()
  }
}
