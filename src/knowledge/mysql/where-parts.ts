/** Where a condition can be cut, as it is written. */

const tokens = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[()]|\|\||&&|[A-Za-z_$][\w$]*/g

/** Cut at some words outside of parentheses, quotes and `BETWEEN`. */
export function splitAt(text: string, words: readonly string[]): string[] {
  const parts: string[] = []
  let [depth, start, ranges] = [0, 0, 0]

  for (const {0: token, index} of text.matchAll(tokens)) {
    const word = token.toLowerCase()
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth > 0) continue
    else if (word === 'between') ranges++
    else if (word === 'and' && ranges > 0) ranges--
    else if (words.includes(word)) {
      parts.push(text.slice(start, index))
      start = index + token.length
    }
  }

  return [...parts, text.slice(start)].map((part) => part.trim())
}

/** Take off parentheses that enclose all of it. */
export function unwrap(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (const {0: token, index} of text.matchAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[()]/g)) {
    if (token === '(') depth++
    else if (token === ')') depth--
    if (depth === 0 && index < text.length - 1) return text
  }
  return unwrap(text.slice(1, -1).trim())
}
