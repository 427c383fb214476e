/**
 * Vitest's global setup of the live tests: brings up every server that no environment variable names,
 * and ends it afterwards. A server that cannot be had fails the run in CI; elsewhere its tests are
 * skipped and the run says so.
 */
import {execFile} from 'node:child_process'
import {mkdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {freePort} from './free-port.js'

const run = promisify(execFile)
const scripts = fileURLToPath(new URL('../servers/', import.meta.url))
const home = process.env.SQLSAFE_SERVERS_DIR ?? join(tmpdir(), 'sqlsafe-servers')

interface ServerScript {
  /** The variable that names it. */
  variable: string
  up: string
  /** Absent: it is a program, which its tests start and end. */
  down?: string
  arguments?: string[]
  /** Of the server itself. */
  options?: string[]
  environment?: Record<string, string>
}

const servers: ServerScript[] = [
  ...[14, 15, 16, 17, 18].map((version) => ({
    variable: `SQLSAFE_TEST_POSTGRES_${String(version)}_URL`,
    up: 'pg-up.sh',
    down: 'pg-down.sh',
    // Else tables are analyzed when it is their turn: then their size is known, and kept plans are thrown away.
    arguments: ['--version', String(version)],
    options: ['-c', 'autovacuum=off']
  })),
  {variable: 'SQLSAFE_TEST_MYSQL_URL', up: 'mysql-up.sh', down: 'mysql-down.sh'},
  {variable: 'SQLSAFE_TEST_MARIADB_URL', up: 'mariadb-up.sh', down: 'mariadb-down.sh'},
  {
    variable: 'SQLSAFE_TEST_MARIADB11_URL',
    up: 'mariadb-up.sh',
    down: 'mariadb-down.sh',
    environment: {MARIADB_SUITE: 'trixie'}
  },
  {variable: 'SQLSAFE_TEST_CHROMIUM', up: 'chromium.sh'}
]

/** @returns What ends it again; `undefined` where it was there already. */
async function bringUp(server: ServerScript, number: number): Promise<(() => Promise<void>) | undefined> {
  if (process.env[server.variable]) return undefined
  const {down} = server
  const port = String(await freePort())
  const data = join(home, 'data', `${String(process.pid)}-${String(number)}`)
  const env = {...process.env, ...server.environment, SQLSAFE_SERVERS_DIR: home}
  try {
    const {stdout} = await run(
      join(scripts, server.up),
      down === undefined
        ? []
        : [...(server.arguments ?? []), '--port', port, '--data', data, '--', ...(server.options ?? [])],
      {env}
    )
    process.env[server.variable] = stdout.trim()
  } catch (error) {
    if (process.env.CI) throw new Error(`Cannot have what ${server.variable} names`, {cause: error})
    console.warn(`Skipping the live tests of ${server.variable}: it cannot be had here.\n${String(error)}`)
    return undefined
  }
  if (down === undefined) return undefined
  return async () => {
    await run(join(scripts, down), ['--port', port, '--data', data, '--wipe'], {env})
    await rm(data, {recursive: true, force: true})
  }
}

/** Start what is missing; the returned function ends exactly that. */
export default async function setup(): Promise<() => Promise<void>> {
  await mkdir(home, {recursive: true, mode: 0o755})
  const results = await Promise.allSettled(servers.map(bringUp))
  const stops = results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []))
  const stopAll = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()))
  }
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) {
    await stopAll()
    throw failure.reason
  }
  process.env.SQLSAFE_TEST_POSTGRES_URL ??= process.env.SQLSAFE_TEST_POSTGRES_18_URL
  return stopAll
}
