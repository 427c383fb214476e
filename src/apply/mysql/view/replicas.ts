/** Which replicas there are: those that the source shows, and those that were named. */
import type {Connection, Reach} from '../../connection/connection.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import type {ApplySettings} from '../../settings.js'
import {isSyntaxError} from './channels.js'
import {dumpersOf} from './sessions.js'
import {isOn, variablesOf} from './variables.js'

export interface Replica {
  /** `host:port`, or `server 12` where it does not say where it is. */
  name: string
  /** `undefined`: `problem` says why it cannot be asked. */
  connection?: Connection | undefined
  problem?: string | undefined
}

export interface Replicas {
  /** Without those that nobody waits for. */
  replicas: Replica[]
  /** Why nobody can say which there are. */
  hidden?: string | undefined
}

/** What a look at them needs. */
interface Look {
  connection: Connection
  reach?: Reach | undefined
  settings: ApplySettings
}

/** A replica that is connected to the source. */
interface Shown {
  id: string
  name: string
  /** Where it may be. */
  addresses: string[]
}

/** Find all of them, each once. A server that does not answer, or is another one than was meant, is there with that. */
export async function replicasOf({connection, reach, settings}: Look): Promise<Replicas> {
  const named = settings.replicas ?? []
  const source = await idOf(connection)
  const replicas: Replica[] = []
  const ids = new Set<string>()
  for (const address of named) {
    const name = nameOf(address)
    if (settings.ignoreStandbys.includes(name)) continue
    const found = await connectTo(reach, address)
    if (found.id === source) found.problem = 'it is the source itself'
    if (found.id !== undefined) ids.add(found.id)
    replicas.push({
      name,
      connection: found.problem === undefined ? found.connection : undefined,
      problem: found.problem
    })
  }
  const shown = await shownBy(connection)
  // Who names replicas has said which there are.
  if (shown === undefined) return {replicas, hidden: named.length === 0 ? hidden : undefined}
  for (const each of shown) {
    const isIgnored = settings.ignoreStandbys.some((name) => name === each.name || name === `server ${each.id}`)
    if (!isIgnored && !ids.has(each.id)) replicas.push(await connectToShown(reach, each))
  }
  return {replicas}
}

const hidden =
  'which replicas there are is hidden from this account: `GRANT REPLICATION SLAVE` (MariaDB: `REPLICATION MASTER ADMIN`), or name them with `--replica`'

/** Without a password. */
function nameOf(address: string): string {
  if (!address.includes('://')) return address
  const {host, port} = new URL(address)
  return port === '' ? `${host}:3306` : host
}

async function idOf(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT @@server_id AS id')
  return text(row, 'id')
}

async function connectTo(
  reach: Reach | undefined,
  address: string
): Promise<{connection?: Connection; id?: string; problem?: string}> {
  if (reach === undefined) return {problem: 'no other server can be asked'}
  try {
    const connection = await reach(address)
    return {connection, id: await idOf(connection)}
  } catch (error) {
    // Also a lost connection: it is not that of the source.
    return {problem: error instanceof Error ? error.message : String(error)}
  }
}

async function connectToShown(reach: Reach | undefined, {addresses, id, name}: Shown): Promise<Replica> {
  const problems: string[] = []
  for (const address of addresses) {
    const found = await connectTo(reach, address)
    if (found.connection && found.id === id) return {name, connection: found.connection}
    problems.push(found.problem ?? `at ${address} there is server ${found.id ?? '?'}, expected ${id}`)
  }
  return {name, problem: problems.join('; ') || 'it does not say where it is (`report_host`)'}
}

/**
 * `undefined`: this account may not see them.
 * https://dev.mysql.com/doc/refman/8.4/en/show-replicas.html, https://mariadb.com/kb/en/show-replica-hosts/
 */
async function shownBy(connection: Connection): Promise<Shown[] | undefined> {
  try {
    const rows = await connection.query('SHOW REPLICAS').catch((error: unknown) => {
      if (!isSyntaxError(error)) throw error
      return connection.query('SHOW SLAVE HOSTS')
    })
    if (rows.length === 0) return []
    const hosts = rows.some((row) => !row['Host']) ? await dumpingHosts(connection) : []
    return rows.map((row) => {
      const [id, host, port] = [row['Server_Id'] ?? row['Server_id'] ?? '', row['Host'] ?? '', row['Port'] ?? '']
      return {
        id,
        name: host === '' ? `server ${id}` : `${host}:${port}`,
        addresses: (host === '' ? hosts : [host]).map((each) => `${each}:${port}`)
      }
    })
  } catch (error) {
    refusalOf(error)
    // Without a log there is nothing to replicate.
    return isOn((await variablesOf(connection, ['log_bin'])).get('log_bin')) ? undefined : []
  }
}

/** From where binary logs are fetched. */
async function dumpingHosts(connection: Connection): Promise<string[]> {
  return [...new Set((await dumpersOf(connection)).map(({host}) => host.replace(/:\d*$/, '')))]
}
