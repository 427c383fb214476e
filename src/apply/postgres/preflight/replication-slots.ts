import {inBytes} from '../../../core/sizes/duration.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {writesRows} from '../../view/work.js'

/**
 * A slot that nobody reads keeps all WAL since it was read last, until the disk is full.
 * https://www.postgresql.org/docs/current/view-pg-replication-slots.html
 */
export const replicationSlots = definePreflightCheck({
  name: 'replication-slots',
  summary: 'no replication slot piles up the WAL of batches because nobody reads it',
  async check({connection, settings, steps}) {
    if (!writesRows(steps)) return []
    const rows = await connection.query(
      `SELECT slot_name, slot_type, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) AS kept
       FROM pg_replication_slots
       WHERE NOT active AND restart_lsn IS NOT NULL AND wal_status IS DISTINCT FROM 'lost' ORDER BY slot_name`
    )
    return rows
      .filter((row) => !settings.ignoreStandbys.includes(text(row, 'slot_name')))
      .map((row) => {
        const name = text(row, 'slot_name')
        const kept = inBytes(Number(text(row, 'kept')))
        return {
          severity: 'warning',
          text: `Unexpected ${text(row, 'slot_type')} replication slot \`${name}\` that nobody reads (it keeps ${kept} of WAL), expected none: start what reads it, or \`SELECT pg_drop_replication_slot('${name}')\`; batches wait once it keeps more than ${inBytes(settings.maxLagBytes)}, unless \`--set ignore-standbys=${name}\``
        }
      })
  }
})
