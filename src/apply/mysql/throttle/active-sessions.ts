import {defineThrottle} from '../../throttle.js'

/**
 * How busy the server is, without the session that asks.
 * https://dev.mysql.com/doc/refman/8.4/en/server-status-variables.html#statvar_Threads_running
 */
export const activeSessions = defineThrottle({
  name: 'active-sessions',
  summary: 'how many sessions run something (`Threads_running`), without that of sqlsafe',
  create:
    () =>
    async ({connection, settings: {maxActiveSessions}}) => {
      if (maxActiveSessions === undefined) return undefined
      const [row] = await connection.query("SHOW GLOBAL STATUS LIKE 'Threads_running'")
      const active = Number(row?.['Value'] ?? Infinity) - 1
      if (active <= maxActiveSessions) return undefined
      return `${String(active)} sessions are active, allowed are ${String(maxActiveSessions)}`
    }
})
