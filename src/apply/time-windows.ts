/**
 * Why not now, where a time of day is in none of the windows.
 *
 * @param now `HH:MM` in UTC.
 * @param windows `22:00-06:00` goes over midnight; none: always.
 */
export function outsideOf(now: string, windows: readonly string[]): string | undefined {
  if (windows.length === 0 || windows.some((window) => isWithin(now, window))) return undefined
  return `${now} UTC is outside ${windows.join(', ')}`
}

function isWithin(now: string, window: string): boolean {
  const [from = '', to = ''] = window.split('-')
  return from <= to ? now >= from && now < to : now >= from || now < to
}
