/** Carrying a plan out on PostgreSQL. */
import {parseVersion} from '../../server/server.js'
import {cannotConnect} from '../../schema/live/live-catalog.js'
import type {Connection, Limits} from '../connection/connection.js'
import type {Engine, SessionSettings, StatementListener} from '../engine.js'
import {RunHeldError} from '../errors.js'
import {listened} from '../connection/listened.js'
import {pause} from '../run/pause.js'
import {persistent} from '../connection/persistent.js'
import type {Isolation} from '../step.js'
import {assertCatalogFirst} from './catalog-first.js'
import {connect} from './connect.js'
import type {PostgresConnection} from './connect.js'
import {errorKind} from './error-kind.js'
import {createJournal} from './journal.js'
import {checks} from './preflight.generated.js'
import {blockersOf, holderOf, lockKey, see} from './sight.js'
import {leftoversOf} from './leftovers.js'
import {findPooler} from './preflight/pooler.js'
import {readKept} from './shadow/back/kept.js'
import {steps} from './steps.generated.js'
import {throttles} from './throttle.generated.js'

/** A process that was killed holds it for a moment longer, until the server notices. */
const holdTries = 10
const holdPauseMs = 300

/** How often, and how long apart, a lost connection is made anew. */
const reconnectTries = 60
const reconnectPauseMs = 1000

/**
 * The server notices within this time that we are gone, also in the middle of a statement, and lets go of our locks.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 */
const workerSettings = `SELECT set_config('client_connection_check_interval', '2s', false),
  set_config('idle_in_transaction_session_timeout', '60s', false)`

/**
 * Connect to the database that a plan is to be carried out on; nothing is written yet.
 *
 * @throws {LiveCatalogError} When it cannot be reached.
 */
export async function openPostgres(url: string): Promise<Engine> {
  const opened = await connectBoth(url).catch((error: unknown) => {
    throw cannotConnect(url, error)
  })
  const {serverMajor} = opened
  let {watch, worker} = opened
  let beside: PostgresConnection | undefined
  let listener: StatementListener | undefined
  const heard = listened(
    {query: (...all) => worker.query(...all), execute: (...all) => worker.execute(...all)},
    () => listener
  )
  const watching = persistent(
    () => watch,
    async () => {
      await watch.end().catch(() => undefined)
      watch = await connect(url, 'sqlsafe watch')
    },
    errorKind
  )
  return {
    dialect: 'postgres',
    databaseUrl: url,
    serverMajor,
    handshakePid: worker.pid,
    steps,
    checks,
    throttles,
    journal: createJournal(
      () => worker,
      () => watching
    ),
    watch: watching,
    worker: heard,
    async hold() {
      const pooler = await findPooler({
        connection: worker,
        handshakePid: worker.pid,
        async beside(work) {
          const own = (beside ??= await connectWorker(url, 'sqlsafe beside'))
          return inTransaction(() => own, own, {lockTimeoutMs: null, statementTimeoutMs: null}, {}, work)
        }
      })
      if (pooler?.severity === 'error') throw new RunHeldError(pooler.text)
      await hold(worker)
    },
    transaction: (limits, settings, work, isolation) =>
      inTransaction(() => worker, heard, limits, settings, work, isolation),
    async beside(limits, settings, work) {
      const own = (beside ??= await connectWorker(url, 'sqlsafe beside'))
      try {
        return await inTransaction(() => own, own, limits, settings, work)
      } catch (error) {
        if (errorKind(error) === 'lost') beside = undefined
        throw error
      }
    },
    autocommit: (limits, settings, work) => outsideTransaction(() => worker, heard, limits, settings, work),
    kindOf: errorKind,
    see: () => see(watching),
    leftovers: () => leftoversOf(watching),
    keptInSync: () => readKept(watching),
    blockers: () => blockersOf(watching, worker.pid),
    async terminate(pid) {
      const [ended] = await watching.query('SELECT pg_terminate_backend($1) AS ended', [pid])
      return ended?.['ended'] === 't'
    },
    async cancel() {
      await watching.query('SELECT pg_cancel_backend($1)', [worker.pid ?? 0])
    },
    async reconnect() {
      const old = worker
      await old.end().catch(() => undefined)
      worker = await connectAgain(url, old.pid, watching)
    },
    onStatement(next) {
      listener = next
    },
    async close() {
      await Promise.allSettled([worker.end(), watch.end(), beside?.end()])
    }
  }
}

interface Opened {
  worker: PostgresConnection
  watch: PostgresConnection
  serverMajor: number
}

