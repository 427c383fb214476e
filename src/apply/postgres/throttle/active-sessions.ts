import {defineThrottle} from '../../throttle.js'
import {text} from '../../connection/row.js'
import {isClient} from '../view/relations.js'

/** How busy the server is: sessions that run something at this moment. */
export const activeSessions = defineThrottle({
  name: 'active-sessions',
  summary: 'how many sessions run something, without those of sqlsafe',
  create:
    () =>
    async ({connection, settings: {maxActiveSessions}}) => {
      if (maxActiveSessions === undefined) return undefined
      const [row] = await connection.query(
        `SELECT count(*) FILTER (WHERE state IN ('active', 'fastpath function call')) AS active,
           count(*) FILTER (WHERE state IS NULL) AS hidden
         FROM pg_stat_activity
         WHERE ${isClient} AND pid <> pg_backend_pid()
           AND coalesce(application_name, '') NOT LIKE 'sqlsafe%'`
      )
      if (text(row, 'hidden') !== '0') {
        return `what ${text(row, 'hidden')} sessions do is hidden from this role: \`GRANT pg_read_all_stats\``
      }
      const active = Number(text(row, 'active'))
      if (active <= maxActiveSessions) return undefined
      return `${active === 1 ? '1 session is' : `${String(active)} sessions are`} active, allowed are ${String(maxActiveSessions)}`
    }
})
