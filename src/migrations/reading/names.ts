/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** By the text of the file names, as runners do that sort what a folder lists; `10` stands before `2`. */
export function compareNames(a: string, b: string): number {
  return compareTexts(nameOf(a), nameOf(b)) || compareTexts(a, b)
}

/** By code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The migration's own folder's parent: where each migration is a folder. */
export function parentFolder(path: string): string {
  return folderOf(folderOf(path))
}

/** A path without its last part; `.` where there is nothing else. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return end > 0 ? path.slice(0, end) : end === 0 ? path.slice(0, 1) : '.'
}