async function connectBoth(url: string): Promise<Opened> {
  const worker = await connectWorker(url)
  try {
    await assertCatalogFirst(worker)
    const [row] = await worker.query("SELECT current_setting('server_version') AS version")
    const serverMajor = parseVersion(row?.['version'] ?? '0')[0] ?? 0
    return {worker, watch: await connect(url, 'sqlsafe watch'), serverMajor}
  } catch (error) {
    await worker.end().catch(() => undefined)
    throw error
  }
}

async function connectWorker(url: string, name = 'sqlsafe apply'): Promise<PostgresConnection> {
  const worker = await connect(url, name)
  // Behind a pooler they would stay with a session that is given to others.
  await worker.query(`${workerSettings} WHERE pg_backend_pid() = $1`, [worker.pid ?? 0])
  return worker
}

async function hold(worker: Connection): Promise<void> {
  // The session is ours, also where it is one of a pool.
  await worker.query(workerSettings)
  for (let tries = 0; tries < holdTries; tries++) {
    if (tries > 0) await pause(holdPauseMs)
    const [row] = await worker.query('SELECT pg_try_advisory_lock($1, $2) AS held', [...lockKey])
    if (row?.['held'] === 't') return
  }
  const holder = await holderOf(worker)
  const who = holder
    ? `process ${String(holder.pid)} (${holder.application}, from ${holder.address}) has it since ${holder.since}`
    : 'it was held a moment ago'
  throw new RunHeldError(
    `Unexpected apply that is under way on this database, expected one at a time: ${who}; see \`sqlsafe status\``
  )
}

async function inTransaction<Result>(
  worker: () => Connection,
  heard: Connection,
  limits: Limits,
  settings: SessionSettings,
  work: (connection: Connection) => Promise<Result>,
  isolation: Isolation = 'read committed'
): Promise<Result> {
  const own = worker()
  // One round trip for all: batches are many.
  await own.execute(
    `BEGIN ISOLATION LEVEL ${isolation === 'snapshot' ? 'REPEATABLE READ' : 'READ COMMITTED'};
     SET LOCAL lock_timeout = ${String(limits.lockTimeoutMs ?? 0)};
     SET LOCAL statement_timeout = ${String(limits.statementTimeoutMs ?? 0)}`
  )
  try {
    if (Object.keys(settings).length > 0) await configure(own, limits, settings, true)
    const result = await work(heard)
    await own.execute('COMMIT')
    return result
  } catch (error) {
    // Where the connection is gone, so is the transaction.
    if (errorKind(error) !== 'lost') await own.execute('ROLLBACK')
    throw error
  }
}

async function outsideTransaction<Result>(
  worker: () => Connection,
  heard: Connection,
  limits: Limits,
  settings: SessionSettings,
  work: (connection: Connection) => Promise<Result>
): Promise<Result> {
  const own = worker()
  await configure(own, limits, settings, false)
  try {
    const result = await work(heard)
    await reset(own, settings)
    return result
  } catch (error) {
    if (errorKind(error) !== 'lost') await reset(own, settings)
    throw error
  }
}

/** One round trip, however many settings. */
async function configure(
  connection: Connection,
  limits: Limits,
  settings: SessionSettings,
  local: boolean
): Promise<void> {
  const all = [
    ['lock_timeout', String(limits.lockTimeoutMs ?? 0)],
    ['statement_timeout', String(limits.statementTimeoutMs ?? 0)],
    ...Object.entries(settings)
  ]
  const calls = all.map(
    (_, index) => `set_config($${String(index * 2 + 1)}, $${String(index * 2 + 2)}, ${String(local)})`
  )
  await connection.query(`SELECT ${calls.join(', ')}`, all.flat())
}

async function reset(connection: Connection, settings: SessionSettings): Promise<void> {
  for (const name of ['lock_timeout', 'statement_timeout', ...Object.keys(settings)]) {
    await connection.execute(`RESET "${name.replaceAll('"', '""')}"`)
  }
}

/** The old session may still be at work: it is ended, and with it the lock of the run comes free. */
async function connectAgain(url: string, oldPid: number | undefined, watch: Connection): Promise<PostgresConnection> {
  for (let tries = reconnectTries; ; tries--) {
    try {
      await watch.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = 'sqlsafe apply'",
        [oldPid ?? 0]
      )
      const worker = await connectWorker(url)
      try {
        await hold(worker)
        return worker
      } catch (error) {
        await worker.end().catch(() => undefined)
        throw error
      }
    } catch (error) {
      const mayPass = errorKind(error) === 'lost' || error instanceof RunHeldError
      if (!mayPass || tries === 0) throw error
      await pause(reconnectPauseMs)
    }
  }
}
