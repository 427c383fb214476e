import {text} from '../../connection/row.js'
import {defineThrottle} from '../../throttle.js'
import {variablesOf} from '../view/variables.js'

/**
 * Readers of an Aurora cluster replicate by their storage, and say in a table how far they are behind.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Reference.ISTables.html
 */
export const auroraLag = defineThrottle({
  name: 'aurora-lag',
  summary:
    'how many seconds each reader of an Aurora cluster is behind; one that says nothing any longer counts as lagging',
  create() {
    let isAurora: boolean | undefined
    return async ({connection, settings: {ignoreStandbys, maxLagSeconds}}) => {
      isAurora ??= (await variablesOf(connection, ['aurora_version'])).has('aurora_version')
      if (!isAurora) return undefined
      const rows = await connection.query(
        `SELECT server_id AS name, coalesce(replica_lag_in_milliseconds, 0) / 1000 AS lag,
           timestampdiff(SECOND, last_update_timestamp, now()) AS silent
         FROM information_schema.replica_host_status WHERE session_id <> 'MASTER_SESSION_ID' ORDER BY server_id`
      )
      const late = rows.find(
        (row) =>
          !ignoreStandbys.includes(text(row, 'name')) &&
          Math.max(Number(text(row, 'lag')), Number(row['silent'] ?? Infinity)) > maxLagSeconds
      )
      if (!late) return undefined
      const [lag, silent] = [Math.ceil(Number(text(late, 'lag'))), late['silent'] ?? 'ever']
      const what = lag > maxLagSeconds ? `is ${String(lag)} s behind` : `has said nothing for ${silent} s`
      return `reader \`${text(late, 'name')}\` ${what}, allowed are ${String(maxLagSeconds)} s`
    }
  }
})
