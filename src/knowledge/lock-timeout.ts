/** How long a command waits for its locks: the settings of each engine, and their units. */
import type {Dialect} from '../server/server.js'
import type {Operation} from '../operations/operation.js'
import type {Command} from '../operations/script.js'
import type {Session} from '../schema/session.js'

/**
 * Settings that end the waiting.
 *
 * - https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
 * - https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_lock_wait_timeout
 * - https://mariadb.com/kb/en/server-system-variables/#lock_wait_timeout
 */
const settings: Record<Dialect, readonly string[]> = {
  postgres: ['lock_timeout', 'statement_timeout'],
  mysql: ['lock_wait_timeout'],
  mariadb: ['lock_wait_timeout', 'max_statement_time']
}

/** The setting that people are told to use. */
export function lockTimeoutSetting(dialect: Dialect): string {
  return dialect === 'postgres' ? 'lock_timeout' : 'lock_wait_timeout'
}

/** Milliseconds that a command waits for a lock; `undefined`: as long as it takes (MySQL: a year). */
export function lockTimeoutMs({clauses, doubtful, operations}: Command, session: Session): number | undefined {
  const {dialect} = session.server
  // What stands in the same branch as the `SET` runs where that has run.
  const valueOf = (name: string) => (doubtful === true ? session.get(name) : session.getSure(name))
  const own = clauses?.wait !== undefined ? clauses.wait * 1000 : operations.every(isNowait) ? 0 : undefined
  const values = settings[dialect].map((name) => parseTimeoutMs(valueOf(name), dialect))
  const ends = [own, ...values].filter((value) => value !== undefined)
  return ends.length > 0 ? Math.min(...ends) : undefined
}

function isNowait(operation: Operation): boolean {
  return operation.kind === 'table.lock' && operation.nowait === true
}

/** https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES */
const postgresUnits: Record<string, number> = {us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000}

/** A setting as milliseconds; `undefined` where it does not end anything: not set, 0, unreadable. */
export function parseTimeoutMs(value: string | undefined, dialect: Dialect): number | undefined {
  const match = /^\s*'?\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*'?\s*$/i.exec(value ?? '')
  if (!match) return undefined
  const unit = dialect === 'postgres' ? postgresUnits[match[2]?.toLowerCase() || 'ms'] : match[2] ? undefined : 1000
  const ms = Number(match[1]) * (unit ?? Number.NaN)
  return ms > 0 ? ms : undefined
}
