import type {Connection} from '../../connection.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../view/relations.js'

/**
 * The lock of a run and the timeouts of its statements belong to one session; a pooler in transaction mode gives each
 * transaction another. https://www.pgbouncer.org/features.html
 */
export const pooler = definePreflightCheck({
  name: 'pooler',
  summary: 'statements go to one session of the server, not through a pooler',
  async check({connection, handshakePid}) {
    const {pids, settings} = await probe(connection)
    if (pids.size > 1 || settings.size > 1) {
      return [
        {
          severity: 'error',
          text: `Unexpected pooler in transaction mode (${String(Math.max(pids.size, settings.size))} sessions for one connection), expected one session of the server: connect to the server itself, or to a pool in session mode`
        }
      ]
    }
    const [pid = ''] = pids
    if (handshakePid === undefined || String(handshakePid) === pid) return []
    return [
      {
        severity: 'warning',
        text: `Unexpected pooler (it gave process ${String(handshakePid)}, the server says ${pid}), expected the server itself: connect to that, or accept it where the pool is in session mode for sure`
      }
    ]
  }
})

/** Times that the session is asked who it is: a pooler gives the same one twice by chance. */
const times = 6

/** A setting of our own is made once, and looked for in each of the sessions that answer. */
async function probe(connection: Connection): Promise<{pids: Set<string>; settings: Set<string>}> {
  const mark = `${String(process.pid)}-${String(Date.now())}`
  const pids = new Set<string>()
  const settings = new Set<string>()
  await connection.query(`SELECT set_config('sqlsafe.probe', $1, false)`, [mark])
  for (let time = 0; time < times; time += 1) {
    const [row] = await connection.query(
      `SELECT pg_backend_pid() AS pid, coalesce(current_setting('sqlsafe.probe', true), '') AS mark`
    )
    pids.add(text(row, 'pid'))
    settings.add(text(row, 'mark'))
  }
  if ([...settings].some((seen) => seen !== mark)) settings.add(mark)
  await connection.query(`SELECT set_config('sqlsafe.probe', '', false)`)
  return {pids, settings}
}
