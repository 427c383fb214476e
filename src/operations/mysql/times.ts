/** Dates and times that MySQL and MariaDB read as they are written, in whatever mode. */

const written = /^'(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.0{1,6})?)?'$/

/**
 * A literal `'2026-01-31'` or `'2026-01-31 12:00:00'`, with its time; `undefined` for any other, for days that do not
 * exist, and for fractions of a second, which a column may round up.
 */
export function toTime(literal: string): string | undefined {
  const found = written.exec(literal)
  if (!found) return undefined
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = found
  const text = `${year}-${month}-${day} ${hour}:${minute}:${second}`
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.replace(' ', 'T'))
  return exists && year >= '1000' ? text : undefined
}

/** What `TO_DAYS` says of a time: https://dev.mysql.com/doc/refman/9.7/en/date-and-time-functions.html#function_to-days */
export function toDays(time: string): number {
  const daysBefore1970 = 719_528
  return Date.parse(`${time.slice(0, 10)}T00:00:00Z`) / 86_400_000 + daysBefore1970
}
