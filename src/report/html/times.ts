/** Estimated times in as few characters as a table has room for. */
import {inUnits} from '../../core/sizes/duration.js'

const short = {hour: 'h', minute: 'min', second: 's'}

/** `4–9 min`, `18 min–3 h`: rounded up. */
export function shortTime({least, most}: {least: number; most: number}): string {
  if (most < 1) return 'under 1 s'
  const [from, to] = inUnits(least, most)
  const last = `${String(to.number)} ${short[to.unit]}`
  if (from.unit !== to.unit) return `${String(from.number)} ${short[from.unit]}–${last}`
  return from.number === to.number ? last : `${String(from.number)}–${last}`
}
