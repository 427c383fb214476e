/** Servers of a test's own: what it does to them (standbys, slots, restarts) would disturb other tests. */
import {execFile} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {connect} from '../../../src/apply/postgres/connect.js'
import type {PostgresConnection} from '../../../src/apply/postgres/connect.js'
import {freePort} from '../../helpers/free-port.js'

const run = promisify(execFile)
const scripts = fileURLToPath(new URL('../../servers/', import.meta.url))
const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')

export interface OwnServer {
  url: string
  port: number
  /** A connection that is closed with the server. */
  connect: (as?: {user?: string; application?: string}) => Promise<PostgresConnection>
  /** Stop it as a crash would. */
  kill: () => Promise<void>
  /** Stop it, and leave nothing behind. */
  close: () => Promise<void>
}

export interface OwnServerOptions {
  version: 14 | 18
  /** Such as `['-c', 'autovacuum_naptime=1']`. */
  options?: readonly string[]
  /** Make it a standby of the server on this port. */
  replicaOf?: number
}

/** Start a server with a data directory of its own. */
export async function startServer({options = [], replicaOf, version}: OwnServerOptions): Promise<OwnServer> {
  const port = await freePort()
  const data = join(await mkdtemp(join(home, 'own-')), 'data')
  const env = {...process.env, SQLSAFE_SERVERS_DIR: home}
  const replica = replicaOf === undefined ? [] : ['--replica-of', String(replicaOf)]
  const place = ['--port', String(port), '--data', data]
  // The folder of `mkdtemp` is for its owner only, and the server may run as somebody else.
  await run('chmod', ['755', join(data, '..')])
  const {stdout} = await run(
    join(scripts, 'pg-up.sh'),
    ['--version', String(version), ...place, ...replica, '--', ...options],
    {env}
  )
  const url = stdout.trim()
  const connections: PostgresConnection[] = []
  const kill = async (): Promise<void> => {
    await run(join(scripts, 'pg-down.sh'), [...place, '--wipe'], {env})
  }
  return {
    url,
    port,
    async connect({application = 'test', user = 'postgres'} = {}) {
      const own = new URL(url)
      own.username = user
      const connection = await connect(own.href, application)
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

/** Ask until the answer is as wanted; the answer at the end either way. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean
): Promise<Answer> {
  const end = Date.now() + 300_000
  for (;;) {
    const answer = await ask()
    if (isWanted(answer) || Date.now() > end) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
