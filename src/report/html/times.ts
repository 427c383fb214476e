/** Estimated times in as few characters as a table has room for. */
const units = [
  {name: 'h', seconds: 3600},
  {name: 'min', seconds: 60},
  {name: 's', seconds: 1}
] as const

/** `4–9 min`, in the unit of the longer time, rounded up. */
export function shortTime({least, most}: {least: number; most: number}): string {
  if (most < 1) return 'under 1 s'
  const unit = units.find(({seconds}) => most >= seconds * 2) ?? units[2]
  const [from, to] = [least, most].map((seconds) => Math.ceil(seconds / unit.seconds))
  return `${from === to ? '' : `${String(from)}–`}${String(to)} ${unit.name}`
}
