import type {ErrorKind} from '../errors.js'
import {HeldError} from './held-error.js'

/**
 * Error numbers after which the same may be tried again.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const busy: Record<number, string> = {
  1205: 'ER_LOCK_WAIT_TIMEOUT: `lock_wait_timeout` or `innodb_lock_wait_timeout` is over',
  1213: 'ER_LOCK_DEADLOCK: we were the one to give way',
  3572: 'ER_LOCK_NOWAIT'
}

/** The connection is gone or going: what it did last is to be looked up. */
const lost: Record<number, string> = {
  1040: 'ER_CON_COUNT_ERROR: too many connections, when it is made anew',
  1053: 'ER_SERVER_SHUTDOWN',
  1927: 'ER_CONNECTION_KILLED of MariaDB',
  3169: 'ER_SESSION_WAS_KILLED',
  4031: 'ER_CLIENT_INTERACTION_TIMEOUT'
}

/** `read_only`, `super_read_only`; the number stands for every option that forbids a statement. */
const optionForbids = 1290
const readOnlyMode = 1836

/** Errors of the operating system and of `mysql2` itself have no number. */
const lostWords =
  /ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|PROTOCOL_CONNECTION_LOST|connection.*(?:lost|closed)|closed state/i

/** What can be done about an error that a query threw. */
export function errorKind(error: unknown): ErrorKind {
  if (!(error instanceof Error)) return 'final'
  if (error instanceof HeldError) return 'busy'
  const number = errorNumber(error)
  if (number !== undefined && number in busy) return 'busy'
  if (number !== undefined && number in lost) return 'lost'
  if (number === readOnlyMode || (number === optionForbids && /read-only/.test(error.message))) return 'read-only'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return lostWords.test(`${code} ${error.message}`) ? 'lost' : 'final'
}

/** The server's number of an error; `undefined`: it is not of the server. */
export function errorNumber(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined
  // Those of the operating system are negative.
  return error.errno > 0 ? error.errno : undefined
}
