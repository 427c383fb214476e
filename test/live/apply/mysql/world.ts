/** A database of its own for one test on MySQL or MariaDB. */
import {randomBytes} from 'node:crypto'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import mysql from 'mysql2/promise'
import type {SizesConfiguration} from '../../../../src/core/configuration/configuration.js'
import {openProject} from '../../../../src/core/project.js'
import {makePlan} from '../../../../src/plan/make-plan.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import type {StepKind} from '../../../../src/plan/steps.js'
import {writeProject} from '../../../helpers/cli.js'

/** Servers that plans are tried on. */
export const servers = [
  {server: 'MySQL 9.7', dialect: 'mysql', url: process.env['SQLSAFE_TEST_MYSQL_URL'] ?? ''},
  {server: 'MariaDB 10.11', dialect: 'mariadb', url: process.env['SQLSAFE_TEST_MARIADB_URL'] ?? ''},
  {server: 'MariaDB 11.8', dialect: 'mariadb', url: process.env['SQLSAFE_TEST_MARIADB11_URL'] ?? ''}
] as const

/** https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html#error_er_no_such_thread */
const noSuchSession = 1094

type Values = Array<string | number | null | Buffer>

export interface World {
  url: string
  /** Name of the database. */
  name: string
  /** Send a statement; rows as the driver reads them. */
  query: (sql: string, values?: Values) => Promise<Array<Record<string, unknown>>>
  /** End a session, unless it has just ended by itself. */
  kill: (id: unknown) => Promise<void>
  /** One more session. */
  connect: () => Promise<mysql.Connection>
  /** Wait until the server has done with a session, and with what it had. */
  untilGone: (id: unknown) => Promise<void>
  /** Plan a migration for the schema as it is now. */
  plan: (sql: string, sizes?: SizesConfiguration) => Promise<Plan>
  remove: () => Promise<void>
}

/** Make a database with these statements done. */
export async function createWorld(server: string, setup: readonly string[] = []): Promise<World> {
  const name = `sqlsafe_apply_${randomBytes(5).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  const own = new URL(server)
  own.pathname = `/${name}`
  const url = own.href
  const sessions: mysql.Connection[] = []
  const connect = async (): Promise<mysql.Connection> => {
    const connection = await mysql.createConnection({uri: url, supportBigNumbers: true, flags: ['-FOUND_ROWS']})
    connection.on('error', () => undefined)
    sessions.push(connection)
    return connection
  }
  const main = await connect()
  for (const sql of setup) await main.query(sql)
  return {
    url,
    name,
    connect,
    async kill(id) {
      if (id === null || id === undefined) return
      await main.query(`KILL ${String(Number(id))}`).catch((error: unknown) => {
        if (!(error instanceof Error && 'errno' in error && error.errno === noSuchSession)) throw error
      })
    },
    async untilGone(id) {
      for (;;) {
        const left = 'SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ?'
        const [rows] = await main.query<mysql.RowDataPacket[]>(left, [Number(id)])
        if (rows.length === 0) return
        await sleep(20)
      }
    },
    async query(sql, values) {
      const [rows] = await main.query(sql, values)
      return (Array.isArray(rows) ? rows : []) as Array<Record<string, unknown>>
    },
    plan: (sql, sizes) => planOf(sql, url, sizes),
    async remove() {
      for (const session of sessions) session.destroy()
      await onServer(server, `DROP DATABASE ${name}`)
    }
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection(url)
  await connection.query(sql)
  await connection.end()
}

async function planOf(sql: string, databaseUrl: string, sizes: SizesConfiguration = {}): Promise<Plan> {
  const folder = writeProject({'0001_change.sql': sql})
  try {
    return await makePlan(
      await openProject({paths: [join(folder, '0001_change.sql')], cwd: folder, databaseUrl, configuration: {sizes}})
    )
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** A step made by hand. */
export function stepOf<Kind extends StepKind>(id: string, kind: Kind, input: PlannedStep<Kind>['input']): PlannedStep {
  return {id, kind, title: id, input, settings: {}, sql: [], locks: [], undo: [], source: {file: 0, line: 1}}
}
