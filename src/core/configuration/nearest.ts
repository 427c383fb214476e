import {closestMatch} from 'leven'

/** The word that was probably meant; `undefined` where none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  return closestMatch(word, [...words], {maxDistance: Math.max(2, Math.floor(word.length / 3))})
}

/** What was expected instead of a word: the nearest, else all of them. */
export function expectedInstead(word: string, words: readonly string[]): string {
  const near = nearest(word, words)
  if (near !== undefined) return `\`${near}\``
  return `one of ${words.map((each) => `\`${each}\``).join(', ')}`
}
