/** Comparing constants as the server's types do, where that can be done without it. */

const numbers = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'oid'])
const times = new Set(['date', 'timestamp', 'timestamptz'])
const words = new Set(['uuid', 'bool'])
const texts = new Set(['text', 'varchar', 'bpchar'])

/** The sign of `a - b`; `different` where that is all that is sure; `undefined` where only the server could tell. */
export function compareValues(a: string, b: string, type: string | undefined): number | 'different' | undefined {
  if (type === undefined) return undefined
  if (numbers.has(type)) return compareNumbers(a, b)
  if (times.has(type)) return compareTimes(a, b, type)
  if (words.has(type))
    return Math.sign(a.toLowerCase() < b.toLowerCase() ? -1 : Number(a.toLowerCase() > b.toLowerCase()))
  // The order of texts is the collation's; that they differ is not.
  return a === b ? 0 : texts.has(type) ? 'different' : undefined
}

function compareNumbers(a: string, b: string): number | undefined {
  if (/^-?\d+$/.test(a) && /^-?\d+$/.test(b)) {
    const difference = BigInt(a) - BigInt(b)
    return difference === 0n ? 0 : difference < 0n ? -1 : 1
  }
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? undefined : Math.sign(difference)
}

const instant =
  /^(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/

/** Where only one of two instants names its zone, the setting `TimeZone` decides. */
function compareTimes(a: string, b: string, type: string): number | undefined {
  const [first, second] = [toMicroseconds(a, type), toMicroseconds(b, type)]
  if (!first || !second || (type === 'timestamptz' && first.zoned !== second.zoned)) return undefined
  return first.at === second.at ? 0 : first.at < second.at ? -1 : 1
}

function toMicroseconds(text: string, type: string): {at: bigint; zoned: boolean} | undefined {
  const match = instant.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (type === 'date') return {at: BigInt(midnight), zoned: false}
  const base = midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000
  // A `timestamp` passes over the zone that is written.
  const offset = type === 'timestamp' || zone === undefined || zone === 'Z' ? 0 : toMinutes(zone)
  return {at: BigInt(base - offset * 60_000) * 1000n + BigInt(fraction.padEnd(6, '0')), zoned: zone !== undefined}
}

function toMinutes(zone: string): number {
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return zone.startsWith('-') ? -minutes : minutes
}
