/** Reading the schema of a live PostgreSQL database. */
import type {Client, QueryResultRow} from 'pg'
import type {Server} from '../../server/server.js'
import {parseVersion} from '../../server/server.js'
import {loadReader} from '../../operations/read.js'
import type {LiveCatalog, WriteCount} from './live-catalog.js'
import {cannotConnect, cannotRead, connectTimeoutMs, lockTimeoutMs, queryTimeoutMs} from './live-catalog.js'
import type {Rows} from './postgres/rows.js'
import {buildCatalog} from './postgres/build.js'
import * as queries from './postgres/queries.js'

async function connect(url: string): Promise<Client> {
  const {default: pg} = await import('pg')
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    application_name: 'sqlsafe'
  })
  // An idle connection that breaks is reported by the query that finds it so.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

interface Beginning {
  version: string
  search_path: string
  timezone: string
  lock_timeout: string
  statement_timeout: string
}

const beginning = `
  SELECT current_setting('server_version') AS version, current_setting('search_path') AS search_path,
    current_setting('TimeZone') AS timezone, current_setting('lock_timeout') AS lock_timeout,
    current_setting('statement_timeout') AS statement_timeout`

/**
 * Rows written to each table since its counters began, read-only.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-TABLES-VIEW
 *
 * @throws {LiveCatalogError} Where the database cannot be reached or read.
 */
export async function readPostgresWrites(url: string): Promise<WriteCount[]> {
  const client = await connect(url).catch((error: unknown) => {
    throw cannotConnect(url, error)
  })
  try {
    const rows = await query<{schema: string; name: string; count: string}>(
      client,
      'SELECT schemaname AS schema, relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS count FROM pg_stat_user_tables'
    )
    return rows.map(({count, name, schema}) => ({schema, name, count: Number(count)}))
  } catch (error) {
    throw cannotRead(url, error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function query<Row extends QueryResultRow>(client: Client, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows
}

async function queryAll(client: Client, major: number): Promise<Rows> {
  // Deparsed names are full where the search path does not find them.
  await client.query('SET LOCAL search_path TO pg_catalog')
  return {
    relations: await query(client, queries.relations),
    columns: await query(client, queries.columns),
    constraints: await query(client, queries.constraints(major)),
    indexes: await query(client, queries.indexes),
    inheritance: await query(client, queries.inheritance),
    reads: await query(client, queries.reads),
    uses: await query(client, queries.uses),
    triggers: await query(client, queries.triggers),
    sequences: await query(client, queries.sequences),
    types: await query(client, queries.types),
    routines: await query(client, queries.routines),
    objects: await query(client, queries.objects),
    statements: await query(client, queries.statements),
    schemas: await query(client, queries.schemas),
    extensions: await query(client, queries.extensions)
  }
}

/** What a session begins with, where it is not the server's default. */
function toSettings({lock_timeout, search_path, statement_timeout, timezone}: Beginning): Record<string, string> {
  return {
    search_path,
    timezone,
    ...(lock_timeout !== '0' && {lock_timeout}),
    ...(statement_timeout !== '0' && {statement_timeout})
  }
}

/** Of our own: what an application may keep open is less than what reading needs between two queries on a busy machine. */
const patience = "SET LOCAL idle_in_transaction_session_timeout = '60s'"

/**
 * Read the schema, read-only, in one transaction that sees one state of it.
 * Locks: none on tables of the user, but ACCESS SHARE on what rewrite rules and SQL bodies name; gives up where it would
 * have to wait.
 *
 * @param server What the migrations are meant for, where it is not what this server is.
 * @throws {LiveCatalogError} Where the database cannot be reached or read.
 */
export async function readPostgresCatalog(url: string, server?: Server): Promise<LiveCatalog> {
  const client = await connect(url).catch((error: unknown) => {
    throw cannotConnect(url, error)
  })
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${patience}`)
    const [start] = await query<Beginning & QueryResultRow>(client, beginning)
    if (!start) throw new Error('Unexpected empty answer, expected the version of the server')
    await client.query(`SET LOCAL statement_timeout = ${queryTimeoutMs}; SET LOCAL lock_timeout = ${lockTimeoutMs}`)
    const version = parseVersion(start.version)
    const rows = await queryAll(client, version[0] ?? 0)
    await client.query('COMMIT')
    const reader = await loadReader({dialect: 'postgres', version})
    const catalog = buildCatalog(rows, reader, version)
    return {catalog, server: server ?? {dialect: 'postgres', version}, settings: toSettings(start)}
  } catch (error) {
    throw cannotRead(url, error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
