import {definePreflightCheck} from '../../preflight.js'

/** A standby, and a session that may only read, change nothing. */
export const readOnly = definePreflightCheck({
  name: 'read-only',
  summary: 'the server is no standby, and sessions may write',
  async check({connection}) {
    const [row] = await connection.query(
      `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') AS read_only`
    )
    if (row?.['standby'] === 't') {
      return [{severity: 'error', text: 'Unexpected standby, expected its primary: connect to that'}]
    }
    if (row?.['read_only'] === 'on') {
      return [
        {
          severity: 'error',
          text: 'Unexpected `default_transaction_read_only = on`, expected `off`: for this role `ALTER ROLE … SET default_transaction_read_only = off`'
        }
      ]
    }
    return []
  }
})
