/** Carrying a plan out on MySQL and MariaDB. */
import {UsageError} from '../../usage-error.js'
import {parseVersion} from '../../server/server.js'
import {cannotConnect} from '../../schema/live/live-catalog.js'
import type {Connection, Limits} from '../connection/connection.js'
import type {Engine, SessionSettings, StatementListener} from '../engine.js'
import {RunHeldError} from '../errors.js'
import {listened} from '../connection/listened.js'
import {pause} from '../run/pause.js'
import {persistent} from '../connection/persistent.js'
import type {Isolation} from '../step.js'
import {blockersOf} from './blockers.js'
import {connect} from './connect.js'
import type {MysqlConnection} from './connect.js'
import {errorKind, errorNumber} from './error-kind.js'
import {waitedFor} from './holders.js'
import {createJournal} from './journal.js'
import {leftoversOf} from './leftovers.js'
import {createMarks} from './marks.js'
import {checks} from './preflight.generated.js'
import {createReach} from './reach.js'
import {SessionState} from './session.js'
import {holderOf, lockName, see} from './sight.js'
import {steps} from './steps.generated.js'
import {throttles} from './throttle.generated.js'
import {ofTablesThere} from './view/made-later.js'

/** A process that was killed holds it for a moment longer, until the server notices. */
const holdTries = 10
const holdPauseMs = 300

/** How often, and how long apart, a lost connection is made anew. */
const reconnectTries = 60
const reconnectPauseMs = 1000

/**
 * While batches wait for a throttle nothing is asked for long; at `READ COMMITTED` what is only read is not locked.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-transaction-isolation-levels.html#isolevel_read-committed
 */
const workerSettings = [
  'SET SESSION wait_timeout = 604800, SESSION autocommit = 1',
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'
]

/** The one that looks on reads and writes nothing but the journal. */
const watchSettings = [
  "SET SESSION wait_timeout = 604800, SESSION autocommit = 1, SESSION sql_mode = 'STRICT_ALL_TABLES'",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION lock_wait_timeout = 10, SESSION innodb_lock_wait_timeout = 10'
]

/** One session that works. */
interface Worker {
  connection: MysqlConnection
  state: SessionState
  /** How long the statement at hand may take; `null`: as long as it takes. */
  deadlineMs: number | null
}

/**
 * Connect to the database that a plan is to be carried out on; nothing is written yet.
 *
 * @throws {LiveCatalogError} When it cannot be reached.
 * @throws {UsageError} When the URL names no database.
 */
export async function openMysql(url: string): Promise<Engine> {
  const target = decodeURIComponent(new URL(url).pathname.slice(1))
  if (target === '') {
    throw new UsageError('Unexpected `--database-url` without a database, expected `mysql://user@host/database`')
  }
  const openWorker = async (name: string): Promise<Worker> => {
    const connection = await openSession(url, name, workerSettings)
    return {connection, state: new SessionState(connection, target), deadlineMs: null}
  }
  const refuse = (error: unknown): never => {
    throw cannotConnect(url, error)
  }
  let worker = await openWorker('sqlsafe apply').catch(refuse)
  let watch = await openSession(url, 'sqlsafe watch', watchSettings).catch(refuse)
  /** Sessions beside the worker that nobody uses now. */
  const idle: Worker[] = []
  const others = createReach(url)
  let listener: StatementListener | undefined
  const watching = persistent(
    () => watch,
    async () => {
      await watch.end()
      watch = await openSession(url, 'sqlsafe watch', watchSettings)
    },
    errorKind
  )
  const timed = (of: () => Worker): Connection => limited(of, watching)
  const own = timed(() => worker)
  const heard = listened(own, () => listener)
  const [row] = await watching.query('SELECT version() AS version')
  const version = row?.['version'] ?? ''
  const dialect = /mariadb/i.test(version) ? 'mariadb' : 'mysql'
  const look = (pid: number): ReturnType<Engine['blockers']> => blockersOf(watching, dialect, pid)

  return {
    dialect,
    databaseUrl: url,
    serverMajor: parseVersion(version)[0] ?? 0,
    handshakePid: worker.connection.pid,
    steps,
    checks: checks.map(ofTablesThere),
    throttles,
    journal: createJournal(
      () => worker.connection,
      () => watching,
      target
    ),
    marks: createMarks(watching, dialect, target),
    watch: watching,
    worker: heard,
    reach: others.reach,
    hold: () => hold(worker.connection, target),
    transaction: (limits, settings, work, isolation) => inTransaction(worker, heard, limits, settings, work, isolation),
    async beside(limits, settings, work) {
      const other = idle.pop() ?? (await openWorker('sqlsafe beside'))
      try {
        const result = await inTransaction(
          other,
          timed(() => other),
          limits,
          settings,
          work
        )
        idle.push(other)
        return result
      } catch (error) {
        if (errorKind(error) === 'lost') await other.connection.end()
        else idle.push(other)
        throw error
      }
    },
    async autocommit(limits, settings, work) {
      await configure(worker, limits, settings)
      return work(heard)
    },
    kindOf: errorKind,
    see: () => see(watching, target, look),
    leftovers: () => leftoversOf(watching, target),
    async blockers() {
      const {pid} = worker.connection
      return [...(await look(pid)), ...(await waitedFor(own, pid, watching))]
    },
    terminate: (pid) => kill(watching, 'KILL', pid),
    async cancel() {
      await kill(watching, 'KILL QUERY', worker.connection.pid)
    },
    async reconnect() {
      const old = worker.connection
      await old.end()
      worker = await openAgain(() => openWorker('sqlsafe apply'), old.pid, watching, target)
    },
    onStatement(next) {
      listener = next
    },
    async close() {
      await Promise.allSettled(
        [worker.connection, watch, ...idle.map(({connection}) => connection)].map((each) => each.end())
      )
      await others.close()
    }
  }
}

