import {inBytes} from '../../../core/sizes/duration.js'
import {defineThrottle} from '../../throttle.js'
import {text} from '../../connection/row.js'

/** The WAL that replication slots keep which nobody reads: that of a standby that is away, until the disk is full. */
export const inactiveSlots = defineThrottle({
  name: 'inactive-slots',
  summary: 'how many bytes of WAL each replication slot keeps that nobody reads',
  create:
    () =>
    async ({connection, settings}) => {
      const rows = await connection.query(
        `SELECT slot_name, pg_current_wal_lsn() - restart_lsn AS kept
         FROM pg_replication_slots
         WHERE NOT active AND restart_lsn IS NOT NULL AND wal_status IS DISTINCT FROM 'lost' ORDER BY slot_name`
      )
      const slot = rows.find(
        (row) =>
          !settings.ignoreStandbys.includes(text(row, 'slot_name')) && Number(text(row, 'kept')) > settings.maxLagBytes
      )
      if (!slot) return undefined
      const kept = inBytes(Number(text(slot, 'kept')))
      const name = text(slot, 'slot_name')
      return `slot \`${name}\`, which nobody reads, keeps ${kept} of WAL, allowed are ${inBytes(settings.maxLagBytes)} (\`sqlsafe throttle ignore-standbys=${name}\` waits for it no longer)`
    }
})
