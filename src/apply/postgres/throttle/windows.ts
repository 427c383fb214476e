import {defineThrottle} from '../../throttle.js'

/** Batches run between these times of day only, by the server's clock in UTC. */
export const windows = defineThrottle({
  name: 'windows',
  summary: 'the times of day in which batches may run',
  create:
    () =>
    async ({connection, settings}) => {
      if (settings.windows.length === 0) return undefined
      const [row] = await connection.query(`SELECT to_char(now() AT TIME ZONE 'UTC', 'HH24:MI') AS now`)
      const now = row?.['now'] ?? ''
      if (settings.windows.some((window) => isWithin(now, window))) return undefined
      return `${now} UTC is outside ${settings.windows.join(', ')}`
    }
})

/** `22:00-06:00` goes over midnight. */
function isWithin(now: string, window: string): boolean {
  const [from = '', to = ''] = window.split('-')
  return from <= to ? now >= from && now < to : now >= from || now < to
}
