/** Word lists of the generated files: `word`, or `word@14-16` for some versions only. */

const cache = new Map<string, Map<number, ReadonlySet<string>>>()

/** The words of a list that hold on a version; newer versions than the newest recorded count as it. */
export function wordsOf(list: string, version: number): ReadonlySet<string> {
  const known = Math.min(Math.max(version, 14), 18)
  let byVersion = cache.get(list)
  if (!byVersion) {
    byVersion = new Map<number, ReadonlySet<string>>()
    cache.set(list, byVersion)
  }
  let words = byVersion.get(known)
  if (!words) {
    words = read(list, known)
    byVersion.set(known, words)
  }
  return words
}

function read(list: string, version: number): ReadonlySet<string> {
  return new Set(
    list.split(' ').flatMap((entry) => {
      const [word = '', versions] = entry.split('@')
      if (versions === undefined) return [word]
      const [first = 0, last = 0] = versions.split('-').map(Number)
      return first <= version && version <= last ? [word] : []
    })
  )
}
