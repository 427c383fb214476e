import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'

/**
 * The lock of a run and the settings of its statements belong to one session; a proxy may give each statement another.
 * https://proxysql.com/documentation/multiplexing/
 */
export const pooler = definePreflightCheck({
  name: 'pooler',
  summary: 'statements go to one session of the server, not through a proxy',
  async check({connection, handshakePid}) {
    const [row] = await connection.query('SELECT connection_id() AS id')
    const id = text(row, 'id')
    if (handshakePid === undefined || String(handshakePid) === id) return []
    return [
      {
        severity: 'warning',
        text: `Unexpected proxy (it gave session ${String(handshakePid)}, the server says ${id}), expected the server itself: connect to that, or accept it where each connection has a session of its own`
      }
    ]
  }
})
