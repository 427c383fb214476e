/** Maps offsets in bytes of UTF-8, which libpg-query gives, to offsets in UTF-16 code units. */
export type ToCodeUnits = (bytes: number) => number

const ascii = /^[\0-\x7f]*$/

const same: ToCodeUnits = (bytes) => bytes

/** Make the map for a text; nothing is encoded, and for plain ASCII there is nothing to do. */
export function mapBytes(text: string): ToCodeUnits {
  if (ascii.test(text)) return same
  // Built at the first question: most statements are never asked.
  let places: {bytes: number[]; units: number[]} | undefined
  return (bytes) => {
    places ??= findWide(text)
    const index = lastAtMost(places.bytes, bytes)
    if (index === -1) return bytes
    return Math.min(text.length, (places.units[index] ?? 0) + bytes - (places.bytes[index] ?? 0))
  }
}

/** Where each character that is wider than one byte ends. */
function findWide(text: string): {bytes: number[]; units: number[]} {
  const places = {bytes: [] as number[], units: [] as number[]}
  let extra = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) continue
    if (code < 0x800) extra += 1
    // The first half of a pair stands for nothing, the second for four bytes.
    else if (code >= 0xd800 && code < 0xdc00) continue
    else extra += 2
    places.bytes.push(index + 1 + extra)
    places.units.push(index + 1)
  }
  return places
}

function lastAtMost(sorted: number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
