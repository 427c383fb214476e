/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The number that a name begins with, by its value; `undefined`: it does not. */
export function leadingNumber(path: string): string | undefined {
  return /^0*(\d+)/.exec(nameOf(path))?.[1]
}

/** By the text of the file names, as runners do that sort what a folder lists; `10` stands before `2`. */
export function compareNames(a: string, b: string): number {
  return compareTexts(nameOf(a), nameOf(b)) || compareTexts(a, b)
}

/** By code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
