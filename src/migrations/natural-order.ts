/**
 * Compare two paths as people number files: folder by folder, and numbers by their value, so that `2`
 * stands before `10`. Where only leading zeros differ, the text decides.
 */
export function compareNaturally(a: string, b: string): number {
  const left = a.split('/')
  const right = b.split('/')
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = compareNames(left[index] ?? '', right[index] ?? '')
    if (difference) return difference
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0)
}

const digits = /(\d+)/

function compareNames(a: string, b: string): number {
  if (a === b) return 0
  // `split` with a group: texts stand at even places, numbers at odd ones.
  const left = a.split(digits)
  const right = b.split(digits)
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const x = left[index] ?? ''
    const y = right[index] ?? ''
    const difference = index % 2 === 1 ? compareNumbers(x, y) : x < y ? -1 : x > y ? 1 : 0
    if (difference) return difference
  }
  return left.length - right.length
}

/** Of any length: a timestamp with microseconds is beyond what a number holds exactly. */
function compareNumbers(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, '')
  const y = b.replace(/^0+(?=\d)/, '')
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0)
}
