import {defineThrottle} from '../../throttle.js'
import {outsideOf} from '../../time-windows.js'

/** Batches run between these times of day only, by the server's clock in UTC. */
export const windows = defineThrottle({
  name: 'windows',
  summary: 'the times of day in which batches may run',
  create:
    () =>
    async ({connection, settings}) => {
      if (settings.windows.length === 0) return undefined
      const [row] = await connection.query(`SELECT date_format(utc_timestamp(), '%H:%i') AS now`)
      return outsideOf(row?.['now'] ?? '', settings.windows)
    }
})
