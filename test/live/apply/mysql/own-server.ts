/** Servers of a test's own: settings of the server and replicas would disturb other tests. */
import {execFile} from 'node:child_process'
import {mkdir, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {connect} from '../../../../src/apply/mysql/connect.js'
import type {MysqlConnection} from '../../../../src/apply/mysql/connect.js'
import {freePort} from '../../../helpers/free-port.js'

const run = promisify(execFile)
const scripts = fileURLToPath(new URL('../../../servers/', import.meta.url))
const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')

/** Servers that can be started. */
export const kinds = {
  'MySQL 9.7': {dialect: 'mysql', script: 'mysql', environment: {}},
  'MariaDB 10.11': {dialect: 'mariadb', script: 'mariadb', environment: {}},
  'MariaDB 11.8': {dialect: 'mariadb', script: 'mariadb', environment: {MARIADB_SUITE: 'trixie'}}
} as const

export type Kind = keyof typeof kinds

export interface OwnServer {
  url: string
  port: number
  /** A connection that is closed with the server; to a database where one is named. */
  connect: (as?: {user?: string; database?: string}) => Promise<MysqlConnection>
  /** Stop it as a crash would. */
  kill: () => Promise<void>
  /** Stop it, and leave nothing behind. */
  close: () => Promise<void>
}

export interface OwnServerOptions {
  kind: Kind
  /** Such as `['--read-only=1']`. */
  options?: readonly string[]
  /** Make it a replica of the server on this port. */
  replicaOf?: number
}

/** Start a server with a data directory of its own. */
export async function startServer({kind, options = [], replicaOf}: OwnServerOptions): Promise<OwnServer> {
  const {environment, script} = kinds[kind]
  await mkdir(home, {recursive: true, mode: 0o755})
  const port = await freePort()
  const data = join(await mkdtemp(join(home, 'own-')), 'data')
  const env = {...process.env, ...environment, SQLSAFE_SERVERS_DIR: home}
  const replica = replicaOf === undefined ? [] : ['--replica-of', String(replicaOf)]
  const place = ['--port', String(port), '--data', data]
  const {stdout} = await run(join(scripts, `${script}-up.sh`), [...place, ...replica, '--', ...options], {env})
  const url = stdout.trim()
  const connections: MysqlConnection[] = []
  const kill = async (): Promise<void> => {
    await run(join(scripts, `${script}-down.sh`), [...place, '--wipe'], {env})
  }
  return {
    url,
    port,
    async connect({database = '', user = 'root'} = {}) {
      const own = new URL(url)
      own.username = user
      own.pathname = `/${database}`
      const connection = await connect(own.href, 'test')
      connections.push(connection)
      return connection
    },
    kill,
    async close() {
      await Promise.allSettled(connections.map((connection) => connection.end()))
      await kill()
      await rm(join(data, '..'), {recursive: true, force: true})
    }
  }
}
