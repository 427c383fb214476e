import type {Token} from './token.js'

const escapes: Record<string, string> = {'0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001A'}

/** The value of a string literal as written, with or without a prefix such as `N` or `_utf8mb4`. */
export function unquoteString(written: string): string {
  const open = written.search(/['"]/)
  if (open === -1) return written
  const quote = written[open] ?? "'"
  const inner = written.slice(open + 1, written.endsWith(quote) ? -1 : undefined)
  if (!inner.includes('\\') && !inner.includes(quote)) return inner
  return inner.replace(/\\([\s\S])|''|""/g, (match: string, escaped: string | undefined) => {
    // `\%` and `\_` keep their backslash: https://dev.mysql.com/doc/refman/9.7/en/string-literals.html
    if (escaped !== undefined) return escaped === '%' || escaped === '_' ? match : (escapes[escaped] ?? escaped)
    return match[0] === quote ? quote : match
  })
}

/** The name that an identifier token stands for; a variable or string where a name may be one. */
export function unquoteName(text: string, token: Token): string {
  const written = text.slice(token.start, token.end)
  if (token.type === 'string') return unquoteString(written)
  if (token.type !== 'quoted') return written
  const quote = written[0] ?? '`'
  return written.slice(1, -1).replaceAll(quote + quote, quote)
}