async function openSession(url: string, name: string, settings: readonly string[]): Promise<MysqlConnection> {
  const connection = await connect(url, name)
  for (const statement of settings) await connection.execute(statement)
  return connection
}

async function configure(worker: Worker, limits: Limits, settings: SessionSettings): Promise<void> {
  await worker.state.configure(limits, settings)
  worker.deadlineMs = limits.statementTimeoutMs
}

/** MySQL ends no statement but SELECT after a time (`max_execution_time`): the other connection does. */
function limited(of: () => Worker, watch: Connection): Connection {
  async function within<Result>(send: (connection: MysqlConnection) => Promise<Result>): Promise<Result> {
    const {connection, deadlineMs} = of()
    if (deadlineMs === null) return send(connection)
    let ended: Promise<unknown> | undefined
    const timer = setTimeout(() => {
      // Where it cannot be sent the statement goes on, and says itself how it ended.
      ended = kill(watch, 'KILL QUERY', connection.pid).catch(() => undefined)
    }, deadlineMs)
    try {
      return await send(connection)
    } catch (error) {
      if (ended === undefined) throw error
      throw new Error(`Unexpected statement that took longer than ${String(deadlineMs)} ms: it was ended`, {
        cause: error
      })
    } finally {
      clearTimeout(timer)
      // It must not hit the next one.
      await ended
    }
  }
  return {
    query: (sql, values) => within((connection) => connection.query(sql, values)),
    execute: (sql, values) => within((connection) => connection.execute(sql, values))
  }
}

async function hold(worker: Connection, target: string): Promise<void> {
  for (let tries = 0; tries < holdTries; tries++) {
    if (tries > 0) await pause(holdPauseMs)
    const [row] = await worker.query('SELECT get_lock(?, 0) AS held', [lockName(target)])
    if (row?.['held'] === '1') return
  }
  const holder = await holderOf(worker, target)
  const who = holder
    ? `session ${String(holder.pid)} (${holder.application}, from ${holder.address}) has it; ${holder.since}`
    : 'it was held a moment ago'
  throw new RunHeldError(
    `Unexpected apply that is under way on this database, expected one at a time: ${who}; see \`sqlsafe status\``
  )
}

async function inTransaction<Result>(
  worker: Worker,
  heard: Connection,
  limits: Limits,
  settings: SessionSettings,
  work: (connection: Connection) => Promise<Result>,
  isolation: Isolation = 'read committed'
): Promise<Result> {
  await configure(worker, limits, settings)
  const {connection} = worker
  if (isolation === 'snapshot') {
    // Of the next transaction only.
    await connection.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await connection.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  } else await connection.execute('START TRANSACTION')
  try {
    const result = await work(heard)
    await connection.execute('COMMIT')
    return result
  } catch (error) {
    // Where the connection is gone, so is the transaction.
    if (errorKind(error) !== 'lost') await connection.execute('ROLLBACK')
    throw error
  }
}

/** `ER_NO_SUCH_THREAD`; `ER_KILL_DENIED_ERROR` */
const notThere = 1094
const notAllowed = 1095

/** @returns `false`: it was gone, or may not be ended. */
async function kill(watch: Connection, how: 'KILL' | 'KILL QUERY', pid: number): Promise<boolean> {
  try {
    await watch.execute(`${how} ${String(Math.trunc(pid))}`)
    return true
  } catch (error) {
    const number = errorNumber(error)
    if (number === notThere || number === notAllowed) return false
    throw error
  }
}

/** The old session may still be at work: it is ended, and with it the lock of the run comes free. */
async function openAgain(
  open: () => Promise<Worker>,
  oldPid: number,
  watch: Connection,
  target: string
): Promise<Worker> {
  for (let tries = reconnectTries; ; tries--) {
    try {
      // Numbers of sessions are not used twice while the server runs: https://dev.mysql.com/doc/refman/8.4/en/kill.html
      const [holder] = await watch.query('SELECT is_used_lock(?) AS pid', [lockName(target)])
      if (holder?.['pid'] === String(oldPid)) await kill(watch, 'KILL', oldPid)
      const worker = await open()
      try {
        await hold(worker.connection, target)
        return worker
      } catch (error) {
        await worker.connection.end()
        throw error
      }
    } catch (error) {
      const mayPass = errorKind(error) === 'lost' || error instanceof RunHeldError
      if (!mayPass || tries === 0) throw error
      await pause(reconnectPauseMs)
    }
  }
}
