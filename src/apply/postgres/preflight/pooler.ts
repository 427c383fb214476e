import type {Connection} from '../../connection/connection.js'
import {definePreflightCheck} from '../../preflight.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {text} from '../../connection/row.js'

/**
 * The lock of a run and the timeouts of its statements belong to one session; a pooler in transaction mode gives each
 * transaction another. https://www.pgbouncer.org/features.html
 */
export const pooler = definePreflightCheck({
  name: 'pooler',
  summary: 'statements go to one session of the server, not through a pooler',
  async check(view) {
    const finding = await findPooler(view)
    return finding ? [finding] : []
  }
})

/**
 * What the check says; `undefined`: the server itself. Asked before a lock is taken, too: where sessions are given to
 * others, it would stay with one of the pool when we have gone.
 */
export async function findPooler({
  beside,
  connection,
  handshakePid
}: Pick<PreflightView, 'beside' | 'connection' | 'handshakePid'>): Promise<PreflightFinding | undefined> {
  const mark = `${String(process.pid)}-${String(Date.now())}`
  await connection.query(`SELECT set_config('sqlsafe.probe', $1, false)`, [mark])
  const {pid} = await probe(connection)
  if (handshakePid === undefined || String(handshakePid) === pid) return undefined
  // The other session is there before we look: one that is made for it would be given to it.
  await beside(() => Promise.resolve())
  const before = await probe(connection)
  // A pool gives away the session that came free last: that is ours, unless it is kept for us.
  const after = await beside(() => probe(connection))
  if (after.pid !== before.pid || after.mark !== mark) {
    return {
      severity: 'error',
      text: `Unexpected pooler in transaction mode (process ${before.pid} answers, then ${after.pid}), expected one session of the server: connect to the server itself, or to a pool in session mode`
    }
  }
  return {
    severity: 'warning',
    text: `Unexpected pooler (it gave process ${String(handshakePid)}, the server says ${before.pid}), expected the server itself: connect to that, or accept it where the pool is in session mode for sure`
  }
}

/** Which session answers, and whether it knows a setting that was made before. */
async function probe(connection: Connection): Promise<{pid: string; mark: string}> {
  const [row] = await connection.query(
    `SELECT pg_backend_pid() AS pid, coalesce(current_setting('sqlsafe.probe', true), '') AS mark`
  )
  return {pid: text(row, 'pid'), mark: text(row, 'mark')}
}
