import type {ErrorKind} from '../errors.js'

/**
 * SQLSTATEs after which the same may be tried again.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const busy: Record<string, string> = {
  '55P03': 'lock_not_available: `lock_timeout` is over',
  '40P01': 'deadlock_detected: we were the one to give way',
  '40001': 'serialization_failure',
  '55006': 'object_in_use'
}

/** The connection is gone or going: what it did last is to be looked up. */
const lost: Record<string, string> = {
  '57P01': 'admin_shutdown, also `pg_terminate_backend`',
  '57P02': 'crash_shutdown',
  '57P03': 'cannot_connect_now: it is starting',
  '57P05': 'idle_session_timeout',
  '25P03': 'idle_in_transaction_session_timeout',
  '25P04': 'transaction_timeout'
}

/** read_only_sql_transaction: a standby, or `default_transaction_read_only`. */
const readOnly = '25006'

/** Errors of the operating system and of `pg` itself have no SQLSTATE. */
const lostWords =
  /ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|connection.*(?:terminated|closed|ended|timeout)|not queryable|socket/i

/** What can be done about an error that a query threw. */
export function errorKind(error: unknown): ErrorKind {
  if (!(error instanceof Error)) return 'final'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code in busy) return 'busy'
  if (code in lost || code.startsWith('08')) return 'lost'
  if (code === readOnly) return 'read-only'
  if (/^[0-9A-Z]{5}$/.test(code)) return 'final'
  return lostWords.test(`${code} ${error.message}`) ? 'lost' : 'final'
}
